#pragma once
// Runs the decoders that abort() on real files (ITK, GDCM) in a process of their own and takes over the voxels that it
// leaves in shared memory. It refuses to know what is in the files.

#include <string>
#include <vector>

#include "io/reader.h"

namespace auglens {

enum class DecodeKind { nrrd, metaimage, dicom };

/// Reads `path` in a child: this same program (or the one that AUGLENS_PROGRAM names) started with --decode-child. The
/// child has limits on memory, CPU time and open files; Cancelled kills it at once. Of a folder of DICOM files the ones
/// that kill a child are left out, with a notice. Throws Error(bad_input) when the file is broken, which is also what a
/// child that dies means; Error(resource) when no child can be started or memory is short. `options.memory` is not
/// asked: the voxels lie in the child's sealed shared memory.
std::vector<Volume> decode_in_child(DecodeKind kind, const std::string& path, const ReadOptions& options,
                                    const Job& job);

/// True when the program was started to decode; then main calls decode_child_main before anything else and returns what
/// it returns.
bool is_decode_child(int argc, char** argv);
int decode_child_main(int argc, char** argv);

}  // namespace auglens

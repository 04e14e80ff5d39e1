#pragma once
// What a decoder may use of the machine: address space, CPU time, open files. It refuses to know what is decoded.

#include <cstddef>
#include <string>

namespace auglens {

/// For the child only: no core dump, few open files, CPU time and address space for a small file.
void limit_this_process();

/// Raises the limits for a volume of this many bytes. Called when a header that was checked announces it; does nothing
/// in a process that has no limits.
void allow_bytes(std::size_t bytes);

/// What this process was given too little of from outside: "open files", "address space", or nothing. A decoder that
/// fails then says nothing about its file.
std::string shortage();

/// Throws Error(resource) when there is a shortage. For failures that a decoder does not explain.
void refuse_if_starved(const std::string& file);

}  // namespace auglens

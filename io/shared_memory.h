#pragma once
// Memory that can be handed to another process: sealed, so that the one who takes it can trust its size and content. It
// refuses to know what lies in it.

#include <cstddef>
#include <map>

#include "io/decode_messages.h"
#include "ops/buffer.h"

namespace auglens {

/// The memory source of the decoder child.
class SharedMemory {
 public:
  /// Zeros; pages that are not touched cost nothing. Throws Error(resource).
  Buffer allocate(std::size_t bytes);
  /// The descriptor of a buffer that `allocate` made, cut to `bytes` and sealed. No Buffer of it may be left.
  Descriptor seal(const void* data, std::size_t bytes);

 private:
  std::map<const void*, Descriptor> blocks_;
};

}  // namespace auglens

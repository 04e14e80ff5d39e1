#include "ops/case.h"

#include <atomic>

namespace auglens {

std::uint64_t next_case_id() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace auglens

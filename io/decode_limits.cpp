#include "io/decode_limits.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "ops/error.h"

namespace auglens {

namespace {

constexpr std::size_t slack_bytes = std::size_t{768} << 20;  ///< code, thread arenas, the decoders' own tables
constexpr rlim_t base_seconds = 60;
constexpr std::size_t bytes_per_second = std::size_t{2} << 20;  ///< the slowest decoder (JPEG 2000), with room
constexpr rlim_t most_files = 64;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool bounded_address_space = false;  // sanitizers reserve terabytes
#else
constexpr bool bounded_address_space = true;
#endif

void set_soft(__rlimit_resource_t which, rlim_t value) {
  rlimit limit{};
  if (getrlimit(which, &limit) != 0) return;
  limit.rlim_cur = std::min(value, limit.rlim_max);
  setrlimit(which, &limit);
}

void raise_soft(__rlimit_resource_t which, rlim_t more) {
  rlimit limit{};
  if (getrlimit(which, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  set_soft(which, limit.rlim_cur + more);
}

std::size_t address_space_now() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

void limit_this_process() {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  set_soft(RLIMIT_NOFILE, most_files);
  set_soft(RLIMIT_CPU, base_seconds);
  if (bounded_address_space) set_soft(RLIMIT_AS, address_space_now() + slack_bytes);
}

std::string shortage() {
  constexpr std::size_t descriptors = 6;  // what a decoder has open at once, with room
  std::array<int, descriptors> probes{};
  for (int& probe : probes) probe = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const bool few_files = std::find(probes.begin(), probes.end(), -1) != probes.end();
  for (const int probe : probes)
    if (probe >= 0) close(probe);
  if (few_files) return "open files";
  rlimit limit{};
  const bool narrow = getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_max < slack_bytes;
  return bounded_address_space && narrow ? "address space" : "";
}

void refuse_if_starved(const std::string& file) {
  const std::string lacking = shortage();
  if (!lacking.empty())
    throw Error(ErrorKind::resource, {file, "the decoder is given too few resources", lacking,
                                      "raise the limits of this shell (ulimit -n, -v)"});
}

void allow_bytes(std::size_t bytes) {
  raise_soft(RLIMIT_AS, bytes);
  raise_soft(RLIMIT_CPU, bytes / bytes_per_second);
}

}  // namespace auglens

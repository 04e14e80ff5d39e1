// The decoder child: what it hands over, and what becomes of children that die, lie, hang or eat.

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <thread>

#include "io/decode_limits.h"
#include "io/decode_messages.h"
#include "io/decode_process.h"
#include "io/decode_wire.h"
#include "ops/device.h"
#include "tests/io/dicom_bytes.h"

using namespace auglens;

namespace {

constexpr const char* conduct_name = "AUGLENS_TEST_CHILD";

Descriptor memory_of(std::size_t bytes, bool sealed) {
  Descriptor fd(memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (ftruncate(fd.get(), static_cast<off_t>(bytes)) != 0) std::abort();
  if (sealed) fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  return fd;
}

Volume small_volume() {
  Volume v;
  v.image.grid.size = {3, 2, 2};
  v.image.type = VoxelType::int16;
  v.image.pitch = padded_pitch(v.image.grid.size);
  v.source.stored_type = "int16";
  return v;
}

void send(const Volume& v, std::size_t bytes, bool sealed = true) {
  send_volume(child_socket, v, memory_of(bytes, sealed).get());
  send_message(child_socket, MessageKind::done, "");
}

/// Children that misbehave, each in its own way.
void misbehave(const std::string& conduct) {
  const auto whole = static_cast<std::size_t>(small_volume().image.pitch.volume) * 2;
  Volume v = small_volume();
  if (conduct == "abort") std::abort();
  if (conduct == "crash") raise(SIGSEGV);
  if (conduct == "leave") _exit(0);
  if (conduct == "nonsense") send_message(child_socket, MessageKind::text, "notice out of turn");
  if (conduct == "good") send(v, whole);
  if (conduct == "short memory") send(v, whole - 1);
  if (conduct == "open memory") send(v, whole, false);
  if (conduct == "nan") v.image.grid.origin[1] = NAN, send(v, whole);
  if (conduct == "flat") v.image.grid.direction = {1, 1, 0, 0, 0, 0, 0, 0, 1}, send(v, whole);
  if (conduct == "long axis") v.image.grid.direction[0] = 1.5, send(v, whole);
  if (conduct == "zero spacing") v.image.grid.spacing[2] = 0, send(v, whole);
  if (conduct == "huge") v.image.grid.size = {1 << 30, 1 << 30, 1 << 30}, send(v, whole);
  if (conduct == "no frames") v.image.frames = 0, send(v, whole);
  if (conduct == "endless lines")
    for (int k = 0; k < 100000; ++k) v.source.notices.emplace_back("x");
  if (conduct == "endless lines") send(v, whole);
  if (conduct == "hang") pause();
  if (conduct == "spin") {
    limit_this_process();
    const rlimit second{1, 2};
    setrlimit(RLIMIT_CPU, &second);
    for (unsigned k = 0;; ++k) asm volatile("" : : "r"(k));
  }
  if (conduct == "eat") {
    limit_this_process();
    try {
      operator delete(operator new (std::size_t{8} << 30));
    } catch (const std::bad_alloc&) {
      std::abort();
    }
  }
  _exit(0);
}

/// This test program is its own decoder: main never runs in a child.
__attribute__((constructor)) void be_the_child(int argc, char** argv, char**) {
  if (!is_decode_child(argc, argv)) return;
  const char* conduct = std::getenv(conduct_name);
  if (conduct != nullptr) misbehave(conduct);
  _exit(decode_child_main(argc, argv));
}

/// Children of this test are this program, and behave as told.
class Conduct {
 public:
  explicit Conduct(const char* conduct) {
    const char* program = std::getenv("AUGLENS_PROGRAM");
    program_ = program != nullptr ? program : "";
    setenv("AUGLENS_PROGRAM", "/proc/self/exe", 1);
    if (conduct != nullptr) setenv(conduct_name, conduct, 1);
  }
  ~Conduct() {
    unsetenv(conduct_name);
    if (program_.empty())
      unsetenv("AUGLENS_PROGRAM");
    else
      setenv("AUGLENS_PROGRAM", program_.c_str(), 1);
  }
  Conduct(const Conduct&) = delete;
  Conduct& operator=(const Conduct&) = delete;

 private:
  std::string program_;
};

std::string outcome(const char* conduct) {
  const Conduct behave(conduct);
  const Device device = Device::cpu(1);
  try {
    decode_in_child(DecodeKind::nrrd, "/scan.nrrd", {}, Job{device});
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::bad_input);
    CHECK(std::string(e.what()).find('\n') == std::string::npos);
    return e.what();
  }
  return "opened";
}

int open_files() {
  int n = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++n;
  return n;
}

std::string small_nrrd(const std::string& path, std::size_t slices) {
  std::ofstream out(path, std::ios::binary);
  out << "NRRD0004\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 512 512 " << slices
      << "\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\nendian: little\nencoding: raw\n\n";
  std::vector<std::int16_t> plane(512 * 512);
  for (std::size_t z = 0; z < slices; ++z) {
    std::fill(plane.begin(), plane.end(), static_cast<std::int16_t>(z));
    out.write(reinterpret_cast<const char*>(plane.data()), static_cast<std::streamsize>(plane.size() * 2));
  }
  return path;
}

}  // namespace

TEST_CASE("a child that dies is a broken file, in one line that names it") {
  CHECK(outcome("abort").find("/scan.nrrd: broken file (its decoder gave up)") == 0);
  CHECK(outcome("crash").find("crashed") != std::string::npos);
  CHECK(outcome("leave").find("ended early") != std::string::npos);
  CHECK(outcome("spin").find("never came to an end") != std::string::npos);
  CHECK(outcome("eat").find("gave up") != std::string::npos);
}

TEST_CASE("nothing that a child says is believed without a check") {
  CHECK(outcome("good") == "opened");
  CHECK(outcome("short memory").find("voxels are missing") != std::string::npos);
  CHECK(outcome("open memory").find("not sealed") != std::string::npos);
  CHECK(outcome("nan").find("not finite") != std::string::npos);
  CHECK(outcome("flat").find("span no volume") != std::string::npos);
  CHECK(outcome("long axis").find("unit length") != std::string::npos);
  CHECK(outcome("zero spacing").find("not positive") != std::string::npos);
  CHECK(outcome("no frames").find("makes no sense") != std::string::npos);
  CHECK(outcome("huge") != "opened");
  CHECK(outcome("endless lines").find("too many lines") != std::string::npos);
  CHECK(outcome("nonsense") != "opened");
}

TEST_CASE("a cancel kills a child that hangs, at once, and leaves neither process nor descriptor") {
  const Conduct behave("hang");
  const Device device = Device::cpu(1);
  const int files = open_files();
  std::stop_source stop;
  std::jthread canceller([&stop] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop.request_stop();
  });
  const auto start = std::chrono::steady_clock::now();
  CHECK_THROWS_AS(decode_in_child(DecodeKind::nrrd, "/scan.nrrd", {}, Job{device, stop.get_token()}), Cancelled);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(1000));
  canceller.join();
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);  // no child, living or dead
  CHECK(open_files() == files);
}

TEST_CASE("voxels arrive in place, progress moves, nothing is left behind") {
  const Conduct behave(nullptr);
  const TestFolder folder;
  const Device device = Device::cpu(1);
  const std::string path = small_nrrd(folder / "scan.nrrd", 60);
  const int files = open_files();
  Progress progress;
  {
    const auto volumes = decode_in_child(DecodeKind::nrrd, path, {}, Job{device, {}, &progress});
    REQUIRE(volumes.size() == 1);
    const Image& image = volumes[0].image;
    CHECK(image.grid.size == Index3{512, 512, 60});
    CHECK(image.type == VoxelType::int16);
    CHECK(image.pitch == padded_pitch(image.grid.size));
    for (const std::int64_t z : {0, 31, 59}) CHECK(image.value({511, 17, z}) == static_cast<float>(z));
    image.voxels<std::int16_t>(0, 0)[0] = 99;  // an image may be written to
    CHECK(image.value({0, 0, 0}) == 99);
    CHECK(volumes[0].source.file == path);
    CHECK(volumes[0].source.format == FileFormat::nrrd);
  }
  CHECK(progress.share() > 0.5);
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
  CHECK(open_files() == files);
}

TEST_CASE("errors, arguments and volumes survive the way to the other process") {
  const Error error(ErrorKind::resource, {"a file", "what\nlines", "where", "to do"});
  const Error back = error_from(to_line(error));
  CHECK(back.kind() == ErrorKind::resource);
  CHECK(back.parts().what == "what lines");
  CHECK(back.parts().to_do == "to do");
  CHECK_THROWS_AS(error_from("9\x1f"
                             "a\x1f"
                             "b\x1f"
                             "c\x1f"
                             "d"),
                  Error);
  CHECK_THROWS_AS(error_from("3\x1f"
                             "a"),
                  Error);

  const DecodeRequest request{DecodeKind::dicom, "-a path", "1.2.3", VoxelGoal::labels, true, {"x", ""}};
  std::vector<std::string> arguments = to_arguments(request);
  arguments.insert(arguments.begin(), "auglens");
  std::vector<char*> argv;
  for (auto& a : arguments) argv.push_back(a.data());
  const auto read = request_from(static_cast<int>(argv.size()), argv.data());
  REQUIRE(read);
  CHECK(read->kind == request.kind);
  CHECK(read->path == request.path);
  CHECK(read->series == request.series);
  CHECK(read->goal == request.goal);
  CHECK(read->statistics);
  CHECK(read->left_out == request.left_out);
}

TEST_CASE("a decoder that lacks descriptors or file size says so, and does not blame the file") {
  const TestFolder folder;
  const std::string path = small_nrrd(folder / "a.nrrd", 2);
  const Conduct behave(nullptr);
  const Device device = Device::cpu(1);
  const auto kind_under = [&](__rlimit_resource_t which, rlim_t most) {
    rlimit before{};
    getrlimit(which, &before);
    const rlimit less{most, before.rlim_max};
    setrlimit(which, &less);
    ErrorKind kind = ErrorKind::failed;
    try {
      decode_in_child(DecodeKind::nrrd, path, {}, Job{device});
    } catch (const Error& e) {
      kind = e.kind();
    }
    setrlimit(which, &before);
    return kind;
  };
  CHECK(kind_under(RLIMIT_FSIZE, 4096) == ErrorKind::resource);
  CHECK(kind_under(RLIMIT_NOFILE, 3) == ErrorKind::resource);
}

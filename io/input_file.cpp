#include "io/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "ops/error.h"

namespace auglens {

namespace {

const char* kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

}  // namespace

InputFile::InputFile(const std::string& path) : path_(path) {
  handle_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);  // a pipe must not make us wait
  if (handle_ < 0) {
    const int reason = errno;
    if (reason == EMFILE || reason == ENFILE || reason == ENOMEM)
      throw Error(ErrorKind::resource, {path, "cannot be opened", std::strerror(reason),
                                        "close some files, or raise the limit (ulimit -n)"});
    throw Error(ErrorKind::bad_input, {path, reason == ENOENT ? "no such file" : "cannot be opened",
                                       reason == ENOENT ? "" : std::strerror(reason), "check the name and its rights"});
  }
  struct stat about {};
  if (::fstat(handle_, &about) != 0 || !S_ISREG(about.st_mode)) {
    ::close(handle_);
    throw Error(ErrorKind::bad_input,
                {path, std::string("is ") + kind_of(about.st_mode) + ", not a file", "", "name a regular file"});
  }
  size_ = static_cast<std::uint64_t>(about.st_size);
}

InputFile::~InputFile() {
  ::close(handle_);
}

std::size_t InputFile::read(void* to, std::size_t count) {
  std::size_t done = 0;
  while (done < count) {
    const ssize_t n = ::read(handle_, static_cast<char*>(to) + done, count - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      throw Error(ErrorKind::bad_input, {path_, "cannot be read", std::strerror(errno), "check the disk or the share"});
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  return done;
}

void InputFile::seek(std::uint64_t position) {
  ::lseek(handle_, static_cast<off_t>(position), SEEK_SET);
}

}  // namespace auglens

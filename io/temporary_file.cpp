#include "io/temporary_file.h"

#include <fcntl.h>
#include <isa-l/crc.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include "io/save_target.h"

namespace auglens {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t read_block = std::size_t{1} << 20;

const char* advice(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "free some space or save to another disk; an older file of this name is untouched";
    case EFBIG:
      return "the file is larger than this system lets a program write: raise the limit (ulimit -f)";
    case EACCES:
    case EPERM:
    case EROFS:
      return "choose a folder that you may write to";
    case ENOENT:
    case ENOTDIR:
      return "create the folder first, or correct the name";
    default:
      return "check the disk, or save somewhere else";
  }
}

std::string proc_path(int fd) {
  return "/proc/self/fd/" + std::to_string(fd);
}

}  // namespace

TemporaryFile::TemporaryFile(const std::string& target) : shown_(target), target_(with_links_followed(target)) {
  const fs::path parent = fs::path(target_).parent_path();
  folder_ = parent.empty() ? "." : parent.string();
  struct stat old {};
  const bool exists = ::stat(target_.c_str(), &old) == 0;
  if (exists && !S_ISREG(old.st_mode))
    throw Error(ErrorKind::resource, {shown_, S_ISDIR(old.st_mode) ? "is a folder" : "is not a regular file", "",
                                      "give the name of a file"});
  if (exists && ::access(target_.c_str(), W_OK) != 0)
    throw Error(ErrorKind::resource, {shown_, "exists and is write-protected", "", "choose another name"});
  open_in_folder();
  if (exists) (void)::fchmod(fd_, old.st_mode & 07777);  // the new file is as public or private as the old one
}

TemporaryFile::~TemporaryFile() {
  if (fd_ >= 0) ::close(fd_);
  if (old_ >= 0) ::close(old_);
  if (!name_.empty()) ::unlink(name_.c_str());
}

void TemporaryFile::fail(const char* doing, int error) const {
  throw Error(ErrorKind::resource, {shown_, std::string("cannot ") + doing, std::strerror(error), advice(error)});
}

std::string TemporaryFile::fresh_name() const {
  std::array<unsigned char, 8> random{};
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) fail("make a name", errno);
  constexpr const char* digits = "0123456789abcdef";
  std::string name = folder_ + "/.auglens-";
  for (const unsigned char c : random) name += {digits[c >> 4], digits[c & 15]};
  return name + ".part";
}

void TemporaryFile::open_in_folder() {
  fd_ = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  if (fd_ >= 0 && ::access(proc_path(fd_).c_str(), F_OK) == 0) return;
  if (fd_ >= 0) ::close(fd_);  // without /proc a nameless file can never get a name
  fd_ = -1;
  for (int attempt = 0; fd_ < 0 && attempt < 16; ++attempt) {
    const std::string name = fresh_name();
    fd_ = ::open(name.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0666);
    if (fd_ >= 0)
      name_ = name;
    else if (errno != EEXIST)
      break;
  }
  if (fd_ < 0) fail("be written", errno);
}

std::string TemporaryFile::path() const {
  return name_.empty() ? proc_path(fd_) : name_;
}

void TemporaryFile::write(std::span<const std::byte> bytes) {
  crc_ = crc32_gzip_refl(crc_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  bytes_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t done = ::write(fd_, bytes.data(), std::min<std::size_t>(bytes.size(), std::size_t{1} << 30));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) fail("be written", errno);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
}

void TemporaryFile::sync() {
  while (::fsync(fd_) != 0)
    if (errno != EINTR) fail("be flushed to the disk", errno);
}

void TemporaryFile::read_back(const Job& job, const std::function<void(std::span<const std::byte>)>& each) {
  sync();
  (void)::posix_fadvise(fd_, 0, 0, POSIX_FADV_DONTNEED);  // so that the disk answers, not our own cache
  std::vector<std::byte> block(read_block);
  std::uint32_t crc = 0;
  std::uint64_t offset = 0;
  for (;;) {
    job.check();
    const ssize_t got = ::pread(fd_, block.data(), block.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("be read back", errno);
    if (got == 0) break;
    const auto size = static_cast<std::size_t>(got);
    crc = crc32_gzip_refl(crc, reinterpret_cast<const unsigned char*>(block.data()), size);
    if (each) each({block.data(), size});
    offset += size;
  }
  if (offset != bytes_ || crc != crc_)
    throw Error(ErrorKind::resource, {shown_, "the disk did not keep what was written",
                                      std::to_string(offset) + " of " + std::to_string(bytes_) + " bytes came back",
                                      "check the disk, or save to another one"});
}

void TemporaryFile::make_ready() {
  old_ = ::open(target_.c_str(), O_PATH | O_CLOEXEC);
  for (int attempt = 0; name_.empty();
       ++attempt) {  // a nameless file gets a name of its own first: rename replaces, link cannot
    const std::string name = fresh_name();
    if (::linkat(AT_FDCWD, proc_path(fd_).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0)
      name_ = name;
    else if (errno != EEXIST || attempt > 16)
      fail("be named", errno);
  }
  const int fd = std::exchange(fd_, -1);
  if (::close(fd) != 0 && errno != EINTR) fail("be closed", errno);
}

void TemporaryFile::take_name() {
  if (::rename(name_.c_str(), target_.c_str()) != 0) fail("be renamed", errno);
  name_.clear();
}

void TemporaryFile::sync_folder() const {
  const int folder = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;  // the file is complete; only the folder's entry may be lost in a power cut
  (void)::fsync(folder);
  ::close(folder);
}

void TemporaryFile::publish() {
  sync();
  make_ready();
  take_name();
  sync_folder();
}

void publish_together(std::span<const PendingFile> files) {
  for (const PendingFile& file : files) file->sync();
  for (const PendingFile& file : files) file->make_ready();
  std::string done;
  for (const PendingFile& file : files) {
    try {
      file->take_name();
    } catch (const Error& e) {
      if (done.empty()) throw;
      throw Error(e.kind(), {e.parts().file, e.parts().what + ", but " + done + " is new already", e.parts().where,
                             "the files do not belong together: save them again under other names"});
    }
    done += (done.empty() ? "" : " and ") + file->shown_;
  }
  for (const PendingFile& file : files) file->sync_folder();
}

}  // namespace auglens

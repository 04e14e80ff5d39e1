#include "io/byte_stream.h"

#include <algorithm>
#include <array>
#include <vector>

#include "ops/error.h"

namespace auglens {

namespace {
constexpr double deflate_ratio = 1032;                               // no deflate stream unpacks to more
constexpr std::uint64_t surplus_looked_at = std::uint64_t{4} << 20;  // enough for padding, too little for a bomb
}  // namespace

ByteStream::ByteStream(const std::string& path) : file_(path) {
  std::array<unsigned char, 2> magic{};
  const std::size_t n = file_.read(magic.data(), magic.size());
  file_.seek(0);
  if (n == magic.size() && magic[0] == 0x1f && magic[1] == 0x8b)
    inflate_ = std::make_unique<Inflater>(path, [this](void* to, std::size_t count) { return file_.read(to, count); });
}

ByteStream::ByteStream(const std::string& path, std::uint64_t from, Wrapping wrapping) : file_(path) {
  file_.seek(from);
  inflate_ = std::make_unique<Inflater>(
      path, [this](void* to, std::size_t count) { return file_.read(to, count); }, wrapping);
}

ByteStream::~ByteStream() = default;

double ByteStream::most_bytes() const {
  return static_cast<double>(file_.size()) * (compressed() ? deflate_ratio : 1.0);
}

std::size_t ByteStream::read(void* to, std::size_t count) {
  if (inflate_) return inflate_->read(to, count);
  const std::size_t n = file_.read(to, count);
  position_ += n;
  return n;
}

std::uint64_t ByteStream::skip(std::uint64_t count) {
  if (!inflate_) {
    const std::uint64_t n = std::min(count, file_.size() - std::min(file_.size(), position_));
    position_ += n;
    file_.seek(position_);
    return n;
  }
  std::vector<unsigned char> waste(static_cast<std::size_t>(std::min<std::uint64_t>(count, 65536)));
  std::uint64_t done = 0;
  while (done < count) {
    const std::size_t n =
        read(waste.data(), static_cast<std::size_t>(std::min<std::uint64_t>(count - done, waste.size())));
    if (n == 0) break;
    done += n;
  }
  return done;
}

StreamEnd ByteStream::finish() {
  if (!inflate_) return position_ < file_.size() ? StreamEnd::surplus : StreamEnd::exact;
  const std::uint64_t more = skip(surplus_looked_at);
  if (!inflate_->ended() && more == surplus_looked_at) return StreamEnd::unchecked;
  return more > 0 || inflate_->followed() ? StreamEnd::surplus : StreamEnd::exact;
}

void note_end(ByteStream& data, std::vector<std::string>& notices) {
  switch (data.finish()) {
    case StreamEnd::exact:
      break;
    case StreamEnd::surplus:
      notices.push_back("there are bytes behind the last voxel: they are ignored");
      break;
    case StreamEnd::unchecked:
      notices.push_back("much more follows the last voxel: it is ignored, and its checksum was not verified");
      break;
  }
}

FileHead head_of(const std::string& path, std::size_t count) {
  FileHead head;
  {
    const InputFile file(path);
    head.size = file.size();
  }
  ByteStream stream(path);
  head.gzip = stream.compressed();
  head.bytes.resize(count);
  try {
    head.bytes.resize(stream.read(head.bytes.data(), count));
  } catch (const Error&) {
    head.bytes.clear();
  }
  return head;
}

}  // namespace auglens

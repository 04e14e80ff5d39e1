#include "io/decode_messages.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

namespace auglens {

namespace {

constexpr std::size_t longest_message = std::size_t{64} << 10;
constexpr std::size_t longest_text = 2000;
constexpr std::size_t most_lines = 20000;  ///< per volume
constexpr std::int64_t longest_axis = (std::int64_t{1} << 31) - 1;
constexpr char field_mark = '\x1f';

constexpr std::array<std::pair<MessageKind, const char*>, 10> words = {{{MessageKind::progress, "progress"},
                                                                        {MessageKind::reading, "reading"},
                                                                        {MessageKind::volume, "volume"},
                                                                        {MessageKind::grid, "grid"},
                                                                        {MessageKind::text, "text"},
                                                                        {MessageKind::number, "number"},
                                                                        {MessageKind::statistics, "statistics"},
                                                                        {MessageKind::end, "end"},
                                                                        {MessageKind::error, "error"},
                                                                        {MessageKind::done, "done"}}};

/// The texts and small numbers of Source, by name.
enum class TextKey { stored_type, series_uid, series_name, channel_name, notice };
constexpr std::array<const char*, 5> text_keys = {"stored_type", "series_uid", "series_name", "channel_name", "notice"};
enum class NumberKey { states_orientation, inverted, modality, series_slices };
constexpr std::array<const char*, 4> number_keys = {"states_orientation", "inverted", "modality", "series_slices"};

[[noreturn]] void garbled(const char* what) {
  throw Error(ErrorKind::bad_input, {"", "the decoder's answer makes no sense", what, "the file is broken"});
}

std::string one_line(std::string_view text) {
  std::string line(text.substr(0, longest_text));
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return line;
}

template <class T>
void append(std::string& line, T value) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  if (!line.empty()) line += ' ';
  line.append(digits, end);
}

/// Exactly N numbers, one space between them.
template <class T, std::size_t N>
std::array<T, N> numbers(std::string_view line) {
  std::array<T, N> out{};
  const char* at = line.data();
  const char* const end = at + line.size();
  for (std::size_t i = 0; i < N; ++i) {
    if (i > 0 && (at == end || *at++ != ' ')) garbled("too few numbers");
    const auto result = std::from_chars(at, end, out[i]);
    if (result.ec != std::errc{}) garbled("not a number");
    at = result.ptr;
  }
  if (at != end) garbled("too many numbers");
  return out;
}

Grid grid_from(const std::string& line, const Index3& size) {
  const auto n = numbers<double, 15>(line);
  if (!std::all_of(n.begin(), n.end(), [](double v) { return std::isfinite(v); })) garbled("a grid that is not finite");
  Grid grid;
  grid.size = size;
  std::copy_n(n.begin(), 3, grid.spacing.begin());
  std::copy_n(n.begin() + 3, 3, grid.origin.begin());
  std::copy_n(n.begin() + 6, 9, grid.direction.begin());
  for (std::size_t k = 0; k < 3; ++k) {
    if (!(grid.spacing[k] > 0)) garbled("a spacing that is not positive");
    const double length = std::hypot(grid.direction[k], grid.direction[3 + k], grid.direction[6 + k]);
    if (std::abs(length - 1) > 1e-6) garbled("an axis that is not of unit length");
  }
  if (std::abs(determinant(grid.direction)) < 1e-6) garbled("axes that span no volume");
  return grid;
}

VoxelType voxel_type(std::int64_t number) {
  constexpr std::array types = {VoxelType::uint8, VoxelType::int16, VoxelType::uint16, VoxelType::float32,
                                VoxelType::int32};
  for (const VoxelType type : types)
    if (static_cast<std::int64_t>(type) == number) return type;
  garbled("an unknown voxel type");
}

std::size_t bytes_needed(const Image& image) {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(static_cast<std::size_t>(image.pitch.volume), static_cast<std::size_t>(image.channels),
                             &bytes) ||
      __builtin_mul_overflow(bytes, static_cast<std::size_t>(image.frames) * bytes_of(image.type), &bytes))
    garbled("a volume that is larger than any memory");
  return bytes;
}

/// Private, so that nobody writes into what the child made; copied on write, so that an Image stays writable.
Buffer map_sealed(int memory, std::size_t bytes) {
  constexpr int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  struct stat status {};
  if (fstat(memory, &status) != 0 || static_cast<std::size_t>(status.st_size) < bytes) garbled("voxels are missing");
  if ((fcntl(memory, F_GET_SEALS) & seals) != seals) garbled("memory that is not sealed");
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, memory, 0);
  if (data == MAP_FAILED)
    throw Error(ErrorKind::resource, {"", "the voxels cannot be mapped", std::strerror(errno), "close other programs"});
  return Buffer::adopt(std::shared_ptr<void>(data, [bytes](void* p) { munmap(p, bytes); }), data, bytes);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) close(fd_);
    fd_ = other.release();
  }
  return *this;
}
Descriptor::~Descriptor() {
  if (fd_ >= 0) close(fd_);
}
int Descriptor::release() {
  return std::exchange(fd_, -1);
}

bool send_message(int socket, MessageKind kind, std::string_view rest, int attachment) {
  std::string line = words[static_cast<std::size_t>(kind)].second;
  if (!rest.empty()) line.append(" ").append(rest.substr(0, longest_message - 32));
  iovec part{line.data(), line.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  if (attachment >= 0) {
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    cmsghdr* c = CMSG_FIRSTHDR(&header);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(c), &attachment, sizeof(int));
  }
  ssize_t sent = -1;
  do sent = sendmsg(socket, &header, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(line.size());
}

std::optional<Message> receive_message(int socket, int timeout_ms, bool& closed) {
  pollfd wait{socket, POLLIN, 0};
  if (poll(&wait, 1, timeout_ms) <= 0) return std::nullopt;
  std::string line(longest_message, '\0');
  iovec part{line.data(), line.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  const ssize_t got = recvmsg(socket, &header, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  Message message;
  for (cmsghdr* c = got < 0 ? nullptr : CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS || c->cmsg_len != CMSG_LEN(sizeof(int))) continue;
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(c), sizeof fd);
    message.attachment = Descriptor(fd);
  }
  if (got <= 0) {
    closed = true;
    return std::nullopt;
  }
  if ((header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) garbled("a message that is too long");
  line.resize(static_cast<std::size_t>(got));
  const std::size_t space = std::min(line.find(' '), line.size());
  for (const auto& [kind, word] : words) {
    if (std::string_view(line).substr(0, space) != word) continue;
    if (static_cast<bool>(message.attachment) != (kind == MessageKind::volume)) garbled("memory in the wrong place");
    message.kind = kind;
    message.rest = space < line.size() ? line.substr(space + 1) : "";
    return message;
  }
  garbled("an unknown word");
}

std::string to_line(const Error& error) {
  const auto& p = error.parts();
  std::string line = std::to_string(static_cast<int>(error.kind()));
  for (const std::string* part : {&p.file, &p.what, &p.where, &p.to_do}) line += field_mark + one_line(*part);
  return line;
}

Error error_from(const std::string& line) {
  std::array<std::string, 5> fields;
  std::size_t field = 0;
  for (const char c : line) {
    if (c == field_mark) {
      if (++field == fields.size()) garbled("an error of too many parts");
    } else {
      fields[field] += c;
    }
  }
  const bool resource = fields[0] == "4";
  if (field + 1 != fields.size() || (!resource && fields[0] != "3")) garbled("an error that is none");
  return Error(resource ? ErrorKind::resource : ErrorKind::bad_input,
               {one_line(fields[1]), one_line(fields[2]), one_line(fields[3]), one_line(fields[4])});
}

bool send_volume(int socket, const Volume& volume, int memory) {
  const Image& image = volume.image;
  const Source& source = volume.source;
  std::string line;
  append(line, static_cast<int>(image.type));
  for (const std::int64_t n : image.grid.size) append(line, n);
  append(line, image.channels);
  append(line, image.frames);
  bool ok = send_message(socket, MessageKind::volume, line, memory);
  line.clear();
  for (const double v : image.grid.spacing) append(line, v);
  for (const double v : image.grid.origin) append(line, v);
  for (const double v : image.grid.direction) append(line, v);
  ok = ok && send_message(socket, MessageKind::grid, line);
  const auto text = [&](TextKey key, const std::string& value) {
    const std::string named = std::string(text_keys[static_cast<std::size_t>(key)]) + ' ' + one_line(value);
    ok = ok && send_message(socket, MessageKind::text, named);
  };
  const auto number = [&](NumberKey key, int value) {
    const std::string named = std::string(number_keys[static_cast<std::size_t>(key)]) + ' ' + std::to_string(value);
    ok = ok && send_message(socket, MessageKind::number, named);
  };
  text(TextKey::stored_type, source.stored_type);
  text(TextKey::series_uid, source.series_uid);
  text(TextKey::series_name, source.series_name);
  for (const auto& name : source.channel_names) text(TextKey::channel_name, name);
  for (const auto& notice : source.notices) text(TextKey::notice, notice);
  number(NumberKey::states_orientation, source.states_orientation);
  number(NumberKey::inverted, source.inverted);
  number(NumberKey::modality, static_cast<int>(source.modality));
  number(NumberKey::series_slices, source.series_slices);
  if (volume.statistics) ok = ok && send_message(socket, MessageKind::statistics, to_line(*volume.statistics));
  return ok && send_message(socket, MessageKind::end, "");
}

VolumeAssembly::VolumeAssembly(Message&& first) : memory_(std::move(first.attachment)) {
  const auto n = numbers<std::int64_t, 6>(first.rest);
  Image& image = volume_.image;
  image.type = voxel_type(n[0]);
  std::int64_t voxels = 1;
  for (std::size_t k = 0; k < 3; ++k) {
    if (n[1 + k] < 1 || n[1 + k] > longest_axis || __builtin_mul_overflow(voxels, n[1 + k] + 64, &voxels))
      garbled("a size that makes no sense");
    image.grid.size[k] = n[1 + k];
  }
  if (n[4] < 1 || n[4] > longest_axis || n[5] < 1 || n[5] > longest_axis) garbled("a count that makes no sense");
  image.channels = static_cast<int>(n[4]);
  image.frames = static_cast<int>(n[5]);
  image.pitch = padded_pitch(image.grid.size);
}

void VolumeAssembly::take(const Message& message) {
  if (++lines_ > most_lines) garbled("too many lines");
  if (message.kind == MessageKind::grid) {
    volume_.image.grid = grid_from(message.rest, volume_.image.grid.size);
    has_grid_ = true;
    return;
  }
  if (message.kind == MessageKind::statistics) {
    volume_.statistics = statistics_from(message.rest);
    return;
  }
  const std::size_t space = message.rest.find(' ');
  if (space == std::string::npos) garbled("a value without a name");
  const std::string key = message.rest.substr(0, space), value = message.rest.substr(space + 1);
  Source& source = volume_.source;
  if (message.kind == MessageKind::text) {
    const auto found = std::find(text_keys.begin(), text_keys.end(), key);
    if (found == text_keys.end()) garbled("an unknown name");
    switch (static_cast<TextKey>(found - text_keys.begin())) {
      case TextKey::stored_type:
        source.stored_type = one_line(value);
        break;
      case TextKey::series_uid:
        source.series_uid = one_line(value);
        break;
      case TextKey::series_name:
        source.series_name = one_line(value);
        break;
      case TextKey::channel_name:
        source.channel_names.push_back(one_line(value));
        break;
      case TextKey::notice:
        source.notices.push_back(one_line(value));
        break;
    }
    return;
  }
  const auto found = std::find(number_keys.begin(), number_keys.end(), key);
  if (message.kind != MessageKind::number || found == number_keys.end()) garbled("an unknown name");
  const int number = numbers<int, 1>(value)[0];
  switch (static_cast<NumberKey>(found - number_keys.begin())) {
    case NumberKey::states_orientation:
      source.states_orientation = number != 0;
      break;
    case NumberKey::inverted:
      source.inverted = number != 0;
      break;
    case NumberKey::modality:
      if (number < 0 || number > static_cast<int>(Modality::other)) garbled("an unknown modality");
      source.modality = static_cast<Modality>(number);
      break;
    case NumberKey::series_slices:
      source.series_slices = number;
      break;
  }
}

Volume VolumeAssembly::finish() {
  if (!has_grid_) garbled("a volume without a grid");
  volume_.image.buffer = map_sealed(memory_.get(), bytes_needed(volume_.image));
  return std::move(volume_);
}

}  // namespace auglens

#pragma once
// The words between the decoder child and its parent: one message is one line, sent over a socket that keeps messages
// apart; a volume's memory travels beside its first line. It refuses to know processes and decoders.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/reader.h"
#include "ops/error.h"

namespace auglens {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int get() const { return fd_; }
  int release();
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

enum class MessageKind { progress, reading, volume, grid, text, number, statistics, end, error, done };

struct Message {
  MessageKind kind = MessageKind::done;
  std::string rest;       ///< what follows the first word
  Descriptor attachment;  ///< only with MessageKind::volume
};

/// Sends one line; false when the other side is gone.
bool send_message(int socket, MessageKind kind, std::string_view rest, int attachment = -1);
/// The next line, waiting at most `timeout_ms`; nothing when none came in time. `closed` is set when the other side is
/// gone. Throws Error(bad_input) on a line that is no message.
std::optional<Message> receive_message(int socket, int timeout_ms, bool& closed);

std::string to_line(const Error& error);
/// Control characters become spaces, so that the result is one line.
Error error_from(const std::string& line);

/// Sends all of a volume but its voxels, which are `memory`.
bool send_volume(int socket, const Volume& volume, int memory);

/// Puts a volume together from its lines. It believes nothing: counts, finite numbers, unit axes, the size and seals of
/// the memory are checked, and Error(bad_input) thrown.
class VolumeAssembly {
 public:
  explicit VolumeAssembly(Message&& first);
  void take(const Message& message);
  /// Maps the memory. Call at MessageKind::end.
  Volume finish();

 private:
  Volume volume_;
  Descriptor memory_;
  bool has_grid_ = false;
  std::size_t lines_ = 0;
};

}  // namespace auglens

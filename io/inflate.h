#pragma once
// Unpacks gzip and zlib as a stream: one input buffer, one state, any number of gzip members. It refuses to know what
// the bytes mean.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace auglens {

/// Gives up to `count` bytes of the compressed stream; fewer only at its end.
using ByteSource = std::function<std::size_t(void* to, std::size_t count)>;

/// What lies around a deflate stream: both end in a checksum, CRC-32 and length or Adler-32.
enum class Wrapping { gzip, zlib };

class Inflater {
 public:
  /// `file` is for messages.
  Inflater(std::string file, ByteSource source, Wrapping wrapping = Wrapping::gzip);
  ~Inflater();

  /// Up to `count` bytes; fewer only at the end of the last member. Each member's checksum and length are verified when
  /// its end is reached. Throws Error(bad_input): another wrapping, damaged, ends early, wrong checksum.
  std::size_t read(void* to, std::size_t count);
  bool ended() const;
  /// After the end: bytes other than padding zeros follow the stream in its file.
  bool followed() const;

 private:
  struct State;
  bool next_member();
  void refill();
  [[noreturn]] void refuse(const std::string& what, const std::string& where = "") const;

  std::string file_;
  ByteSource source_;
  std::unique_ptr<State> state_;
};

}  // namespace auglens

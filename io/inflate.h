#pragma once
// Unpacks gzip as a stream: one input buffer, one state, any number of members. It refuses to know what the bytes mean.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace auglens {

/// Gives up to `count` bytes of the compressed stream; fewer only at its end.
using ByteSource = std::function<std::size_t(void* to, std::size_t count)>;

class Inflater {
 public:
  /// `file` is for messages.
  Inflater(std::string file, ByteSource source);
  ~Inflater();

  /// Up to `count` bytes; fewer only at the end of the last member. Each member's checksum and length are verified when
  /// its end is reached. Throws Error(bad_input): no gzip, damaged, ends early, wrong checksum.
  std::size_t read(void* to, std::size_t count);
  bool ended() const;

 private:
  struct State;
  bool next_member();
  void refill();

  std::string file_;
  ByteSource source_;
  std::unique_ptr<State> state_;
};

}  // namespace auglens

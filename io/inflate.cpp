#include "io/inflate.h"

#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "ops/error.h"

namespace auglens {

namespace {
constexpr std::size_t input_bytes = std::size_t{256} << 10;
}

struct Inflater::State {
  inflate_state inflate{};
  std::vector<std::uint8_t> input = std::vector<std::uint8_t>(input_bytes);
  bool source_empty = false, ended = false;
  Wrapping wrapping = Wrapping::gzip;
};

Inflater::Inflater(std::string file, ByteSource source, Wrapping wrapping)
    : file_(std::move(file)), source_(std::move(source)), state_(std::make_unique<State>()) {
  isal_inflate_init(&state_->inflate);
  state_->wrapping = wrapping;
  state_->inflate.crc_flag = wrapping == Wrapping::gzip ? ISAL_GZIP : ISAL_ZLIB;
  state_->inflate.next_in = state_->input.data();
}

Inflater::~Inflater() = default;

bool Inflater::ended() const {
  return state_->ended;
}

bool Inflater::followed() const {
  const auto& in = state_->inflate;
  return !state_->source_empty ||
         std::any_of(in.next_in, in.next_in + in.avail_in, [](auto byte) { return byte != 0; });
}

void Inflater::refuse(const std::string& what, const std::string& where) const {
  const std::string name = state_->wrapping == Wrapping::gzip ? "gzip" : "zlib";
  throw Error(ErrorKind::bad_input, {file_, "the " + name + " " + what, where, "copy or download it again"});
}

/// Moves what is left to the front and fills the rest.
void Inflater::refill() {
  auto& in = state_->inflate;
  auto& input = state_->input;
  std::memmove(input.data(), in.next_in, in.avail_in);
  const std::size_t room = input.size() - in.avail_in;
  const std::size_t n = source_(input.data() + in.avail_in, room);
  state_->source_empty = n < room;
  in.next_in = input.data();
  in.avail_in += static_cast<std::uint32_t>(n);
}

/// After a member: true when another one follows. Zeros or anything else behind the last member are ignored, as gzip
/// does.
bool Inflater::next_member() {
  auto& in = state_->inflate;
  if (state_->wrapping == Wrapping::zlib) return false;
  if (in.avail_in < 2 && !state_->source_empty) refill();
  if (in.avail_in < 2 || in.next_in[0] != 0x1f || in.next_in[1] != 0x8b) return false;
  std::uint8_t* next = in.next_in;
  const std::uint32_t left = in.avail_in;
  isal_inflate_reset(&in);
  in.crc_flag = ISAL_GZIP;
  in.next_in = next;
  in.avail_in = left;
  return true;
}

std::size_t Inflater::read(void* to, std::size_t count) {
  auto& in = state_->inflate;
  std::size_t done = 0;
  while (done < count && !state_->ended) {
    if (in.avail_in == 0 && !state_->source_empty) refill();
    const std::size_t want = std::min<std::size_t>(count - done, std::numeric_limits<std::int32_t>::max());
    in.next_out = static_cast<std::uint8_t*>(to) + done;
    in.avail_out = static_cast<std::uint32_t>(want);
    const std::uint32_t before = in.avail_in;
    const int result = isal_inflate(&in);
    const std::size_t produced = want - in.avail_out;
    done += produced;
    if (result == ISAL_INCORRECT_CHECKSUM) refuse("checksum is wrong, so its content is damaged");
    if (result < 0) refuse("stream is damaged");
    if (in.block_state == ISAL_BLOCK_FINISH) {
      state_->ended = !next_member();
    } else if (produced == 0 && in.avail_in == 0 && state_->source_empty) {
      refuse("stream ends early");
    } else if (produced == 0 && in.avail_in == before && in.avail_in > 0) {
      if (state_->source_empty || in.avail_in == state_->input.size()) refuse("stream is damaged", "no progress");
      refill();
    }
  }
  return done;
}

}  // namespace auglens

#include "io/gzip_writer.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <cstring>
#include <latch>
#include <random>
#include <thread>

using namespace auglens;

namespace {

using Bytes = std::vector<std::byte>;

Bytes noise(std::size_t count, unsigned letters) {
  std::mt19937 draw(static_cast<unsigned>(count) + letters);
  Bytes bytes(count);
  for (auto& b : bytes) b = static_cast<std::byte>(draw() % letters);
  return bytes;
}

/// What zlib finds in pieces that are put one after the other.
Bytes unpacked(const std::vector<Bytes>& pieces, const Bytes& raw) {
  const auto header = gzip_header();
  Bytes file(header.begin(), header.end()), found(raw.size() + 1);
  for (const Bytes& piece : pieces) file.insert(file.end(), piece.begin(), piece.end());
  const Bytes trailer = gzip_trailer(auglens::crc32(0, raw), raw.size());
  file.insert(file.end(), trailer.begin(), trailer.end());
  z_stream z{};
  REQUIRE(inflateInit2(&z, 31) == Z_OK);
  z.next_in = reinterpret_cast<Bytef*>(file.data());
  z.avail_in = static_cast<uInt>(file.size());
  z.next_out = reinterpret_cast<Bytef*>(found.data());
  z.avail_out = static_cast<uInt>(found.size());
  CHECK(inflate(&z, Z_FINISH) == Z_STREAM_END);
  CHECK(z.avail_in == 0);
  found.resize(z.total_out);
  inflateEnd(&z);
  return found;
}

/// Short texts that come back to how they begin: one match more or less is a byte or a bit more or less.
std::vector<Bytes> repetitive() {
  std::vector<Bytes> texts;
  for (std::size_t length = 24; length < 400; length += 13) {
    Bytes text = noise(length, 256);
    for (std::size_t k = 10; k + 6 < length; k += 12) std::memcpy(&text[k], &text[k / 10 % 3], 6);
    texts.push_back(text);
  }
  return texts;
}

}  // namespace

TEST_CASE("gzip pieces: zlib unpacks every length and what does not pack") {
  for (const unsigned letters : {1U, 3U, 256U})
    for (std::size_t length : {0, 1, 2, 3, 4, 5, 8, 16, 17, 18, 300, 352, 4095, 65535, 65537, 300000, 3 << 20}) {
      const Bytes raw = noise(length, letters);
      Bytes whole{std::byte{9}}, head, tail;
      deflate_piece(raw, whole);
      CHECK(whole.size() <= length + length / 1000 + 32);
      CHECK(unpacked({whole}, raw) == raw);
      deflate_piece(std::span(raw).first(length / 3), head);
      deflate_piece(std::span(raw).subspan(length / 3), tail);
      CHECK(unpacked({head, tail}, raw) == raw);
    }
}

TEST_CASE("gzip pieces: the bytes follow from the bytes, not from where they and the compressor lie") {
  const std::vector<Bytes> texts = repetitive();
  constexpr std::size_t count = 64;
  std::vector<std::vector<Bytes>> packed(count, std::vector<Bytes>(texts.size()));
  std::latch all_there(count);  // threads that live at once have stacks at different addresses
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < count; ++t)
    threads.emplace_back([&, t] {
      all_there.arrive_and_wait();
      for (std::size_t k = 0; k < texts.size(); ++k) {
        Bytes moved(t);  // an odd address for every second
        moved.insert(moved.end(), texts[k].begin(), texts[k].end());
        deflate_piece(std::span(moved).subspan(t), packed[t][k]);
      }
    });
  for (auto& thread : threads) thread.join();
  for (std::size_t t = 1; t < count; ++t) CHECK(packed[t] == packed[0]);
}

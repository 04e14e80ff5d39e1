#include "io/png.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <array>

#include "ops/error.h"
#include "tests/io/nifti_bytes.h"

using namespace auglens;
using nifti_test::Bytes;
using nifti_test::Folder;

namespace {

Bytes file_bytes(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

std::uint32_t number(const Bytes& b, std::size_t at) {
  return std::uint32_t{b.at(at)} << 24 | std::uint32_t{b.at(at + 1)} << 16 | std::uint32_t{b.at(at + 2)} << 8 |
         b.at(at + 3);
}

void put_chunk(Bytes& png, const std::string& kind, const Bytes& body) {
  const auto put = [&](std::uint32_t v) {
    for (int s = 24; s >= 0; s -= 8) png.push_back(static_cast<unsigned char>(v >> s & 255));
  };
  put(static_cast<std::uint32_t>(body.size()));
  Bytes typed(kind.begin(), kind.end());
  typed.insert(typed.end(), body.begin(), body.end());
  png.insert(png.end(), typed.begin(), typed.end());
  put(static_cast<std::uint32_t>(::crc32(0, typed.data(), static_cast<uInt>(typed.size()))));
}

/// A PNG made by hand: `rows` holds a filter byte and the pixels of each row.
Bytes made_by_hand(unsigned char width, unsigned char height, unsigned char depth, unsigned char colour,
                   const Bytes& rows) {
  Bytes png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  put_chunk(png, "IHDR", {0, 0, 0, width, 0, 0, 0, height, depth, colour, 0, 0, 0});
  uLongf size = compressBound(static_cast<uLong>(rows.size()));
  Bytes packed(size);
  compress(packed.data(), &size, rows.data(), static_cast<uLong>(rows.size()));
  packed.resize(size);
  put_chunk(png, "IDAT", packed);
  put_chunk(png, "IEND", {});
  return png;
}

Picture noisy(int width, int height) {
  Picture p{width, height, {}};
  std::uint32_t state = 1;
  for (int k = 0; k < 3 * width * height; ++k) {
    state = state * 1664525U + 1013904223U;
    p.rgb.push_back(static_cast<std::uint8_t>(state >> 24));
  }
  return p;
}

}  // namespace

TEST_CASE("png: what is written is 8-bit RGB, whole, and the same twice") {
  const Folder folder;
  const Picture picture = noisy(37, 23);
  const PictureText text = {{"preset", "0123456789abcdef"}, {"seed", "1234"}, {"sample", "3"}};
  write_png(picture, folder / "a.png", text);
  write_png(picture, folder / "b.png", text);
  const Bytes png = file_bytes(folder / "a.png");
  CHECK(png == file_bytes(folder / "b.png"));
  CHECK(number(png, 16) == 37);  // IHDR, as the PNG specification lays it out
  CHECK(number(png, 20) == 23);
  CHECK(png.at(24) == 8);
  CHECK(png.at(25) == 2);
  std::size_t at = 8;
  std::string last;
  while (at < png.size()) {  // every chunk's checksum, by zlib
    const std::size_t length = number(png, at);
    CHECK(number(png, at + 8 + length) == ::crc32(0, png.data() + at + 4, static_cast<uInt>(length + 4)));
    last.assign(png.begin() + static_cast<long>(at) + 4, png.begin() + static_cast<long>(at) + 8);
    at += 12 + length;
  }
  CHECK(at == png.size());
  CHECK(last == "IEND");
  CHECK(read_png(folder / "a.png") == picture);
  CHECK(read_png_text(folder / "a.png") == text);
  write_png(picture, folder / "plain.png");
  CHECK(read_png_text(folder / "plain.png").empty());
}

TEST_CASE("png: pictures of others open as RGB") {
  const Folder folder;
  const std::string grey = folder.write("grey.png", made_by_hand(2, 1, 8, 0, {0, 7, 250}));
  CHECK(read_png(grey).rgb == std::vector<std::uint8_t>{7, 7, 7, 250, 250, 250});
  const std::string rgb = folder.write("rgb.png", made_by_hand(1, 2, 8, 2, {0, 1, 2, 3, 0, 4, 5, 6}));
  CHECK(read_png(rgb).rgb == std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6});
  const std::string alpha = folder.write("rgba.png", made_by_hand(2, 1, 8, 6, {0, 200, 100, 50, 255, 1, 2, 3, 255}));
  CHECK(read_png(alpha).rgb == std::vector<std::uint8_t>{200, 100, 50, 1, 2, 3});
  const std::string glass = folder.write("glass.png", made_by_hand(1, 1, 8, 6, {0, 200, 100, 50, 254}));
  CHECK_THROWS_AS(read_png(glass), Error);
  const std::string deep = folder.write("deep.png", made_by_hand(1, 1, 16, 0, {0, 1, 2}));
  CHECK_THROWS_AS(read_png(deep), Error);
}

TEST_CASE("png: a file that is broken, absent or no picture is one clear error") {
  const Folder folder;
  const Bytes good = made_by_hand(2, 1, 8, 2, {0, 1, 2, 3, 4, 5, 6});
  for (std::size_t size = 0; size < good.size() - 12; size += 7)  // the end chunk alone may be absent
    CHECK_THROWS_AS(read_png(folder.write("cut.png", Bytes(good.begin(), good.begin() + static_cast<long>(size)))),
                    Error);
  Bytes huge = good;
  huge.at(16) = huge.at(20) = 0x40;
  CHECK_THROWS_AS(read_png(folder.write("huge.png", huge)), Error);
  CHECK_THROWS_AS(read_png(folder / "absent.png"), Error);
  CHECK_THROWS_AS(read_png(folder.path().string()), Error);
  CHECK_THROWS_AS(read_png_text(folder.write("text.png", Bytes(100, 'x'))), Error);
  Bytes lying = good;
  lying.at(33) = 0x7f;  // the length of the first chunk after the header
  CHECK_THROWS_AS(read_png_text(folder.write("lying.png", lying)), Error);
  CHECK_THROWS_AS(write_png(Picture{}, folder / "empty.png"), Error);
  CHECK_THROWS_AS(write_png(noisy(2, 2), folder / "no/such/folder.png"), Error);
  CHECK_FALSE(std::filesystem::exists(folder / "empty.png"));
}

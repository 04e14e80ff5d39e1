#include "io/png.h"

#include <png.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>

#include "io/gzip_writer.h"
#include "io/temporary_file.h"

namespace auglens {

namespace {

// libpng's simplified interface reports errors as text instead of jumping over our destructors. It knows no tEXt, whose
// layout is simple enough to splice in: length, "tEXt", keyword 0 text, CRC-32 of all but the length.
constexpr std::size_t signature_size = 8, header_end = signature_size + 25;  // IHDR is first and 13 + 12 bytes long
constexpr std::array<unsigned char, 8> signature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr std::int64_t most_pixels = std::int64_t{1} << 28;

std::span<const std::byte> bytes_of(const std::string& s, std::size_t first = 0) {
  return {reinterpret_cast<const std::byte*>(s.data()) + first, s.size() - first};
}

void put_number(std::string& out, std::uint32_t v) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(v >> shift & 255);
}

std::uint32_t number_at(const std::string& s, std::size_t at) {
  std::uint32_t v = 0;
  for (std::size_t k = 0; k < 4; ++k) v = v << 8 | static_cast<unsigned char>(s[at + k]);
  return v;
}

std::string text_chunk(const std::string& key, const std::string& text) {
  std::string body = "tEXt" + key.substr(0, 79) + '\0' + text;
  for (std::size_t k = 4; k < body.size(); ++k) {
    const auto c = static_cast<unsigned char>(body[k]);
    if ((c < 32 && c != '\n' && c != '\0') || c > 126) body[k] = '?';
  }
  std::string chunk;
  put_number(chunk, static_cast<std::uint32_t>(body.size() - 4));
  chunk += body;
  put_number(chunk, crc32(0, bytes_of(body)));
  return chunk;
}

/// Frees what libpng keeps for an image, whatever happens.
struct PngImage : png_image {
  PngImage() : png_image{} { version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(this); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
};

[[noreturn]] void broken(const std::string& file, const std::string& why) {
  throw Error(ErrorKind::bad_input, {file, "is not a readable PNG picture", why, "give a complete PNG file"});
}

std::string contents(const std::string& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0)
    throw Error(ErrorKind::bad_input, {file, "cannot be opened", std::strerror(errno), "check the name"});
  if (!S_ISREG(info.st_mode)) broken(file, "not a regular file");
  std::ifstream in(file, std::ios::binary);
  std::string s(static_cast<std::size_t>(info.st_size), '\0');
  if (!in.read(s.data(), static_cast<std::streamsize>(s.size())))
    throw Error(ErrorKind::bad_input, {file, "cannot be read", std::strerror(errno), "check permissions and disk"});
  if (s.size() < header_end || std::memcmp(s.data(), signature.data(), signature.size()) != 0)
    broken(file, "no PNG signature");
  return s;
}

}  // namespace

void write_png(const Picture& picture, const std::string& file, const PictureText& text) {
  const auto pixels = std::int64_t{picture.width} * picture.height;
  if (picture.width <= 0 || picture.height <= 0 || picture.rgb.size() != 3 * static_cast<std::size_t>(pixels))
    throw Error(ErrorKind::usage, {file, "the picture is empty", "", "ask for a size of at least 1x1"});
  PngImage image;
  image.width = static_cast<png_uint_32>(picture.width);
  image.height = static_cast<png_uint_32>(picture.height);
  image.format = PNG_FORMAT_RGB;
  std::string png(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = png.size();
  if (png_image_write_to_memory(&image, png.data(), &size, 0, picture.rgb.data(), 0, nullptr) == 0)
    throw Error(ErrorKind::resource,
                {file, "the picture cannot be packed", image.message, "ask for a smaller picture"});
  png.resize(size);
  std::string chunks;
  for (const auto& [key, value] : text) chunks += text_chunk(key, value);
  png.insert(header_end, chunks);
  TemporaryFile out(file);
  out.write(bytes_of(png));
  out.publish();
}

Picture read_png(const std::string& file) {
  const std::string png = contents(file);
  PngImage image;
  if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) broken(file, image.message);
  if (std::int64_t{image.width} * image.height > most_pixels) broken(file, "more than 2^28 pixels");
  if ((image.format & PNG_FORMAT_FLAG_LINEAR) != 0) broken(file, "16 bits per channel; pictures here have 8");
  image.format = PNG_FORMAT_RGBA;
  std::vector<std::uint8_t> rgba(PNG_IMAGE_SIZE(image));
  Picture picture{static_cast<int>(image.width), static_cast<int>(image.height), {}};
  if (png_image_finish_read(&image, nullptr, rgba.data(), 0, nullptr) == 0) broken(file, image.message);
  picture.rgb.reserve(rgba.size() / 4 * 3);
  for (std::size_t i = 0; i < rgba.size(); i += 4) {
    if (rgba[i + 3] != 255) broken(file, "it is transparent in places; pictures here are opaque");
    picture.rgb.insert(picture.rgb.end(), &rgba[i], &rgba[i] + 3);
  }
  return picture;
}

PictureText read_png_text(const std::string& file) {
  const std::string png = contents(file);
  PictureText text;
  for (std::size_t at = signature_size; at + 12 <= png.size();) {
    const std::size_t length = number_at(png, at);
    if (length > png.size() - at - 12) broken(file, "a chunk is longer than the file");
    if (png.compare(at + 4, 4, "tEXt") == 0) {
      const std::string body = png.substr(at + 8, length);
      const std::size_t zero = body.find('\0');
      if (zero != std::string::npos) text.emplace_back(body.substr(0, zero), body.substr(zero + 1));
    }
    at += 12 + length;
  }
  return text;
}

}  // namespace auglens

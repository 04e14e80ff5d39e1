// Stored pixels of one file: native ones read in place, the others through GDCM's codecs.

#include <fcntl.h>
#include <gdcmPixmapReader.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "io/decode_limits.h"
#include "io/decode_messages.h"
#include "io/dicom_file.h"
#include "ops/error.h"

namespace auglens {

namespace {

using Take = std::function<void(int, const std::byte*)>;

[[noreturn]] void refuse(const DicomFile& f, const std::string& what, const std::string& where = "") {
  throw Error(ErrorKind::bad_input, {f.path, what, where, "the file is broken: get it again"});
}

std::uint8_t clamped(double v) {
  return static_cast<std::uint8_t>(std::clamp(v + 0.5, 0.0, 255.0));
}

/// PS3.3 C.7.6.3.1.2: full range, ITU-R BT.601.
void to_rgb(std::uint8_t* p) {
  const double y = p[0], cb = p[1] - 128.0, cr = p[2] - 128.0;
  p[0] = clamped(y + 1.402 * cr);
  p[1] = clamped(y - 0.344136 * cb - 0.714136 * cr);
  p[2] = clamped(y + 1.772 * cb);
}

/// Bits that do not belong to the value (overlays, noise) are taken off; the sign is extended.
template <class T>
void mask(T* values, std::size_t count, int bits_stored, int high_bit, bool is_signed) {
  using U = std::make_unsigned_t<T>;
  constexpr int width = 8 * static_cast<int>(sizeof(T));
  const int low = high_bit + 1 - bits_stored, left = width - bits_stored;
  for (std::size_t i = 0; i < count; ++i) {
    const U moved = static_cast<U>(static_cast<U>(static_cast<U>(values[i]) >> low) << left);
    values[i] =
        is_signed ? static_cast<T>(static_cast<std::make_signed_t<T>>(moved) >> left) : static_cast<T>(moved >> left);
  }
}

void mask_values(const DicomFile& f, std::byte* data, std::size_t count) {
  if (f.bits_stored == f.bits_allocated || f.stored == StoredType::float32 || f.stored == StoredType::float64) return;
  if (f.bits_allocated == 8) mask(reinterpret_cast<std::uint8_t*>(data), count, f.bits_stored, f.high_bit, f.is_signed);
  if (f.bits_allocated == 16)
    mask(reinterpret_cast<std::uint16_t*>(data), count, f.bits_stored, f.high_bit, f.is_signed);
  if (f.bits_allocated == 32)
    mask(reinterpret_cast<std::uint32_t*>(data), count, f.bits_stored, f.high_bit, f.is_signed);
}

std::vector<std::byte> through_palette(const DicomFile& f, const std::byte* data, std::size_t pixels) {
  std::vector<std::byte> out(pixels * 3);
  for (std::size_t i = 0; i < pixels; ++i) {
    int v = static_cast<int>(data[i]);
    if (f.bits_allocated == 16) {
      std::uint16_t wide;
      std::memcpy(&wide, data + 2 * i, 2);
      v = wide;
    }
    for (std::size_t c = 0; c < 3; ++c) {
      const auto& table = f.palette->table[c];
      const int at = std::clamp(v - f.palette->first[c], 0, static_cast<int>(table.size()) - 1);
      out[3 * i + c] = static_cast<std::byte>(table[static_cast<std::size_t>(at)]);
    }
  }
  return out;
}

/// One picture as samples of `bits_allocated`, to what is handed over. `colour` is what the samples are.
void hand_over(const DicomFile& f, Colour colour, bool planar, int frame, std::vector<std::byte>& data,
               const Take& take) {
  const auto pixels = static_cast<std::size_t>(f.rows * f.columns);
  mask_values(f, data.data(), data.size() / (static_cast<std::size_t>(f.bits_allocated + 7) / 8));
  if (colour == Colour::palette) {
    const auto rgb = through_palette(f, data.data(), pixels);
    return take(frame, rgb.data());
  }
  if (f.channels() == 3 && planar) {
    std::vector<std::byte> woven(data.size());
    for (std::size_t i = 0; i < pixels; ++i)
      for (std::size_t c = 0; c < 3; ++c) woven[3 * i + c] = data[c * pixels + i];
    data.swap(woven);
  }
  if (colour == Colour::ybr_full || colour == Colour::ybr_full_422)
    for (std::size_t i = 0; i < pixels; ++i) to_rgb(reinterpret_cast<std::uint8_t*>(data.data()) + 3 * i);
  take(frame, data.data());
}

/// Two pixels share Cb and Cr: Y Y Cb Cr.
std::vector<std::byte> spread_422(const std::vector<std::byte>& data) {
  std::vector<std::byte> out;
  out.reserve(data.size() / 2 * 3);
  for (std::size_t i = 0; i + 3 < data.size(); i += 4)
    for (std::size_t k = 0; k < 2; ++k) out.insert(out.end(), {data[i + k], data[i + 2], data[i + 3]});
  return out;
}

void swap_bytes(std::vector<std::byte>& data, std::size_t size) {
  for (std::size_t i = 0; i + size <= data.size(); i += size)
    std::reverse(data.begin() + static_cast<std::ptrdiff_t>(i), data.begin() + static_cast<std::ptrdiff_t>(i + size));
}

std::vector<std::byte> spread_bits(const std::vector<std::byte>& data, std::size_t first, std::size_t count) {
  std::vector<std::byte> out(count);
  for (std::size_t i = 0; i < count; ++i) out[i] = (data[(first + i) / 8] >> ((first + i) % 8)) & std::byte{1};
  return out;
}

void read_native(const DicomFile& f, const Take& take) {
  const Descriptor fd(open(f.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) refuse(f, "the file cannot be opened", std::strerror(errno));
  const auto pixels = static_cast<std::size_t>(f.rows * f.columns);
  const bool half = f.colour == Colour::ybr_full_422;
  const std::size_t bits = half ? pixels * 16 : pixels * static_cast<std::size_t>(f.samples * f.bits_allocated);
  for (std::size_t k = 0; k < f.frames.size(); ++k) {
    const std::size_t first_bit = k * bits, first = first_bit / 8, last = (first_bit + bits + 7) / 8;
    std::vector<std::byte> data(last - first);
    for (std::size_t at = 0; at < data.size();) {
      const auto position = f.pixels.offset + static_cast<std::int64_t>(first + at);
      const ssize_t got = pread(fd.get(), data.data() + at, data.size() - at, position);
      if (got <= 0) refuse(f, "the pixel data are cut short");
      at += static_cast<std::size_t>(got);
    }
    if (f.bits_allocated == 1) data = spread_bits(data, first_bit % 8, pixels);
    if (f.pixels.big_endian && f.bits_allocated > 8) swap_bytes(data, static_cast<std::size_t>(f.bits_allocated) / 8);
    if (half) data = spread_422(data);
    data.resize(pixels * static_cast<std::size_t>(f.samples) *
                std::max<std::size_t>(static_cast<std::size_t>(f.bits_allocated) / 8, 1));
    hand_over(f, f.colour, f.pixels.planar && !half, static_cast<int>(k), data, take);
  }
}

Colour colour_after(const DicomFile& f, gdcm::PhotometricInterpretation::PIType type) {
  using PI = gdcm::PhotometricInterpretation;
  switch (type) {
    case PI::YBR_FULL:
    case PI::YBR_FULL_422:
      return Colour::ybr_full;
    case PI::RGB:
    case PI::YBR_RCT:
    case PI::YBR_ICT:
      return Colour::rgb;
    default:
      return f.colour;
  }
}

void read_with_gdcm(const DicomFile& f, const Take& take) {
  gdcm::PixmapReader reader;
  reader.SetFileName(f.path.c_str());
  if (!reader.Read()) refuse(f, "the picture cannot be decoded", f.transfer_syntax_name);
  const gdcm::Pixmap& pixmap = reader.GetPixmap();
  const auto pixels = static_cast<std::size_t>(f.rows * f.columns), count = f.frames.size();
  const std::size_t each = pixels * static_cast<std::size_t>(f.samples * f.bits_allocated) / 8;
  if (pixmap.GetBufferLength() != each * count)
    refuse(f, "the decoder finds another size than the header states",
           std::to_string(pixmap.GetBufferLength()) + " bytes, not " + std::to_string(each * count));
  allow_bytes(4 * each * count);
  std::vector<char> decoded(each * count);
  if (!pixmap.GetBuffer(decoded.data())) refuse(f, "the picture cannot be decoded", f.transfer_syntax_name);
  const Colour colour = colour_after(f, pixmap.GetPhotometricInterpretation());
  const bool planar = pixmap.GetPlanarConfiguration() == 1;
  for (std::size_t k = 0; k < count; ++k) {
    std::vector<std::byte> data(each);
    std::memcpy(data.data(), decoded.data() + k * each, each);
    hand_over(f, colour, planar, static_cast<int>(k), data, take);
  }
}

}  // namespace

void read_dicom_pixels(const DicomFile& file, const Take& take) {
  if (file.pixels.kind == DicomPixels::Kind::native) return read_native(file, take);
  read_with_gdcm(file, take);
}

}  // namespace auglens

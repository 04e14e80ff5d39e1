#pragma once
// DICOM objects written byte by byte, explicit little endian, for tests. It refuses to read them.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/test_folder.h"

/// A data set whose elements are kept in order of their tags.
class DicomBytes {
 public:
  DicomBytes& text(std::uint32_t tag, const char* vr, std::string value) {
    if (value.size() % 2 != 0) value += std::string(vr) == "UI" ? '\0' : ' ';
    return put(tag, vr, value);
  }
  DicomBytes& numbers(std::uint32_t tag, const std::vector<double>& values) {
    std::string all;
    for (const double v : values) {
      char digits[32];
      std::snprintf(digits, sizeof digits, "%.10g", v);
      all += (all.empty() ? "" : "\\") + std::string(digits);
    }
    return text(tag, "DS", all);
  }
  DicomBytes& word(std::uint32_t tag, unsigned value) {
    return put(tag, "US", {static_cast<char>(value & 0xff), static_cast<char>(value >> 8)});
  }
  DicomBytes& raw(std::uint32_t tag, const char* vr, const void* data, std::size_t bytes) {
    return put(tag, vr, std::string(static_cast<const char*>(data), bytes));
  }
  DicomBytes& sequence(std::uint32_t tag, const std::vector<DicomBytes>& items) {
    std::string all;
    for (const auto& item : items) {
      const std::string inner = item.bytes();
      all += little(0xe000fffe, 4) + little(static_cast<std::uint32_t>(inner.size()), 4) + inner;
    }
    return put(tag, "SQ", all);
  }
  DicomBytes& drop(std::uint32_t tag) {
    elements_.erase(tag);
    return *this;
  }

  std::string bytes() const {
    std::string out;
    for (const auto& [tag, e] : elements_) {
      const bool wide = e.vr == "OW" || e.vr == "OB" || e.vr == "SQ" || e.vr == "UN" || e.vr == "OF";
      const auto size = static_cast<std::uint32_t>(e.value.size());
      out += little(tag >> 16, 2) + little(tag & 0xffff, 2) + e.vr;
      out += wide ? std::string(2, '\0') + little(size, 4) : little(size, 2);
      out += e.value;
    }
    return out;
  }
  /// The whole file; `cut` bytes are taken off its end.
  void save(const std::string& path, std::size_t cut = 0) const {
    DicomBytes meta;
    meta.text(0x00020010, "UI", "1.2.840.10008.1.2.1");
    std::string all = std::string(128, '\0') + "DICM" + meta.bytes() + bytes();
    all.resize(all.size() - cut);
    std::ofstream(path, std::ios::binary) << all;
  }

 private:
  struct Element {
    std::string vr, value;
  };
  DicomBytes& put(std::uint32_t tag, const char* vr, const std::string& value) {
    elements_[tag] = {vr, value};
    return *this;
  }
  static std::string little(std::uint32_t value, int bytes) {
    std::string out;
    for (int k = 0; k < bytes; ++k) out += static_cast<char>(value >> (8 * k) & 0xff);
    return out;
  }

  std::map<std::uint32_t, Element> elements_;
};

/// A CT slice of 4 x 3 voxels of 16 signed bits, values `first`, first + 1, ...; axial, 0.5 mm between columns, 0.75 mm
/// between rows.
inline DicomBytes ct_slice(const std::vector<double>& position, int instance, std::int16_t first) {
  std::int16_t voxels[12];
  for (int k = 0; k < 12; ++k) voxels[k] = static_cast<std::int16_t>(first + k);
  DicomBytes d;
  d.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2").text(0x00080018, "UI", "1.2.3." + std::to_string(instance));
  d.text(0x00080060, "CS", "CT").text(0x0020000e, "UI", "1.2.3").text(0x00200013, "IS", std::to_string(instance));
  d.numbers(0x00200032, position).numbers(0x00200037, {1, 0, 0, 0, 1, 0}).numbers(0x00280030, {0.75, 0.5});
  d.word(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").word(0x00280010, 3).word(0x00280011, 4);
  d.word(0x00280100, 16).word(0x00280101, 16).word(0x00280102, 15).word(0x00280103, 1);
  d.raw(0x7fe00010, "OW", voxels, sizeof voxels);
  return d;
}

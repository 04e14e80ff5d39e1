#include "io/dicom_header_check.h"

#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string_view>

#include "ops/error.h"

namespace auglens {

namespace {

constexpr std::int64_t preamble = 132;
constexpr std::uint32_t undefined_length = 0xffffffff;
constexpr std::string_view deflated_syntax = "1.2.840.10008.1.2.1.99";
constexpr std::string_view implicit_syntax = "1.2.840.10008.1.2";
constexpr std::string_view big_endian_syntax = "1.2.840.10008.1.2.2";

struct Element {
  unsigned group = 0, number = 0;
  std::string vr;  ///< empty: implicit
  std::uint32_t length = 0;
  std::int64_t value = 0;  ///< where it starts
};

/// What came of reading one element's head.
enum class Head { complete, cut, strange };

class Walker {
 public:
  explicit Walker(const std::string& path) : path_(path), in_(path, std::ios::binary) {
    struct stat status {};
    size_ = stat(path.c_str(), &status) == 0 ? status.st_size : 0;
  }

  void walk() {
    char magic[4] = {};
    in_.seekg(preamble - 4);
    if (!in_.read(magic, 4) || std::string_view(magic, 4) != "DICM") return;
    std::string syntax;
    std::int64_t at = preamble;
    bool meta = true;
    while (at < size_) {
      if (meta && !peek_group_two(at)) {
        meta = false;
        if (syntax == deflated_syntax) return;
        implicit_ = syntax == implicit_syntax;
        big_endian_ = syntax == big_endian_syntax;
      }
      Element e;
      const Head head = read_head(at, e);
      if (head == Head::strange || (e.group >= 0x7fe0 && e.group != 0xfffe)) return;
      if (head == Head::cut) refuse(e);
      const bool nested = e.group == 0xfffe || e.vr == "SQ" || e.length == undefined_length;
      if (e.length == undefined_length && e.vr == "UN") return;  // implicit inside, whatever is outside
      if (nested) {
        at = e.value;  // step inside: items and delimiters are heads of their own
        continue;
      }
      if (e.value + static_cast<std::int64_t>(e.length) > size_) refuse(e);
      if (e.group == 2 && e.number == 0x10) syntax = text(e);
      at = e.value + static_cast<std::int64_t>(e.length);
    }
  }

 private:
  [[noreturn]] void refuse(const Element& e) const {
    char tag[16];
    std::snprintf(tag, sizeof tag, "(%04x,%04x)", e.group & 0xffff, e.number & 0xffff);
    throw Error(ErrorKind::bad_input, {path_, "the file ends inside its header, before a picture",
                                       std::string("element ") + tag + ", " + std::to_string(size_) + " bytes in all",
                                       "get the complete file"});
  }

  bool peek_group_two(std::int64_t at) {
    unsigned char b[2] = {};
    in_.clear();
    in_.seekg(at);
    in_.read(reinterpret_cast<char*>(b), 2);
    return b[0] == 2 && b[1] == 0;
  }

  std::uint32_t number(const unsigned char* b, std::size_t n) const {
    std::uint32_t value = 0;
    for (std::size_t k = 0; k < n; ++k) value = value << 8 | b[big_endian_ ? k : n - 1 - k];
    return value;
  }

  Head read_head(std::int64_t at, Element& e) {
    unsigned char b[12] = {};
    in_.clear();
    in_.seekg(at);
    in_.read(reinterpret_cast<char*>(b), static_cast<std::streamsize>(std::min<std::int64_t>(12, size_ - at)));
    const auto got = size_ - at;
    e.group = number(b, 2);
    e.number = number(b + 2, 2);
    if (got < 8) return Head::cut;
    if (e.group == 0xfffe || (implicit_ && e.group != 2)) {
      e.length = number(b + 4, 4);
      e.value = at + 8;
      return Head::complete;
    }
    if (std::isupper(b[4]) == 0 || std::isupper(b[5]) == 0) return Head::strange;
    e.vr.assign(reinterpret_cast<char*>(b) + 4, 2);
    const bool wide = e.vr == "OB" || e.vr == "OW" || e.vr == "OF" || e.vr == "OD" || e.vr == "OL" || e.vr == "OV" ||
                      e.vr == "SQ" || e.vr == "UT" || e.vr == "UN" || e.vr == "UC" || e.vr == "UR" || e.vr == "SV" ||
                      e.vr == "UV";
    if (wide && got < 12) return Head::cut;
    e.length = wide ? number(b + 8, 4) : number(b + 6, 2);
    e.value = at + (wide ? 12 : 8);
    return Head::complete;
  }

  std::string text(const Element& e) {
    std::string value(std::min<std::uint32_t>(e.length, 64), '\0');
    in_.clear();
    in_.seekg(e.value);
    in_.read(value.data(), static_cast<std::streamsize>(value.size()));
    return value.substr(0, value.find_first_of(std::string_view(" \0", 2)));
  }

  const std::string path_;
  std::ifstream in_;
  std::int64_t size_ = 0;
  bool implicit_ = false, big_endian_ = false;
};

}  // namespace

void check_dicom_header(const std::string& path) {
  Walker(path).walk();
}

}  // namespace auglens

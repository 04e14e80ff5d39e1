#pragma once
// Values of single tags out of a GDCM data set, as plain values. It refuses to know what they mean. Only dicom_*.cpp
// that name GDCM include this.

#include <gdcmDataSet.h>
#include <gdcmSequenceOfItems.h>
#include <gdcmTag.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace auglens {

class DicomSet {
 public:
  explicit DicomSet(const gdcm::DataSet& set, bool big_endian = false) : set_(set), big_endian_(big_endian) {}

  bool has(gdcm::Tag tag) const;
  /// The bytes, blanks and zeros at the end taken off; empty when absent.
  std::string text(gdcm::Tag tag) const;
  std::string_view bytes(gdcm::Tag tag) const;
  /// Numbers between backslashes; nothing when one is no number or there are fewer than `count`.
  std::optional<std::vector<double>> decimals(gdcm::Tag tag, std::size_t count) const;
  std::optional<double> decimal(gdcm::Tag tag) const;
  std::optional<std::int64_t> integer_text(gdcm::Tag tag) const;
  /// Binary, unsigned 16 or 32 bits by the length of the value.
  std::optional<std::int64_t> whole(gdcm::Tag tag) const;
  /// The items of a sequence.
  std::vector<DicomSet> items(gdcm::Tag sequence) const;
  /// The first of them.
  std::optional<DicomSet> item(gdcm::Tag sequence) const;

 private:
  const gdcm::DataSet& set_;
  bool big_endian_;
  std::vector<gdcm::SmartPointer<gdcm::SequenceOfItems>> keep_;  ///< what `set_` lies in
};

}  // namespace auglens

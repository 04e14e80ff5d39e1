#include "io/dicom_dataset.h"

#include <gdcmByteValue.h>

#include <algorithm>
#include <cstring>

#include "io/header_text.h"

namespace auglens {

bool DicomSet::has(gdcm::Tag tag) const {
  return set_.FindDataElement(tag) && !set_.GetDataElement(tag).IsEmpty();
}

std::string_view DicomSet::bytes(gdcm::Tag tag) const {
  if (!has(tag)) return {};
  const gdcm::ByteValue* value = set_.GetDataElement(tag).GetByteValue();
  return value == nullptr ? std::string_view{} : std::string_view(value->GetPointer(), value->GetLength());
}

std::string DicomSet::text(gdcm::Tag tag) const {
  std::string_view raw = bytes(tag);
  raw = raw.substr(0, raw.find('\0'));
  return std::string(trimmed(raw));
}

std::optional<std::vector<double>> DicomSet::decimals(gdcm::Tag tag, std::size_t count) const {
  std::string raw = text(tag);
  std::replace(raw.begin(), raw.end(), '\\', ' ');
  auto numbers = numbers_in(raw);
  if (!numbers || numbers->size() < count) return std::nullopt;
  return numbers;
}

std::optional<double> DicomSet::decimal(gdcm::Tag tag) const {
  const auto numbers = decimals(tag, 1);
  return numbers ? std::optional<double>(numbers->front()) : std::nullopt;
}

std::optional<std::int64_t> DicomSet::integer_text(gdcm::Tag tag) const {
  return integer_in(text(tag));
}

std::optional<std::int64_t> DicomSet::whole(gdcm::Tag tag) const {
  const std::string_view raw = bytes(tag);
  const std::size_t n = raw.size() >= 4 ? 4 : raw.size() >= 2 ? 2 : 0;
  if (n == 0) return std::nullopt;
  std::int64_t value = 0;
  for (std::size_t k = 0; k < n; ++k) value = value << 8 | static_cast<unsigned char>(raw[big_endian_ ? k : n - 1 - k]);
  return value;
}

std::vector<DicomSet> DicomSet::items(gdcm::Tag sequence) const {
  std::vector<DicomSet> out;
  if (!set_.FindDataElement(sequence)) return out;
  const auto list = set_.GetDataElement(sequence).GetValueAsSQ();
  for (std::size_t k = 1; list && k <= list->GetNumberOfItems(); ++k) {
    out.emplace_back(list->GetItem(k).GetNestedDataSet(), big_endian_);
    out.back().keep_ = keep_;
    out.back().keep_.push_back(list);
  }
  return out;
}

std::optional<DicomSet> DicomSet::item(gdcm::Tag sequence) const {
  const auto all = items(sequence);
  return all.empty() ? std::nullopt : std::optional<DicomSet>(all.front());
}

}  // namespace auglens

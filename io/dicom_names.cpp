#include "io/dicom_names.h"

namespace auglens {

namespace {

struct Name {
  std::string_view uid, name;
};

constexpr Name refused_objects[] = {{"1.2.840.10008.1.3.10", "a DICOMDIR (an index without pictures)"},
                                    {"1.2.840.10008.5.1.4.1.1.66.4", "a DICOM SEG (segmentation)"},
                                    {"1.2.840.10008.5.1.4.1.1.66.7", "a DICOM SEG (label map segmentation)"},
                                    {"1.2.840.10008.5.1.4.1.1.66.5", "a DICOM surface segmentation"},
                                    {"1.2.840.10008.5.1.4.1.1.77.1.6", "a DICOM whole-slide image"},
                                    {"1.2.840.10008.5.1.4.1.1.481.3", "a DICOM RTSTRUCT (contours)"},
                                    {"1.2.840.10008.5.1.4.1.1.77.1.1.1", "a DICOM video"},
                                    {"1.2.840.10008.5.1.4.1.1.77.1.2.1", "a DICOM video"},
                                    {"1.2.840.10008.5.1.4.1.1.77.1.4.1", "a DICOM video"}};

constexpr Name pictureless[] = {{"1.2.840.10008.5.1.4.1.1.481.5", "a DICOM RTPLAN"},
                                {"1.2.840.10008.5.1.4.1.1.481.8", "a DICOM ion RTPLAN"},
                                {"1.2.840.10008.5.1.4.1.1.481.4", "a DICOM treatment record"},
                                {"1.2.840.10008.5.1.4.1.1.66", "DICOM raw data"},
                                {"1.2.840.10008.5.1.4.1.1.66.1", "a DICOM spatial registration"},
                                {"1.2.840.10008.5.1.4.1.1.66.3", "a DICOM deformable registration"},
                                {"1.2.840.10008.5.1.4.1.1.66.2", "DICOM fiducials"},
                                {"1.2.840.10008.5.1.4.1.1.4.2", "DICOM MR spectroscopy"},
                                {"1.2.840.10008.5.1.4.1.1.104.1", "a PDF in DICOM"},
                                {"1.2.840.10008.5.1.4.1.1.104.2", "a document in DICOM"}};

constexpr std::string_view presentation_states = "1.2.840.10008.5.1.4.1.1.11.";
constexpr std::string_view structured_reports = "1.2.840.10008.5.1.4.1.1.88.";
constexpr std::string_view waveforms = "1.2.840.10008.5.1.4.1.1.9.";

struct Syntax {
  std::string_view uid;
  TransferSyntaxName name;
};
using enum TransferSyntax;
constexpr Syntax syntaxes[] = {{"1.2.840.10008.1.2", {native_little, "Implicit VR Little Endian"}},
                               {"1.2.840.10008.1.2.1", {native_little, "Explicit VR Little Endian"}},
                               {"1.2.840.10008.1.2.1.99", {deflated, "Deflated Explicit VR Little Endian"}},
                               {"1.2.840.10008.1.2.2", {native_big, "Explicit VR Big Endian"}},
                               {"1.2.840.10008.1.2.5", {encapsulated, "RLE Lossless"}},
                               {"1.2.840.10008.1.2.4.50", {encapsulated, "JPEG Baseline"}},
                               {"1.2.840.10008.1.2.4.51", {encapsulated, "JPEG Extended"}},
                               {"1.2.840.10008.1.2.4.53", {refused, "JPEG Spectral Selection (retired)"}},
                               {"1.2.840.10008.1.2.4.55", {refused, "JPEG Full Progression (retired)"}},
                               {"1.2.840.10008.1.2.4.57", {encapsulated, "JPEG Lossless"}},
                               {"1.2.840.10008.1.2.4.70", {encapsulated, "JPEG Lossless SV1"}},
                               {"1.2.840.10008.1.2.4.80", {encapsulated, "JPEG-LS Lossless"}},
                               {"1.2.840.10008.1.2.4.81", {encapsulated, "JPEG-LS Near-Lossless"}},
                               {"1.2.840.10008.1.2.4.90", {encapsulated, "JPEG 2000 Lossless"}},
                               {"1.2.840.10008.1.2.4.91", {encapsulated, "JPEG 2000"}},
                               {"1.2.840.10008.1.2.4.100", {refused, "MPEG-2 video"}},
                               {"1.2.840.10008.1.2.4.101", {refused, "MPEG-2 video"}},
                               {"1.2.840.10008.1.2.4.102", {refused, "H.264 video"}},
                               {"1.2.840.10008.1.2.4.103", {refused, "H.264 video"}},
                               {"1.2.840.10008.1.2.4.107", {refused, "HEVC video"}},
                               {"1.2.840.10008.1.2.4.201", {refused, "High-Throughput JPEG 2000 Lossless"}},
                               {"1.2.840.10008.1.2.4.202", {refused, "High-Throughput JPEG 2000 Lossless RPCL"}},
                               {"1.2.840.10008.1.2.4.203", {refused, "High-Throughput JPEG 2000"}}};

}  // namespace

std::string_view refused_object(std::string_view sop_class) {
  for (const auto& row : refused_objects)
    if (row.uid == sop_class) return row.name;
  return {};
}

std::string_view pictureless_object(std::string_view sop_class) {
  for (const auto& row : pictureless)
    if (row.uid == sop_class) return row.name;
  if (sop_class.starts_with(presentation_states)) return "a DICOM presentation state";
  if (sop_class.starts_with(structured_reports)) return "a DICOM structured report";
  if (sop_class.starts_with(waveforms)) return "a DICOM waveform";
  return {};
}

TransferSyntaxName transfer_syntax_named(std::string_view uid) {
  for (const auto& row : syntaxes)
    if (row.uid == uid) return row.name;
  return {TransferSyntax::refused, uid};
}

}  // namespace auglens

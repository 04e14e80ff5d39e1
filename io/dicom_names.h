#pragma once
// Names of DICOM's UIDs that a refusal has to spell. It refuses to know files.

#include <string>
#include <string_view>

namespace auglens {

/// Why an object of this SOP class holds no volume ("a DICOM SEG (segmentation)"); empty for all others.
std::string_view refused_object(std::string_view sop_class);

/// What this SOP class holds, for objects without pixel data; empty when it is not known.
std::string_view pictureless_object(std::string_view sop_class);

enum class TransferSyntax { native_little, native_big, deflated, encapsulated, refused };
struct TransferSyntaxName {
  TransferSyntax kind = TransferSyntax::refused;
  std::string_view name;
};
TransferSyntaxName transfer_syntax_named(std::string_view uid);

}  // namespace auglens

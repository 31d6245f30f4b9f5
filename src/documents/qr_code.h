// A QR code (ISO/IEC 18004, libqrencode) as the path of an SVG: one square of side 1 a dark module,
// the quiet zone of four modules around it included, so that a page draws it at any size.
#pragma once

#include <string>
#include <string_view>

namespace chuangyou {

struct QrCode {
  int modules = 0;   // of a side, with the quiet zone
  std::string path;  // d of a <path>
};
// Correction level M. Throws where the text is too long for any code (2,331 bytes).
QrCode qr_code(std::string_view text);

}  // namespace chuangyou

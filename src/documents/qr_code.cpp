#include "documents/qr_code.h"

#include <qrencode.h>

#include <memory>
#include <stdexcept>

namespace chuangyou {

QrCode qr_code(std::string_view text) {
  constexpr int quiet = 4;
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> drawn(
      QRcode_encodeData(static_cast<int>(text.size()),
                        reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M),
      &QRcode_free);
  if (drawn == nullptr) throw std::length_error("the text is too long for a QR code");
  QrCode code{drawn->width + 2 * quiet, {}};
  for (int row = 0; row < drawn->width; ++row)
    for (int column = 0; column < drawn->width; ++column) {
      if ((drawn->data[row * drawn->width + column] & 1) == 0) continue;
      int run = 1;
      while (column + run < drawn->width &&
             (drawn->data[row * drawn->width + column + run] & 1) != 0)
        ++run;
      code.path += "M" + std::to_string(column + quiet) + " " + std::to_string(row + quiet) + "h" +
                   std::to_string(run) + "v1h-" + std::to_string(run) + "z";
      column += run - 1;
    }
  return code;
}

}  // namespace chuangyou

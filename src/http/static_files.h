// The desk: files embedded in the binary. Nothing is read from a disk here.
#pragma once

#include <optional>
#include <string>

#include "net/message.h"

namespace chuangyou {

// Of what can only be read: the refusal of any other method.
std::optional<Reply> refuse_write(const Request& request);

Reply static_file(const Request& request);
Reply portal_style_sheet(const Request& request);  // of the pages that the server writes

// What the program says the same to everybody as long as it runs, made once; packed for whoever
// takes that.
struct LastingText {
  explicit LastingText(std::string said);
  Reply reply(const Request& request) const;

  std::string text, gzip;
};

}  // namespace chuangyou

// Cursors as they leave the house. Within, a cursor names the record after which the next page
// begins, with its moment and its number among all, and that may be one that the reader is not to
// know of. Outside it is encrypted and signed, bound to the list that was asked for and to whoever
// asked, and as long as every other.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/random_source.h"
#include "core/result.h"
#include "storage/keys.h"

namespace chuangyou {

class Cursors {
 public:
  explicit Cursors(const Secret& secret) : secret_(secret) {}

  // `bound` is all that the cursor holds good for; an empty cursor stays empty.
  std::string closed(std::string_view cursor, std::string_view bound, RandomSource& random) const;
  // cursor_is_malformed for whatever was not closed here, or for another list or reader.
  Result<std::string> opened(std::string_view text, std::string_view bound) const;

 private:
  Secret secret_;
};

}  // namespace chuangyou

// XML as it comes, element by element and in constant memory. It knows no document types: what
// declares one is refused, for its entities may unfold without end, and so is what nests deeper, or
// comes in a longer piece, than any workbook.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "documents/workbook_parts.h"

namespace chuangyou {

// Names without their prefix: `r:id` is `id`, whatever prefix a program has chosen.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  std::string_view operator[](std::string_view name) const;  // empty without one
  bool says_yes(std::string_view name) const;                // `1` or `true`

 private:
  const char** pairs_;
};

class XmlStream {
 public:
  struct Hears {
    std::function<void(std::string_view element, const XmlAttributes&)> begin;
    std::function<void(std::string_view element)> end;
    std::function<void(std::string_view text)> text;  // in pieces
  };
  XmlStream(WorkbookParts::Part part, Hears hears);
  ~XmlStream();

  // From where it stood: true when paused, false at the end. workbook_is_malformed: no XML, or one
  // with a document type; workbook_is_too_large.
  Result<bool> go_on();
  void pause();  // by whoever hears
  // Of the part, and how long that says it is.
  std::uint64_t bytes_read() const;
  std::uint64_t bytes_said() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chuangyou

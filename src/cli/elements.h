// docs/reference/elements.md: what the work plan names, element by element (docs/elements.tsv),
// with the files that realise each and the tests that show it. They say so themselves, in a line
// that begins as a comment does:
//   Realises: S27 S32 — the clause answered   in src/, web/src/ and campaigns/
//   Shows: S27 S58–S62                        in tests/ and in a test beside its code
// A ledger says it in the first lines of its header, and the table of its acts shows it; what a
// campaign's file names as `source` it realises itself.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace chuangyou {

struct Element {
  std::string number, phrase, meaning;
  std::string later;  // the part that brings the rest of it; `open`: of this part, not there yet
  std::set<std::string> realised, shown;  // paths from the root of the sources

  bool is_missing() const { return later.empty() && (realised.empty() || shown.empty()); }
};

inline constexpr std::string_view list_of_elements = "docs/elements.tsv";  // from the root

// The numbers named in a text, `S58–S61` as four of them.
std::vector<std::string> element_numbers(std::string_view text);

// file_cannot_be_read: there is no list; choice_is_unknown: a file names a number that is none of
// it.
Result<std::vector<Element>> collect_elements(const std::filesystem::path& sources);
std::string elements_page(const std::vector<Element>& elements);

}  // namespace chuangyou

// The titles of all columns of a ledger. No two of them are alike, whichever of them a list shows:
// of two that are called alike the later one has its name on the wire behind it, and is read back
// by exactly that.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/words.h"
#include "record/ledger.h"

namespace chuangyou {

class ColumnTitles {
 public:
  explicit ColumnTitles(const Ledger&);

  // Of `state`, `due` or `clause_rows.text`, and of `id`.
  const std::string& of(Language, std::string_view column) const;
  // Of the ids of what stands in it: of units, people and records.
  std::string of_ids(Language, std::string_view column) const;
  // Of a time as UTC has it, beside that of the body's clocks.
  std::string in_utc(Language, std::string_view column) const;

  // Whether a table is headed so, in either language, for one of them.
  bool is_of(std::string_view column, std::string_view title) const;
  bool is_of_ids(std::string_view column, std::string_view title) const;
  bool is_in_utc(std::string_view column, std::string_view title) const;

  const std::map<std::string, std::string, std::less<>>& all(Language) const;

 private:
  void name_all(Language, const Ledger&);

  std::map<std::string, std::string, std::less<>> zh_, en_;  // by their columns
};

// As the words have it, without regard to the others: what a table of somebody else may say.
std::string plain_title_of_column(Language, const Ledger&, std::string_view column);

}  // namespace chuangyou

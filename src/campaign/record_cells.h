// A record as a row of a spreadsheet that programs read, by the names on the wire.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "campaign/body.h"
#include "storage/ledger_table.h"

namespace chuangyou {

// What stands in every row and may be a column of a list: unit, state, stage, due_at and the like.
// Fields come by their own names.
std::span<const std::string_view> common_columns();
bool is_common_column(std::string_view name);
// Of them those in front of all fields, where nobody has chosen.
std::span<const std::string_view> common_columns_exported();
bool is_told(const FieldSpec&);        // what is sealed goes into no file
std::string plain_text(const Value&);  // as it is on the wire

class Cells {
 public:
  // Everything, as an import would have it.
  explicit Cells(const Ledger& ledger);

  std::vector<std::string> header() const;
  // `source`: the key in another system, where the column is among them.
  std::vector<std::string> of(const Body&, const Record&, const Standing&,
                              const std::string& source) const;

 private:
  struct Column {
    std::string_view name;
    const FieldSpec* field = nullptr;  // of its ledger; nullptr: a common one
    std::size_t place = 0;             // among the fields
  };
  void add(const Ledger& ledger, std::string_view name);

  std::vector<Column> columns_;
};

}  // namespace chuangyou

// A record as a row of a spreadsheet that programs read, by the names on the wire.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "campaign/body.h"
#include "storage/ledger_table.h"
#include "storage/origin_of_row.h"

namespace chuangyou {

// What stands in every row and may be a column of a list: unit, state, stage, due_at and the like.
// Fields come by their own names.
std::span<const std::string_view> common_columns();
bool is_common_column(std::string_view name);
// Of them those in front of all fields, where nobody has chosen.
std::span<const std::string_view> common_columns_exported();
// What is sealed goes into no file.
constexpr bool is_told(const FieldSpec& field) { return field.visibility != Visibility::sealed; }
// What an act takes may come in again by a file; the rest the program fills itself.
bool comes_in(const Ledger&, const FieldSpec&);
// As it is on the wire; what leads to a row, as an import takes it.
std::string plain_text(const Value&);
std::string joined(const std::vector<std::string>& texts);

// Adds for each column of rows, of those that are told, what stands there in one row after the
// other.
using CellText = std::function<std::string(const FieldSpec& column, const Value&)>;
void add_cells_of_rows(std::vector<std::string>& cells, const FieldSpec&, const Value&,
                       const CellText&);

// By what a row of a record is known: the first text in it that is seen, which of a clause is its
// number, and where it has none its words. nullopt: nothing of it is seen.
using IsSeen = std::function<bool(const FieldSpec&)>;
std::optional<std::string> words_of_row(const Record&, std::int64_t row, const IsSeen&);

class Cells {
 public:
  // Everything, as an import would have it: beside a time in UTC that of the body's clocks, as
  // `due_at_local`, and beside ids of units and people their names, as `accountable_name`.
  explicit Cells(const Ledger& ledger);

  std::vector<std::string> header() const;
  std::vector<Kind> kinds() const;  // of each
  std::vector<std::string> of(const Body&, const Record&, const Standing&,
                              const OriginOfRow& origin) const;

 private:
  struct Column {
    std::string_view name;
    const FieldSpec* field = nullptr;  // of its ledger; nullptr: a common one
    std::size_t place = 0;             // among the fields
  };
  void add(const Ledger& ledger, std::string_view name);
  std::vector<std::pair<std::string, Kind>> headed() const;
  static void add_field(std::vector<std::string>& cells, const Body&, const FieldSpec&,
                        const Value&);

  std::vector<Column> columns_;
};

}  // namespace chuangyou

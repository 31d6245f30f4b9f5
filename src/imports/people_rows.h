// The rows of a list of people, read: each cell by the column that the mapping gives it to.
#pragma once

#include <istream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "documents/table_reader.h"
#include "imports/import_cell.h"
#include "imports/people_list.h"

namespace chuangyou {

// What a row says, column by column.
struct PersonSaid {
  std::int64_t row = 0;
  std::string person, name, account, serves;
  std::optional<MemberKind> member_kind;
  std::optional<UnitId> unit;
  std::optional<Role> role;
  std::optional<Date> from, until;
  bool accountable = false;
};

class PeopleRows {
 public:
  PeopleRows(const ImportMapping& mapping, const PeopleAsked& asked, PeoplePlan& plan,
             ImportFindings& findings)
      : mapping_(mapping), asked_(asked), plan_(plan), findings_(findings) {}

  bool read(std::istream& file);  // false: nothing can be said of its rows
  std::vector<PersonSaid> said();
  std::string column_of(std::string_view field) const;  // as the file calls it

 private:
  using Cells = std::vector<std::string>;
  struct Bound {
    ImportMapping::Column column;
    std::size_t cell;
  };
  bool refuse_file(const Refused& refused);
  void bind();
  bool read_rows(TableReader& table);
  std::vector<std::size_t> unread() const;  // columns that say nothing of people
  void take_as_written(const TableReader& table, Cells& cells);
  std::string_view text_at(const Cells& cells, const Bound& bound) const;
  void guess_forms();
  void guess_form(Bound& bound);
  CellReading cell_reading();
  PersonSaid said_in(std::int64_t row, const Cells& cells);

  const ImportMapping& mapping_;
  const PeopleAsked& asked_;
  PeoplePlan& plan_;
  ImportFindings& findings_;
  LookAlikes look_alikes_;
  Cells header_;
  std::vector<Bound> bound_;
  std::vector<std::pair<std::int64_t, Cells>> rows_;
  bool is_workbook_ = false;
};

}  // namespace chuangyou

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
  std::vector<Role> roles;    // one cell may tell several: `处长、支部书记`
  bool says_no_post = false;  // what stands there is no post, or no unit, of the campaign
  std::optional<Date> from, until;
  bool accountable = false;
  bool is_faulty = false;  // some cell of it could not be read, for one:
  bool has_unknown_unit = false, has_unknown_post = false;
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
    bool is_asked_about = false;  // how its days are written: till then they are not read
  };
  bool refuse_file(const Refused& refused);
  std::size_t known_in(const Cells& titles) const;
  void tell_sheets(std::istream& file, const TableReader& table, const TableLayout& layout);
  void bind();
  bool read_rows(TableReader& table);
  std::vector<std::size_t> unread() const;  // columns that say nothing of people
  void take_as_written(const TableReader& table, Cells& cells);
  void fill_from_above(std::int64_t row, const Bound& bound, Cells& cells);
  std::string_view text_at(const Cells& cells, const Bound& bound) const;
  void guess_forms();
  void guess_form(Bound& bound);
  CellReading cell_reading();
  PersonSaid said_in(std::int64_t row, const Cells& cells);
  // What stands in one place of a row, by what the mapping says of its column.
  struct Place {
    const ImportMapping::Column& column;
    const std::string& title;
    std::string_view cell;
  };
  void read(PersonSaid& said, const Place& place);
  void read_roles(PersonSaid& said, const Place& place);
  bool read_part_of_date(PersonSaid& said, const Place& place);
  Result<Value> value_in(const ImportMapping::Column& column, std::string_view cell);
  std::string meaning_of(const Value& value) const;

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

// From the text of a cell to the value of a field, with a named refusal for what does not fit.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "campaign/body.h"
#include "imports/import_mapping.h"
#include "storage/ledger_table.h"

namespace chuangyou {

// The names of all units as a search folds them, for one that is typed in another width or script
// than it has here. Made when it is first needed.
class LookAlikes {
 public:
  // The one unit that is called so; null: there is none, or several.
  const Unit* only_one(const Tree&, std::string_view name);

 private:
  bool is_made_ = false;
  std::unordered_map<std::string, UnitNo> by_name_;  // no_unit: several
};

struct CellReading {
  const Body& body;  // its lock is held
  Connection& connection;
  const ImportMapping& mapping;
  std::span<const LedgerTable> tables;  // of all ledgers, for links
  Date today;                           // in the body
  const Actor& actor;                   // what he may not see is not there
  LookAlikes& look_alikes;
  const Zone* zone = nullptr;  // of times that name none; null: they are refused
  // Set where a time stands in the hour that a clock has twice: the first of the two is taken.
  bool* comes_twice = nullptr;
  // Set where a moment is told by its day alone: a deadline ends with the day, any other begins it.
  bool* is_day_alone = nullptr;
  bool is_workbook = false;  // its days and numbers are what they are, whatever form is named
};

// Whether there is such a record for the one who asks.
bool is_there(const CellReading&, const LedgerTable&, const Uuid& id);

// Whether what stands there leads to a record that is not there for the one who asks: what he was
// given out is blank in its place.
bool leads_out_of_sight(const CellReading&, const FieldSpec&, const Value& held);

// Empty where the cell is. `#N/A` and its like are refused wherever they stand.
Result<Value> read_cell(const CellReading&, const FieldSpec&, const ImportMapping::Column&,
                        std::string_view cell);

// `2015-07-01`, or that and ` 00:00:00`: what the cells of a workbook are read as where they are
// days.
bool is_typed_time(std::string_view cell);

// The parts of a list in one cell, trimmed and without empty ones; all of it is one part where the
// separator is empty, and `any` is each sign that offices put between. Views into the cell.
std::vector<std::string_view> parts_of_list(std::string_view cell, std::string_view separator);

// A limit: told by its day alone it runs until that day is over.
bool ends_with_its_day(const Ledger& ledger, std::string_view field);

// `同上`, `〃`, `ditto`: as the cell above has it.
bool is_ditto(std::string_view cell);

// By id, code, name or alias, and else by the one name that looks alike.
Result<const Unit*> read_unit(const Tree&, std::string_view cell, LookAlikes&);

// Of what the separator parts the piece that the mapping names; the whole cell where it names none.
std::string_view part_named(const ImportMapping::Column&, std::string_view cell);
// Says nothing, by itself or because the mapping says so.
bool is_null_word(const ImportMapping&, std::string_view cell);
// `1,234.5` and figures of full width as plain ones; what is no number stays.
std::string plain_figures(std::string_view cell);
// An id that a spreadsheet took for a number: `101,001,420,956` and `7.0` have their digits yet,
// `1.01E+11` has not.
enum class IdWriting : std::uint8_t { plain, as_number, digits_lost };
IdWriting writing_of_id(std::string_view cell);
std::string plain_id(std::string_view cell);

// What no field holds, whatever door it comes by: NUL, ESC and their like. Lines may end and tabs
// stand in a cell.
bool holds_control_characters(std::string_view cell);

// `国ａ－１２` is `国a-12`: figures, letters and what stands between them, but no brackets.
std::string narrow_id(std::string_view id);

// `2019年6月底前` is 2019-06-30, `2018年12月31日前` and `2018年底` are 2018-12-31; date_is_not_iso.
Result<Date> read_chinese_deadline(std::string_view text);

}  // namespace chuangyou

#include "campaign/succession.h"

#include <algorithm>
#include <set>

#include "record/concealment.h"
#include "record/rows.h"
#include "record/who_speaks.h"
#include "storage/rows_naming.h"

namespace chuangyou {
namespace {

constexpr std::size_t records_at_once = 256;
constexpr std::int64_t rows_at_once = 4096;

bool is_cited_by(std::span<const Right> may, const FieldSpec& field) {
  return std::ranges::any_of(may, [&](const Right& right) { return right.field == field.name; });
}

// Whoever stands in such a field does something there, or shares in it and so may read.
bool gives_work(const Ledger& ledger, const FieldSpec& field) {
  return is_cited_by(ledger.read, field) || std::ranges::any_of(ledger.acts, [&](const Act& act) {
           return is_cited_by(act.may, field);
         });
}

// A column, named as rights name it.
std::string place_of(const FieldSpec& field, const FieldSpec& column) {
  return std::string(field.name) + "." + std::string(column.name);
}

// Fields and columns whose unit says whether it is done.
std::vector<std::string> places_of_judges(const Ledger& ledger) {
  std::vector<std::string> places;
  const auto add = [&](std::string place) {
    if (is_judging(ledger, place)) places.push_back(std::move(place));
  };
  for (const FieldSpec& field : ledger.fields) {
    if (field.kind == Kind::unit || field.kind == Kind::units) add(std::string(field.name));
    for (const FieldSpec& column : field.columns())
      if (column.kind == Kind::unit) add(place_of(field, column));
  }
  return places;
}

std::vector<Record> naming(Connection& connection, const LedgerTable& table, BodyNo body,
                           const FieldSpec& field, const Uuid& unit) {
  std::vector<Record> records;
  RowsNaming rows;
  do {
    rows =
        rows_naming(connection, table.ledger(), body, field, unit, rows.looked_until, rows_at_once);
    for (const RecordId& id : rows.records)
      records.push_back(table.get(connection, body, id).value());
  } while (!rows.is_end);
  return records;
}

ListQuery own_query(const Tree& tree, const UnitId& unit, Stage stage) {
  ListQuery query;
  query.path = tree.path_of(unit);
  query.own_unit = unit;
  query.stage = stage;
  query.limit = records_at_once;
  return query;
}

// Its own records: how many, and the first of them. Without those that are kept from whoever asks.
struct Own {
  std::int64_t records = 0;
  std::vector<RecordId> first;
};
Own own_of(Connection& connection, const LedgerTable& table, const Tree& tree,
           const NamesAsked& asked) {
  Own own;
  const bool looks = asked.is_kept_from && table.conceals_any(connection);
  for (const Stage stage : {Stage::open, Stage::claimed}) {
    ListQuery query = own_query(tree, asked.unit, stage);
    if (!looks) own.records += table.count(connection, asked.body, query);
    do {
      Page page = table.list(connection, asked.body, query).value();
      for (const Record& record : page.records) {
        if (looks && asked.is_kept_from(record)) continue;
        own.records += looks ? 1 : 0;
        if (own.first.size() < names_listed_max) own.first.push_back(record.id);
      }
      query.cursor = std::move(page.next_cursor);
    } while (looks && !query.cursor.empty());
  }
  return own;
}

// One record, as it is handed on.
class Handing {
 public:
  Handing(const Record& record, const Succession& succession, const Tree& tree)
      : record_(record), ledger_(record.ledger()), succession_(succession), tree_(tree) {
    // Before the units are moved as well as afterwards: what lies below goes along.
    from_path_ = tree.path_of(succession.from);
    into_path_ = tree.path_of(succession.into);
    if (nothing_ends() && !from_path_.empty())
      into_path_ += from_path_.substr(from_path_.size() - path_segment_size);
    moves_ = covers(from_path_, record.path);
    own_path_ = path_after(record.path);
    own_ = ends(record.unit) ? succession.into : record.unit;
  }

  HandedOn done() {
    for (std::size_t i = 0; i < ledger_.fields.size(); ++i) look_at(i);
    if (nothing_ends()) stay_out_of_their_line();
    if (own_ != record_.unit) handed_.unit = own_;
    return std::move(handed_);
  }

 private:
  bool nothing_ends() const { return succession_.way == Succession::Way::moves; }
  bool ends(const Uuid& unit) const { return !nothing_ends() && unit == succession_.from; }

  std::string path_after(std::string_view path) const {
    if (!covers(from_path_, path)) return std::string(path);
    return into_path_ + std::string(path.substr(from_path_.size()));
  }

  void look_at(std::size_t index) {
    const FieldSpec& field = ledger_.fields[index];
    const Value& value = record_.value_at(index);
    Value next = value;
    if (const Uuid* unit = std::get_if<Uuid>(&value); unit && field.kind == Kind::unit) {
      next = Value(unit_after(field, field.name, *unit));
    } else if (const auto* units = std::get_if<std::vector<Uuid>>(&value);
               units && field.kind == Kind::units) {
      next = units_after(field, *units);
    } else if (const Rows* rows = std::get_if<Rows>(&value)) {
      Rows change = rows_after(field, *rows);
      if (!change.all.empty()) handed_.fields.push_back({index, std::move(change)});
      return;
    }
    if (next != value) handed_.fields.push_back({index, std::move(next)});
  }

  // Those rows alone that change, as an entry carries them.
  Rows rows_after(const FieldSpec& field, const Rows& rows) {
    Rows change;
    change.last_id = rows.last_id;
    for (const Row& row : rows.all) {
      Row next = row;
      for (std::size_t i = 0; i < next.cells.size(); ++i) {
        const Uuid* unit = std::get_if<Uuid>(&next.cells[i]);
        if (!unit || field.columns()[i].kind != Kind::unit) continue;
        const std::string place = place_of(field, field.columns()[i]);
        next.cells[i] = unit_after(field, place, *unit);
      }
      if (next != row) change.all.push_back(std::move(next));
    }
    return change;
  }

  Uuid unit_after(const FieldSpec& field, std::string_view place, const Uuid& unit) {
    const bool shields = is_shield(ledger_, field);
    if (shields && succession_.way == Succession::Way::some) return unit;
    const Uuid next = ends(unit) ? Uuid(succession_.into) : unit;
    if (ends(unit) && shields && field.name == ledger_.conceals.from) lift_above();
    if (!is_judging(ledger_, place)) return next;
    const std::string_view path = tree_.path_of(unit);
    if (path.empty() || is_one_line(path, record_.path) ||
        !is_one_line(path_after(path), own_path_))
      return next;
    handed_.judges_itself = true;
    handed_.judged_by = &field;
    const std::string_view judge = tree_.path_of(succession_.judge);
    handed_.judge_is_of_its_line = !judge.empty() && is_one_line(path_after(judge), own_path_);
    return judge.empty() ? next : Uuid(succession_.judge);
  }

  // Each unit once, and whoever leads shares no work with himself.
  Value units_after(const FieldSpec& field, const std::vector<Uuid>& units) {
    std::vector<Uuid> after;
    std::set<Uuid> seen;
    for (const Uuid& unit : units) {
      const Uuid next = unit_after(field, field.name, unit);
      const bool leads = (next != unit || moves_) && next == own_ && gives_work(ledger_, field);
      if (!leads && seen.insert(next).second) after.push_back(next);
    }
    return after.empty() ? Value() : Value(std::move(after));
  }

  // What is kept from the unit that goes on is not dealt with by it, but by the one above.
  void lift_above() {
    if (!covers(into_path_, own_path_)) return;
    const UnitNo above = tree_.parent_of(tree_.number_of(succession_.into));
    own_ = above == no_unit ? succession_.into : tree_.unit(above).id;
    own_path_ = tree_.path_of(own_);
  }

  // Nor by what comes below the unit from which it is kept.
  void stay_out_of_their_line() {
    const auto* kept_from = std::get_if<Uuid>(&record_.value(ledger_.conceals.from));
    if (!kept_from || *kept_from == record_.unit) return;
    const std::string_view theirs = tree_.path_of(*kept_from);
    if (covers(theirs, record_.path) || !covers(path_after(theirs), own_path_)) return;
    const UnitNo above = tree_.parent_of(tree_.number_of(*kept_from));
    own_ = above == no_unit ? UnitId(*kept_from) : tree_.unit(above).id;
  }

  const Record& record_;
  const Ledger& ledger_;
  const Succession& succession_;
  const Tree& tree_;
  std::string_view from_path_;
  std::string into_path_, own_path_;
  UnitId own_;
  bool moves_ = false;  // stands at the unit that ends, or below it
  HandedOn handed_;
};

}  // namespace

std::optional<Succession> succession_of(const OrgAct& act) {
  std::optional<MergeUnits> merge;
  if (const auto* it = std::get_if<MergeUnits>(&act)) merge = *it;
  if (const auto* split = std::get_if<SplitUnit>(&act)) merge = merge_in(*split);
  if (!merge) return std::nullopt;
  return Succession{merge->from, merge->into, merge->judge};
}

Succession succession_of(const MoveUnit& act) {
  const UnitId& above = act.party_parent.is_nil() ? act.administrative_parent : act.party_parent;
  return {act.unit, above, act.judge, Succession::Way::moves};
}

bool names_unit(const Record& record, const Uuid& unit) {
  if (record.unit == unit) return true;
  for (std::size_t i = 0; i < record.ledger().fields.size(); ++i) {
    if (is_shield(record.ledger(), record.ledger().fields[i])) continue;
    const Value& value = record.value_at(i);
    const auto* units = std::get_if<std::vector<Uuid>>(&value);
    if (value == Value(unit) || (units && std::ranges::find(*units, unit) != units->end()))
      return true;
    if (const Rows* rows = std::get_if<Rows>(&value))
      for (const Row& row : rows->all)
        if (std::ranges::find(row.cells, Value(unit)) != row.cells.end()) return true;
  }
  return false;
}

bool is_shield(const Ledger& ledger, const FieldSpec& field) {
  const Concealment& conceals = ledger.conceals;
  return field.name == conceals.rated || field.name == conceals.from;
}

HandedOn handed_on(const Record& record, const Succession& succession, const Tree& tree) {
  return Handing(record, succession, tree).done();
}

namespace {

void add_units_in(const FieldSpec& field, const Value& value, std::set<Uuid>& units) {
  if (const Uuid* unit = std::get_if<Uuid>(&value); unit && field.kind == Kind::unit)
    units.insert(*unit);
  if (const auto* several = std::get_if<std::vector<Uuid>>(&value);
      several && field.kind == Kind::units)
    units.insert(several->begin(), several->end());
  if (const Rows* rows = std::get_if<Rows>(&value))
    for (const Row& row : rows->all)
      for (std::size_t i = 0; i < row.cells.size(); ++i)
        add_units_in(field.columns()[i], row.cells[i], units);
}

const Unit& who_stands(const Tree& tree, const Unit& ended) {
  const Unit* unit = &tree.going_on(ended);
  while (unit->is_closed) {
    const UnitId& parent =
        unit->party_parent.is_nil() ? unit->administrative_parent : unit->party_parent;
    const Unit* above = tree.find(parent);
    if (!above) return *unit;
    unit = &tree.going_on(*above);
  }
  return *unit;
}

}  // namespace

void go_on_with_units(const Record& after, const Tree& tree, Changes& changes) {
  const Ledger& ledger = after.ledger();
  std::set<Uuid> named{after.unit};
  for (std::size_t i = 0; i < ledger.fields.size(); ++i)
    add_units_in(ledger.fields[i], after.value_at(i), named);
  Record standing = after;
  for (const Uuid& id : named) {
    const Unit* unit = tree.find(id);
    if (!unit || !unit->is_closed) continue;
    HandedOn handed = handed_on(standing, {unit->id, who_stands(tree, *unit).id, {}}, tree);
    if (handed.unit) {
      standing.unit = *handed.unit;
      standing.path = changes.path = tree.path_of(*handed.unit);
      changes.unit = handed.unit;
    }
    for (FieldChange& change : handed.fields) {
      standing.change_at(change.field, change.value);
      const auto earlier = std::ranges::find(changes.fields, change.field, &FieldChange::field);
      const bool is_rows = ledger.fields[change.field].kind == Kind::rows;
      if (earlier == changes.fields.end()) {
        changes.fields.push_back(std::move(change));
      } else if (is_rows) {
        change_rows(earlier->value, change.value);
      } else {
        earlier->value = std::move(change.value);
      }
    }
  }
}

std::optional<Naming::Portion> Naming::next(Connection& connection, const Tree& tree) {
  constexpr std::size_t own_ways = 2;
  for (; table_ < tables_.size(); go_to_next_way()) {
    const LedgerTable& table = tables_[table_];
    if (way_ < own_ways) return own(connection, tree);
    const FieldSpec& field = table.ledger().fields[way_ - own_ways];
    if (!may_name_units(field)) continue;
    RowsNaming found =
        rows_naming(connection, table.ledger(), body_, field, unit_, looked_until_, rows_at_once);
    Portion portion{&table, &field, std::move(found.records)};
    if (found.is_end) {
      go_to_next_way();
    } else {
      looked_until_ = found.looked_until;
    }
    return portion;
  }
  return std::nullopt;
}

Naming::Portion Naming::own(Connection& connection, const Tree& tree) {
  const LedgerTable& table = tables_[table_];
  ListQuery query = own_query(tree, unit_, way_ == 0 ? Stage::open : Stage::claimed);
  query.cursor = cursor_;
  Page page = table.list(connection, body_, query).value();
  Portion portion{&table, nullptr, {}};
  for (const Record& record : page.records) portion.records.push_back(record.id);
  cursor_ = std::move(page.next_cursor);
  if (cursor_.empty()) go_to_next_way();
  return portion;
}

void Naming::go_to_next_way() {
  cursor_.clear();
  looked_until_ = 0;
  const std::size_t ways = 2 + tables_[table_].ledger().fields.size();
  if (++way_ < ways) return;
  way_ = 0;
  ++table_;
}

namespace {

// Looks at records that are not over, each once.
class Judged {
 public:
  Judged(Connection& connection, BodyNo body, const Succession& succession, const Tree& tree)
      : connection_(connection), body_(body), succession_(succession), tree_(tree) {}

  void look_in(const LedgerTable& table) {
    const std::vector<std::string> places = places_of_judges(table.ledger());
    if (places.empty() && table.ledger().conceals.from.empty()) return;
    // At the unit and below it, where whoever goes on comes to stand above.
    ListQuery below;
    below.path = tree_.path_of(succession_.from);
    look_at_all(table, below);
    if (places.empty()) return;
    // And what is judged there: its judges come along.
    const UnitNo from = tree_.number_of(succession_.from);
    constexpr UnitNo units_one_by_one = 256;
    if (tree_.subtree_size(from) > units_one_by_one) {
      ListQuery everywhere;
      everywhere.path = tree_.path_of(0);
      look_at_all(table, everywhere);
      return;
    }
    std::vector<UnitNo> units{from};
    for (std::size_t i = 0; i < units.size(); ++i) {
      for (const std::string& place : places) {
        ListQuery naming;
        naming.path = tree_.path_of(0);
        naming.field_equals = std::pair(place, Value(Uuid(tree_.unit(units[i]).id)));
        look_at_all(table, naming);
      }
      std::ranges::copy(tree_.children_of(units[i]), std::back_inserter(units));
    }
  }
  std::vector<SelfJudged> found() { return std::move(found_); }

 private:
  void look_at_all(const LedgerTable& table, ListQuery query) {
    query.limit = records_at_once;
    for (const Stage stage : {Stage::open, Stage::claimed}) {
      query.stage = stage;
      query.cursor.clear();
      do {
        Page page = table.list(connection_, body_, query).value();
        for (const Record& record : page.records) look_at(table, record);
        query.cursor = std::move(page.next_cursor);
      } while (!query.cursor.empty());
    }
  }
  void look_at(const LedgerTable& table, const Record& record) {
    if (!seen_.insert(record.id).second) return;
    HandedOn handed = handed_on(record, succession_, tree_);
    const bool is_lifted = succession_.way == Succession::Way::moves && handed.unit;
    if (handed.judges_itself || is_lifted)
      found_.push_back(
          {&table, record.id, std::move(handed), names_unit(record, succession_.from)});
  }

  Connection& connection_;
  BodyNo body_;
  const Succession& succession_;
  const Tree& tree_;
  std::set<Uuid> seen_;
  std::vector<SelfJudged> found_;
};

}  // namespace

std::vector<SelfJudged> self_judged(Connection& connection, std::span<const LedgerTable> tables,
                                    BodyNo body, const Succession& succession, const Tree& tree) {
  if (tree.number_of(succession.from) == no_unit) return {};
  Judged judged(connection, body, succession, tree);
  for (const LedgerTable& table : tables) judged.look_in(table);
  return judged.found();
}

std::int64_t needing_a_judge(const std::vector<SelfJudged>& judged) {
  return std::ranges::count_if(judged,
                               [](const SelfJudged& one) { return one.handed.judges_itself; });
}

void add_judged(const std::vector<SelfJudged>& judged, Names& names) {
  for (const SelfJudged& one : judged) {
    if (one.names_the_unit || !one.handed.judges_itself) continue;
    const Ledger& ledger = one.table->ledger();
    const auto same = [&](const NamedBy& by) {
      return by.ledger == &ledger && by.field == one.handed.judged_by;
    };
    const auto place = std::ranges::find_if(names.by, same);
    if (place == names.by.end())
      names.by.push_back({&ledger, one.handed.judged_by, 1});
    else
      ++place->records;
    ++names.records;
    if (names.first.size() < names_listed_max) names.first.push_back({&ledger, one.record});
  }
}

Names names_of(Connection& connection, std::span<const LedgerTable> tables, const Tree& tree,
               const NamesAsked& asked) {
  Names names;
  std::set<Uuid> seen;
  const auto list = [&](const LedgerTable& table, const RecordId& id) {
    if (names.first.size() < names_listed_max) names.first.push_back({&table.ledger(), id});
  };
  for (const LedgerTable& table : tables) {
    const Ledger& ledger = table.ledger();
    if (const Own own = own_of(connection, table, tree, asked); own.records > 0) {
      names.by.push_back({&ledger, nullptr, own.records});
      names.records += own.records;
      for (const RecordId& id : own.first) list(table, id);
    }
    for (const FieldSpec& field : ledger.fields) {
      const bool shields = is_shield(ledger, field);
      if (!may_name_units(field) || (shields && !asked.with_shields)) continue;
      NamedBy by{&ledger, &field};
      for (const Record& record : naming(connection, table, asked.body, field, asked.unit)) {
        if (asked.is_kept_from && asked.is_kept_from(record)) continue;
        ++by.records;
        if (record.unit == asked.unit || !seen.insert(record.id).second) continue;
        ++names.records;
        list(table, record.id);
      }
      if (by.records > 0) names.by.push_back(by);
    }
  }
  return names;
}

}  // namespace chuangyou

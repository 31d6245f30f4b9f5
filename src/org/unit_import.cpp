#include "org/unit_import.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

#include "core/date_in_part.h"
#include "core/same_words.h"
#include "core/text.h"
#include "org/org_act_form.h"
#include "org/unit_checks.h"

namespace chuangyou {
namespace {

constexpr std::size_t no_row = static_cast<std::size_t>(-1);

// Rows one level after the other from those whose superior is there already; what no level reaches
// hangs below a refused row or in a circle.
class Planning {
 public:
  Planning(std::span<const UnitRow> rows, const Tree& tree, UnitId root, bool take_first,
           Moment now, Date today, RandomSource& random)
      : rows_(rows),
        tree_(tree),
        root_(root),
        take_first_(take_first),
        now_(now),
        today_(today),
        random_(random),
        units_(rows.size()),
        outcomes_(rows.size()),
        parents_(rows.size(), no_row),
        party_parents_(rows.size(), no_row),
        awaited_(rows.size()),
        children_(rows.size()),
        depths_(rows.size()) {}

  UnitPlan plan() {
    for (std::size_t i = 0; i < rows_.size(); ++i) index(i);
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (!is_refused(i)) read(i);
    std::vector<std::size_t> level;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (is_refused(i)) continue;
      for (const std::size_t superior : {parents_[i], party_parents_[i]}) {
        if (superior == no_row) continue;
        children_[superior].push_back(i);
        ++awaited_[i];
      }
      if (awaited_[i] == 0) level.push_back(i);
    }
    for (std::size_t at = 0; at < level.size(); ++at) {
      if (!found(level[at])) continue;
      for (const std::size_t child : children_[level[at]])
        if (--awaited_[child] == 0) level.push_back(child);
    }
    refuse_what_is_left();
    // Findings by row, so that they read like the file.
    std::ranges::stable_sort(plan_.findings, {}, &UnitFinding::row);
    return std::move(plan_);
  }

 private:
  enum class Outcome : std::uint8_t { open, founded, refused };

  bool is_refused(std::size_t i) const { return outcomes_[i] == Outcome::refused; }
  void say(std::size_t i, Refused refused, bool is_note) {
    plan_.findings.push_back({rows_[i].row, rows_[i].name, std::move(refused), is_note});
    if (!is_note) outcomes_[i] = Outcome::refused;
  }
  void refuse_row(std::size_t i, Refusal law, std::string field, std::string detail = {}) {
    say(i, Refused{law, std::move(field), std::move(detail)}, false);
  }

  // The first row with a code keeps it; the tree's own codes come before all.
  void index(std::size_t i) {
    std::string_view code = trimmed(rows_[i].code);
    if (is_blank(code)) return refuse_row(i, Refusal::field_is_missing, "code");
    if (tree_.find_by_code(code))
      return refuse_row(i, Refusal::id_was_imported_before, "code", std::string(code));
    if (!by_code_.emplace(code, i).second)
      refuse_row(i, Refusal::id_is_there_twice, "code", std::string(code));
  }

  void read(std::size_t i) {
    const UnitRow& row = rows_[i];
    Unit& unit = units_[i];
    unit.code = trimmed(row.code);
    unit.name = trimmed(row.name);
    for (const std::string& alias : row.aliases) unit.aliases.emplace_back(trimmed(alias));
    if (!row.type.empty()) {
      auto type = std::ranges::find(unit_type_names, row.type);
      if (type == std::end(unit_type_names))
        return refuse_row(i, Refusal::choice_is_unknown, "type", row.type);
      unit.type = static_cast<UnitType>(type - std::begin(unit_type_names));
    }
    unit.is_closed = row.closed || !row.closed_on.empty();
    if (!read_day(i, "closed_on", row.closed_on, unit.until)) return;
    if (!read_day(i, "founded_on", row.founded_on, unit.from)) return;
    if (const Result<void> days = check_days(unit, today_); !days)
      return days.error().field == "from"
                 ? refuse_row(i, days.error().law, "founded_on", row.founded_on)
                 : refuse_row(i, days.error().law, "closed_on", row.closed_on);
    if (Result<void> checked = check_texts(unit); !checked) return say(i, checked.error(), false);
    if (read_description(i)) read_parents(i);
    if (!is_refused(i)) read_party_parent(i);
  }

  // False: it is refused.
  bool read_description(std::size_t i) {
    const UnitRow& row = rows_[i];
    DescribeUnit said;
    if (!row.level.empty()) {
      const auto level = std::ranges::find(unit_level_names, row.level);
      if (level == std::end(unit_level_names))
        return refuse_row(i, Refusal::choice_is_unknown, "level", row.level), false;
      said.level = static_cast<UnitLevel>(level - std::begin(unit_level_names));
    }
    said.sector = row.sector;
    said.exposure = row.exposure;
    for (const std::string& one : said.exposure)
      if (!exposure_of(std::span(&one, 1)))
        return refuse_row(i, Refusal::choice_is_unknown, "exposure", one), false;
    if (!row.order_number.empty()) {
      std::int64_t number = 0;
      const char* end = row.order_number.data() + row.order_number.size();
      const auto read = std::from_chars(row.order_number.data(), end, number);
      if (read.ec != std::errc() || read.ptr != end || number < 1 || number > order_number_max)
        return refuse_row(i, Refusal::number_is_out_of_range, "order_number", row.order_number),
               false;
      said.order_number = number;
    }
    if (character_count(said.sector) > sector_length_max)
      return refuse_row(i, Refusal::field_is_too_long, "sector", std::to_string(sector_length_max)),
             false;
    if (!description_in(said).says_the_same_as(UnitDescription())) said_of_.emplace(i, said);
    return true;
  }

  // Of a year or a month alone the day at its end, or where it begins; false: it is refused.
  bool read_day(std::size_t i, const char* field, const std::string& text,
                std::optional<Date>& day) {
    if (text.empty()) return true;
    const bool ends = std::string_view(field) == "closed_on";
    const std::optional<DaysOfPart> part = days_of_part(text);
    if (!part) {
      const Result<Date> date = parse_date(text);
      if (!date) return refuse_row(i, date.error().law, field, text), false;
      day = *date;
      return true;
    }
    day = ends ? part->last : part->first;
    // A year that is not over yet: the unit has ended by now. One that has not begun is refused as
    // a day to come is.
    if (part->first > today_) return true;
    if (ends && *day > today_) day = today_;
    say(i, Refused{Refusal::date_is_not_iso, field, text + " → " + to_text(*day)}, true);
    return true;
  }

  void read_parents(std::size_t i) {
    std::vector<std::string> codes;
    for (const std::string& parent : rows_[i].parents) {
      std::string code(trimmed(parent));
      if (!code.empty() && std::ranges::find(codes, code) == codes.end())
        codes.push_back(std::move(code));
    }
    if (codes.size() > 1 && !take_first_)
      return refuse_row(i, Refusal::unit_has_several_parents, "parents", joined(codes));
    if (codes.empty()) {
      units_[i].administrative_parent = root_;
      if (!tree_.find(root_)) refuse_row(i, Refusal::parent_is_unknown, "parents");
      return;
    }
    if (const Unit* held = in_tree(codes.front())) {
      const Unit& parent = tree_.going_on(*held);
      units_[i].administrative_parent = parent.id;
      if (parent.is_closed && !units_[i].is_closed)
        return refuse_row(i, Refusal::unit_is_closed, "parents", parent.name);
    } else if (auto row = by_code_.find(codes.front()); row != by_code_.end()) {
      parents_[i] = row->second;
    } else {
      return refuse_row(i, Refusal::parent_is_unknown, "parents", codes.front());
    }
    if (codes.size() > 1) several_parents_.emplace(i, joined(codes));
  }
  // Where it is the administrative one as well, the Party line is that one.
  void read_party_parent(std::size_t i) {
    const std::string code(trimmed(rows_[i].party_parent));
    if (code.empty()) return;
    if (const Unit* held = in_tree(code)) {
      const Unit& parent = tree_.going_on(*held);
      if (parent.is_closed && !units_[i].is_closed)
        return refuse_row(i, Refusal::unit_is_closed, "party_parent", parent.name);
      if (parent.id != units_[i].administrative_parent) units_[i].party_parent = parent.id;
    } else if (auto row = by_code_.find(code); row != by_code_.end()) {
      if (row->second != parents_[i]) party_parents_[i] = row->second;
    } else {
      refuse_row(i, Refusal::parent_is_unknown, "party_parent", code);
    }
  }
  // By its code, or by its id where whoever asks has found it by its name.
  const Unit* in_tree(const std::string& key) const {
    if (const Unit* held = tree_.find_by_code(key)) return held;
    const Result<Uuid> id = parse_uuid(key);
    return id ? tree_.find(*id) : nullptr;
  }
  static std::string joined(const std::vector<std::string>& codes) {
    std::string text;
    for (const std::string& code : codes) text += (text.empty() ? "" : ";") + code;
    return text;
  }

  // The file says of one unit that it ended and of another that it stands below it: that one goes
  // below the nearest superior that goes on, and a note tells of it.
  std::size_t nearest_that_goes_on(std::size_t i) {
    std::size_t up = parents_[i];
    while (parents_[up] != no_row && units_[up].is_closed) up = parents_[up];
    UnitId superior = units_[up].id;
    const bool is_in_tree = units_[up].is_closed;
    if (is_in_tree) {
      superior = units_[up].administrative_parent;
      while (tree_.find(superior)->is_closed && tree_.parent_of(tree_.number_of(superior)) >= 0)
        superior = tree_.unit(tree_.parent_of(tree_.number_of(superior))).id;
    }
    units_[i].administrative_parent = superior;
    say(i, Refused{Refusal::unit_is_closed, "parents", units_[parents_[i]].name}, true);
    return is_in_tree ? no_row : up;
  }
  // True where the row became an act; its superior did before.
  bool found(std::size_t i) {
    Unit& unit = units_[i];
    std::size_t superior = parents_[i];
    if (superior != no_row) unit.administrative_parent = units_[superior].id;
    const bool is_below_closed = superior != no_row && units_[superior].is_closed;
    if (is_below_closed && !unit.is_closed) superior = nearest_that_goes_on(i);
    if (const std::size_t party = party_parents_[i]; party != no_row) {
      if (units_[party].is_closed && !unit.is_closed)
        return refuse_row(i, Refusal::unit_is_closed, "party_parent", units_[party].name), false;
      unit.party_parent = units_[party].id;
    }
    if (!unit.party_parent.is_nil()) superior = party_parents_[i];
    depths_[i] = 1 + (superior != no_row ? depths_[superior]
                                         : tree_.path_of(duty_of(unit)).size() / path_segment_size);
    if (depths_[i] > path_depth_max) {
      refuse_row(i, Refusal::number_is_out_of_range, "parents", std::to_string(path_depth_max));
      return false;
    }
    if (!unit.is_closed && (!taken_.insert(key_of(unit)).second || is_taken_in_tree(unit))) {
      refuse_row(i, Refusal::name_is_taken, "name", unit.name);
      return false;
    }
    if (auto several = several_parents_.find(i); several != several_parents_.end())
      say(i, Refused{Refusal::unit_has_several_parents, "parents", several->second}, true);
    if (unit.is_closed && !unit.until)
      say(i, Refused{Refusal::unit_closed_without_a_date, "closed_on", ""}, true);
    unit.id = UnitId(make_uuid_v7(now_, random_));
    outcomes_[i] = Outcome::founded;
    plan_.acts.push_back(FoundUnit{unit});
    // A unit that ended is described no more.
    if (const auto said = said_of_.find(i); said != said_of_.end() && !unit.is_closed) {
      DescribeUnit& described = plan_.described.emplace_back(said->second);
      described.unit = unit.id;
      described.from = unit.from.value_or(today_);
    }
    return true;
  }
  static const UnitId& duty_of(const Unit& unit) {
    return unit.party_parent.is_nil() ? unit.administrative_parent : unit.party_parent;
  }
  static std::string key_of(const Unit& unit) {
    const auto& bytes = duty_of(unit).bytes;
    return std::string(bytes.begin(), bytes.end()) + words_alone(unit.name);
  }
  bool is_taken_in_tree(const Unit& unit) const {
    const UnitNo parent = tree_.number_of(duty_of(unit));
    return parent != no_unit && is_name_taken(tree_, parent, unit);
  }

  // Of a row that was not founded a superior that was not either.
  std::size_t missing_superior(std::size_t i) const {
    const std::size_t above = parents_[i];
    return above != no_row && outcomes_[above] != Outcome::founded ? above : party_parents_[i];
  }
  // Rows left open: from each, up the superiors to a refused row or round to itself.
  void refuse_what_is_left() {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (outcomes_[i] != Outcome::open) continue;
      std::vector<std::size_t> line;
      std::unordered_set<std::size_t> seen;
      std::size_t up = i;
      for (; outcomes_[up] == Outcome::open && seen.insert(up).second; up = missing_superior(up))
        line.push_back(up);
      auto circle = std::ranges::find(line, up);  // the end: the line stops at a refused row
      for (auto at = line.begin(); at != line.end(); ++at) {
        Refusal law = at < circle ? Refusal::parent_is_unknown : Refusal::parents_form_a_circle;
        const std::size_t superior = missing_superior(*at);
        refuse_row(*at, law, superior == parents_[*at] ? "parents" : "party_parent",
                   units_[superior].code);
      }
    }
  }

  std::span<const UnitRow> rows_;
  const Tree& tree_;
  UnitId root_;
  bool take_first_;
  Moment now_;
  Date today_;
  RandomSource& random_;
  UnitPlan plan_;
  std::unordered_map<std::string, std::size_t> by_code_;
  std::vector<Unit> units_;
  std::vector<Outcome> outcomes_;
  std::vector<std::size_t> parents_;        // rows; no_row: the superior is in the tree
  std::vector<std::size_t> party_parents_;  // likewise; no_row too where there is none of its own
  std::vector<std::uint8_t> awaited_;       // so many of the two are rows that are not founded yet
  std::vector<std::vector<std::size_t>> children_;
  std::vector<std::size_t> depths_;
  std::unordered_map<std::size_t, DescribeUnit> said_of_;         // what it is
  std::unordered_map<std::size_t, std::string> several_parents_;  // of which the first was taken
  std::unordered_set<std::string> taken_;                         // superior and name of open units
};

}  // namespace

UnitPlan plan_units(std::span<const UnitRow> rows, const Tree& tree, UnitId root,
                    bool several_parents_take_first, Moment now, Date today, RandomSource& random) {
  return Planning(rows, tree, root, several_parents_take_first, now, today, random).plan();
}

}  // namespace chuangyou

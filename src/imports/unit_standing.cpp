#include "imports/unit_standing.h"

#include <algorithm>
#include <unordered_map>

#include "core/date_in_part.h"
#include "core/words.h"

namespace chuangyou {
namespace {

using Texts = std::vector<std::string>;

std::string joined(const Texts& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ";") + part;
  return text;
}

// A choice as people call it, with its wire name, for a finding has no language of its own.
std::string called(std::string_view list, std::string_view choice) {
  const std::string_view name = words(Language::zh, std::string(list).append(".").append(choice));
  return name.empty() ? std::string(choice) : std::string(name).append(" ").append(choice);
}

std::string day_or_none(const std::optional<Date>& day) { return day ? to_text(*day) : "-"; }

// A year or a month alone says no other day than one within it.
bool says_this_day(const std::string& text, const std::optional<Date>& day) {
  if (!day) return false;
  if (const auto part = days_of_part(text)) return part->first <= *day && *day <= part->last;
  const Result<Date> date = parse_date(text);
  return date && *date == *day;
}

class Standing {
 public:
  Standing(const Tree& tree, const UnitColumns& columns, Date today, ImportFindings& findings)
      : tree_(tree), columns_(columns), today_(today), findings_(findings) {
    for (UnitNo no = 0; no < tree.size(); ++no)
      if (!was_taken_back(tree.unit(no))) named_[tree.unit(no).name].push_back(&tree.unit(no));
  }

  const Unit* of(const UnitRow& row, const std::string& id) {
    if (!id.empty()) return by_id(row, id);
    if (columns_.code.empty()) return by_name(row);
    const Unit* unit = tree_.find_by_code(row.code);
    return unit && unit->name == row.name ? unit : nullptr;
  }

  void tell_what_differs(const UnitRow& row, const Unit& unit, bool type_is_told) {
    row_ = row.row;
    unit_ = &unit;
    if (row.name != unit.name) differs(columns_.name, unit.name, row.name);
    if (type_is_told && row.type != name_of(unit.type))
      differs(columns_.type, called("unit_types", name_of(unit.type)),
              called("unit_types", row.type));
    tell_superiors(row);
    tell_names(row);
    tell_days(row);
    tell_description(row);
  }

 private:
  void differs(const std::string& column, const std::string& stands, const std::string& said) {
    findings_.add({row_,
                   column,
                   {Refusal::none, {}, unit_->name + ": " + stands + " → " + said},
                   true,
                   ImportRemark::unit_stands_already});
  }

  const Unit* by_id(const UnitRow& row, const std::string& id) {
    const auto said = parse_uuid(id);
    const Unit* unit = said ? tree_.find(*said) : nullptr;
    if (unit && !was_taken_back(*unit)) return unit;
    findings_.add({row.row, columns_.id, {Refusal::unit_is_unknown, "id", id}});
    return nullptr;
  }

  bool stands_below(const Unit& unit, const std::string& superior) const {
    const Unit* above = tree_.find(unit.administrative_parent);
    return above && is_called(*above, superior);
  }
  bool is_called(const Unit& unit, const std::string& text) const {
    return unit.name == text || unit.code == text || to_text(unit.id) == text ||
           std::ranges::find(unit.aliases, text) != unit.aliases.end();
  }
  bool stands_at_the_root(const Unit& unit) const {
    const Unit* above = tree_.find(unit.administrative_parent);
    return above == nullptr || above->no == 0;
  }

  const Unit* by_name(const UnitRow& row) {
    std::vector<const Unit*> called_so;
    if (const auto named = named_.find(row.name); named != named_.end()) called_so = named->second;
    std::ranges::stable_partition(called_so, [](const Unit* unit) { return !unit->is_closed; });
    const auto by_other_name = tree_.find_by_name(row.name);
    if (!row.parents.empty()) {
      if (called_so.empty() && by_other_name) called_so.push_back(*by_other_name);
      const auto below = std::ranges::find_if(
          called_so, [&](const Unit* unit) { return stands_below(*unit, row.parents.front()); });
      return below == called_so.end() ? nullptr : *below;
    }
    if (called_so.empty()) return by_other_name ? *by_other_name : nullptr;
    // A column of superiors that says nothing means the root.
    if (!columns_.parents.empty())
      for (const Unit* unit : called_so)
        if (stands_at_the_root(*unit)) return unit;
    if (!called_so.front()->is_closed)
      std::erase_if(called_so, [](const Unit* unit) { return unit->is_closed; });
    if (called_so.size() == 1) return called_so.front();
    Texts superiors;
    for (const Unit* unit : called_so)
      superiors.push_back(superior_of(unit->administrative_parent));
    findings_.add({row.row,
                   columns_.name,
                   {Refusal::name_is_ambiguous, "name", row.name + ": " + joined(superiors)}});
    return nullptr;
  }

  std::string superior_of(const UnitId& id) const {
    const Unit* unit = tree_.find(id);
    return unit ? unit->name : "-";
  }

  // A superior that has ended has left its units to the next above it, as a founding does.
  void tell_superior(const std::string& column, const UnitId& stands, const Texts& said) {
    if (said.empty()) return;
    const Unit* above = tree_.find(stands);
    for (const std::string& text : said) {
      if (above && is_called(*above, text)) return;
      const auto named = tree_.find_by_name(text);
      const Unit* meant = named ? *named : tree_.find_by_code(text);
      if (meant && meant->is_closed && !unit_->is_closed) return;
    }
    differs(column, superior_of(stands), joined(said));
  }
  void tell_superiors(const UnitRow& row) {
    if (!columns_.parents.empty())
      tell_superior(columns_.parents.front(), unit_->administrative_parent, row.parents);
    if (row.party_parent.empty()) return;
    const UnitId& own = unit_->party_parent;
    tell_superior(columns_.party_parent, own.is_nil() ? unit_->administrative_parent : own,
                  {row.party_parent});
  }

  void tell_names(const UnitRow& row) {
    if (columns_.aliases.empty()) return;
    Texts more;
    for (const std::string& alias : row.aliases)
      if (alias != unit_->name && std::ranges::find(unit_->aliases, alias) == unit_->aliases.end())
        more.push_back(alias);
    if (!more.empty())
      differs(columns_.aliases.front(), unit_->aliases.empty() ? "-" : joined(unit_->aliases),
              joined(more));
  }

  void tell_days(const UnitRow& row) {
    if (!row.founded_on.empty() && !says_this_day(row.founded_on, unit_->from))
      differs(columns_.founded_on, day_or_none(unit_->from), row.founded_on);
    if (!row.closed_on.empty() && !says_this_day(row.closed_on, unit_->until))
      return differs(columns_.closed_on, day_or_none(unit_->until), row.closed_on);
    const bool ends = row.closed || !row.closed_on.empty();
    if (!columns_.closed.empty() && ends != unit_->is_closed)
      differs(columns_.closed, unit_->is_closed ? "closed" : "open", ends ? "closed" : "open");
  }

  void tell_description(const UnitRow& row) {
    const UnitDescription* held = tree_.descriptions().on(unit_->no, today_);
    const UnitDescription stands = held ? *held : UnitDescription();
    const std::string level(unit_level_names[static_cast<std::size_t>(stands.level)]);
    if (!row.level.empty() && row.level != level)
      differs(columns_.level, called("unit_levels", level), called("unit_levels", row.level));
    if (!row.sector.empty() && row.sector != stands.sector)
      differs(columns_.sector, stands.sector.empty() ? "-" : stands.sector, row.sector);
    const auto exposure = exposure_of(row.exposure);
    if (!row.exposure.empty() && exposure != std::optional(stands.exposure))
      differs(columns_.exposure, stands.exposure == 0 ? "-" : joined(names_of(stands.exposure)),
              joined(row.exposure));
    const std::string number = stands.order_number ? std::to_string(*stands.order_number) : "-";
    if (!row.order_number.empty() && row.order_number != number)
      differs(columns_.order_number, number, row.order_number);
  }

  const Tree& tree_;
  const UnitColumns& columns_;
  Date today_;
  ImportFindings& findings_;
  std::unordered_map<std::string_view, std::vector<const Unit*>> named_;
  std::int64_t row_ = 0;
  const Unit* unit_ = nullptr;
};

}  // namespace

std::int64_t pass_over_what_stands(UnitFile& units, const Tree& tree, const UnitColumns& columns,
                                   Date today, ImportFindings& findings) {
  std::int64_t passed_over = 0;
  std::vector<UnitRow> left;
  Standing standing(tree, columns, today, findings);
  for (std::size_t i = 0; i < units.rows.size(); ++i) {
    if (const Unit* unit = standing.of(units.rows[i], units.ids[i])) {
      ++passed_over;
      standing.tell_what_differs(units.rows[i], *unit, units.type_is_told[i]);
    } else if (units.ids[i].empty()) {
      left.push_back(std::move(units.rows[i]));
    }
  }
  units.rows = std::move(left);
  return passed_over;
}

}  // namespace chuangyou

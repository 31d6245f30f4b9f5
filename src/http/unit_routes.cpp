// The two trees, one level at a time, and what became of a unit in the course of time.
#include <algorithm>
#include <unordered_map>
#include <variant>

#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "journal/entries_of_record.h"
#include "org/org_act.h"
#include "storage/step_limit.h"

namespace chuangyou {
namespace {

constexpr std::string_view tree_names[] = {"party", "administrative"};

// A level of one tree: what stands directly under a unit, or without one at the top.
struct LevelAsked {
  std::optional<Uuid> under;
  bool is_administrative = false;  // else the line of duty: the Party's, where it is another
  UnitNo after = no_unit;
  std::size_t limit = 0;
  bool open_only = false;
};

bool is_closed(const Unit& unit) { return unit.is_closed || unit.until.has_value(); }

bool stands_there(const Tree& tree, const Unit& unit, const LevelAsked& asked) {
  if (asked.is_administrative) return unit.administrative_parent == asked.under.value_or(Uuid());
  return tree.parent_of(unit.no) == no_unit;
}

// Those behind `after`, which may have been closed since, or moved: then from the beginning.
std::vector<UnitNo> page_in_order(const Tree& tree, std::vector<UnitNo> level,
                                  const LevelAsked& asked, Date on) {
  level = in_order(tree, std::move(level), on);
  if (const auto last = std::ranges::find(level, asked.after); last != level.end())
    level.erase(level.begin(), std::next(last));
  if (level.size() > asked.limit + 1) level.resize(asked.limit + 1);
  return level;
}

// One more than are asked for, where there are more. The administrative tree has no list of who
// stands under whom, so that all units are looked at.
std::vector<UnitNo> level_of(const Reader& reader, const LevelAsked& asked) {
  const Tree& tree = reader.body.tree;
  std::vector<UnitNo> level;
  // Where units have numbers in an order of their own, all of them are sorted before any is left
  // out; else they come as they stand.
  const bool is_numbered = !tree.descriptions().is_empty();
  const auto take = [&](UnitNo no) {
    const bool is_wanted = (is_numbered || no > asked.after) && !was_taken_back(tree.unit(no)) &&
                           !(asked.open_only && is_closed(tree.unit(no)) && no != asked.after);
    if (is_wanted) level.push_back(no);
    return is_numbered || level.size() <= asked.limit;
  };
  if (asked.under && !asked.is_administrative) {
    const auto below = tree.children_of(tree.number_of(*asked.under));
    if (is_numbered) StepLimit::spend(reader.connection, std::ssize(below));
    for (const UnitNo no : below)
      if (!take(no)) break;
  } else {
    StepLimit::spend(reader.connection, tree.size());
    for (UnitNo no = is_numbered ? 0 : asked.after + 1; no < tree.size(); ++no)
      if (stands_there(tree, tree.unit(no), asked) && !take(no)) break;
  }
  return is_numbered ? page_in_order(tree, std::move(level), asked, reader.today()) : level;
}

// How many stand directly under each of these.
std::vector<std::size_t> sizes_below(const Reader& reader, const LevelAsked& asked,
                                     std::span<const UnitNo> level) {
  const Tree& tree = reader.body.tree;
  std::vector<std::size_t> sizes(level.size());
  const auto counts = [&](UnitNo no) {
    return !was_taken_back(tree.unit(no)) && !(asked.open_only && is_closed(tree.unit(no)));
  };
  if (!asked.is_administrative) {
    for (std::size_t i = 0; i < level.size(); ++i) {
      const auto below = tree.children_of(level[i]);
      StepLimit::spend(reader.connection, std::ssize(below));
      sizes[i] = static_cast<std::size_t>(std::ranges::count_if(below, counts));
    }
    return sizes;
  }
  std::unordered_map<Uuid, std::size_t> place;
  for (std::size_t i = 0; i < level.size(); ++i) place.emplace(tree.unit(level[i]).id, i);
  StepLimit::spend(reader.connection, tree.size());
  for (UnitNo no = 0; no < tree.size(); ++no)
    if (const auto found = place.find(tree.unit(no).administrative_parent);
        found != place.end() && counts(no))
      ++sizes[found->second];
  return sizes;
}

std::optional<std::int64_t> order_number_of(const Reader& reader, UnitNo no) {
  const UnitDescription* said = reader.body.tree.descriptions().on(no, reader.today());
  return said ? said->order_number : std::nullopt;
}

Reply level_reply(const Reader& reader, const LevelAsked& asked) {
  const auto turn = reader.turn();
  std::vector<UnitNo> level = level_of(reader, asked);
  const bool has_more = level.size() > asked.limit;
  if (has_more) level.pop_back();
  const std::vector<std::size_t> sizes = sizes_below(reader, asked, level);
  Reply reply;
  Json json(reply.body);
  json.object().key("units").list();
  for (std::size_t i = 0; i < level.size(); ++i) {
    const Unit& unit = reader.body.tree.unit(level[i]);
    json.object()
        .member("id", static_cast<const Uuid&>(unit.id))
        .member("name", unit.name)
        .member("type", name_of(unit.type))
        .member("code", unit.code)
        .member("closed", is_closed(unit))
        .member("below", sizes[i])
        .member("order_number", order_number_of(reader, level[i]))
        .end_object();
  }
  json.end_list()
      .member("next_after", has_more ? std::optional(level.back()) : std::nullopt)
      .end_object();
  return reply;
}

// What an entry says of the unit itself: the name it had from then on, the other unit that it is
// about, and the day that was said.
struct Told {
  std::string name;
  UnitId other;
  std::optional<Date> on;
};
struct Telling {
  Told operator()(const FoundUnit& act) const {
    const Unit& unit = act.unit;
    return {unit.name, unit.party_parent.is_nil() ? unit.administrative_parent : unit.party_parent,
            unit.from};
  }
  Told operator()(const RenameUnit& act) const { return {act.name, {}, {}}; }
  Told operator()(const MoveUnit& act) const {
    return {{}, act.party_parent.is_nil() ? act.administrative_parent : act.party_parent, {}};
  }
  Told operator()(const MergeUnits& act) const { return {{}, act.into, act.on}; }
  Told operator()(const SplitUnit& act) const { return {act.name, act.unit, act.on}; }
  Told operator()(const CloseUnit& act) const { return {{}, {}, act.on}; }
  Told operator()(const DescribeUnit& act) const { return {{}, {}, act.from}; }
  template <class Other>
  Told operator()(const Other&) const {
    return {};
  }
};

constexpr std::int64_t history_listed_max = 200;

Reply history_reply(const Reader& reader, const Uuid& id) {
  const std::vector<Entry> entries =
      entries_of(reader.connection, reader.body.no, id, 0, history_listed_max + 1);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("entries").list();
  for (std::size_t i = 0; i < entries.size() && i < history_listed_max; ++i) {
    const Entry& entry = entries[i];
    const Result<OrgAct> act = decode_org_act(entry.head.act, entry.changes);
    const Told told = act ? std::visit(Telling(), *act) : Told();
    json.object()
        .member("seq", entry.head.seq)
        .member("day", reader.body.zone.date_at(entry.head.at))
        .member("act", entry.head.act)
        .member("role", name_of(entry.head.role))
        .member("name", told.name.empty() ? std::nullopt : std::optional(told.name))
        .key("unit");
    write_unit_name(json, reader.body, told.other);
    json.member("on", told.on).end_object();
  }
  json.end_list().member("is_complete", std::ssize(entries) <= history_listed_max).end_object();
  return reply;
}

}  // namespace

Reply read_tree(Visit& visit) {
  LevelAsked asked;
  asked.under = visit.query.take_id("under");
  const std::string named = visit.query.take("tree").value_or(std::string(tree_names[0]));
  asked.is_administrative = named == tree_names[1];
  if (std::ranges::find(tree_names, named) == std::end(tree_names))
    visit.query.refuse(Refusal::choice_is_unknown, "tree", named);
  asked.open_only = visit.query.take_yes_no("open").value_or(false);
  asked.after = static_cast<UnitNo>(visit.query.take_number("after", no_unit, no_unit, units_max));
  asked.limit = static_cast<std::size_t>(visit.query.take_number("limit", 100, 1, list_limit_max));
  if (asked.under && visit.body->tree.find(*asked.under) == nullptr)
    visit.query.refuse(Refusal::unit_is_unknown, "under", to_text(*asked.under));
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return read_within_bounds(visit, [asked](const Reader& reader, RandomSource&) {
    return std::optional(level_reply(reader, asked));
  });
}

Reply read_unit_history(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const auto id = parse_uuid(visit.named[0]);
  if (!id || visit.body->tree.find(*id) == nullptr) return visit.refused(Refusal::nothing_is_there);
  return read_within_bounds(visit, [id = *id](const Reader& reader, RandomSource&) {
    return std::optional(history_reply(reader, id));
  });
}

}  // namespace chuangyou

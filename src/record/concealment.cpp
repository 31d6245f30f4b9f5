#include "record/concealment.h"

#include <algorithm>

#include "record/rows.h"
#include "record/who_speaks.h"

namespace chuangyou {
namespace {

const Uuid* id_in(const Record& record, std::string_view field) {
  return std::get_if<Uuid>(&record.value(field));
}

const Uuid* concealed_from(const Record& record) {
  const Concealment& conceals = record.ledger().conceals;
  return conceals.from.empty() ? nullptr : id_in(record, conceals.from);
}

// Naming somebody makes it about him, whatever else was chosen.
bool is_about_somebody(const Record& opening, const Concealment& conceals) {
  const auto* said = std::get_if<std::string>(&opening.value(conceals.concerns));
  return id_in(opening, conceals.person) || (said && *said != conceals.nobody);
}

// The one who is named, else whoever leads the unit.
std::vector<PersonId> those_concerned(const Record& record, const UnitId& unit, Date on,
                                      const Circumstances& circumstances) {
  std::vector<PersonId> concerned;
  if (const Uuid* named = id_in(record, record.ledger().conceals.person)) {
    concerned.emplace_back(*named);
  } else {
    for (const auto& [person, role] : circumstances.holders_at(unit, on))
      if (leads(role)) concerned.push_back(person);
  }
  std::ranges::sort(concerned);
  const auto twice = std::ranges::unique(concerned);
  concerned.erase(twice.begin(), twice.end());
  return concerned;
}

// The field of which `concerned` names a column.
const FieldSpec& field_of_those(const Ledger& ledger) {
  const std::string_view place = ledger.conceals.concerned;
  return *ledger.field(place.substr(0, place.find('.')));
}

Rows rows_of(const Ledger& ledger, const std::vector<PersonId>& people) {
  const FieldSpec& field = field_of_those(ledger);
  const FieldSpec& column = *ledger.field_or_column(ledger.conceals.concerned);
  Rows rows;
  for (const PersonId& person : people) {
    Row& row = rows.all.emplace_back(Row{++rows.last_id, {}, 0});
    row.cells.resize(field.column_count);
    row.cells[static_cast<std::size_t>(&column - field.first_column)] =
        static_cast<const Uuid&>(person);
  }
  return rows;
}

bool was_concerned(const Record& record, const PersonId& person) {
  return any_value_in(record, record.ledger().conceals.concerned, [&](const Value& value) {
    const Uuid* one = std::get_if<Uuid>(&value);
    return one && *one == person;
  });
}

// The top unit's discipline, without those concerned and without the sender, who judges nothing.
bool discipline_is_there(const UnitId& top, const std::vector<PersonId>& concerned,
                         const Actor& sender, Date today, const Circumstances& circumstances) {
  return std::ranges::any_of(circumstances.holders_at(top, today), [&](const auto& holder) {
    return holder.second == Role::discipline && holder.first != sender.person &&
           std::ranges::find(concerned, holder.first) == concerned.end();
  });
}

void set(Changes& changes, const Ledger& ledger, std::string_view field, const UnitId& unit) {
  changes.fields.push_back({ledger.index_of(*ledger.field(field)), Uuid(unit)});
}

}  // namespace

bool is_concealed(const Record& record) { return concealed_from(record) != nullptr; }

bool is_for_discipline(const Record& record) {
  const Uuid* from = concealed_from(record);
  return from && *from == record.unit;
}

bool is_concerned(const Actor& actor, const Record& record, Date today, const PathOfUnit& path_of) {
  const Uuid* from = concealed_from(record);
  if (!from || actor.is_nobody() || actor.holds_receipt || actor.person.is_nil()) return false;
  const Uuid* named = id_in(record, record.ledger().conceals.person);
  if ((named && *named == actor.person) || was_concerned(record, actor.person)) return true;
  const bool is_disciplines = is_for_discipline(record);
  const std::string_view path = path_of(*from);
  bool sits_below = false;
  for (const Post& post : actor.posts) {
    if (!is_in_force(post, today) || !covers(path, post.path)) continue;
    if (is_disciplines && post.role == Role::discipline && post.unit == record.unit) return false;
    sits_below = true;
  }
  return sits_below;
}

bool is_kept_from(const Actor& actor, const Record& record, Date today, const PathOfUnit& path_of) {
  const bool wrote_it = !actor.person.is_nil() && record.author == actor.person;
  return !wrote_it && is_concerned(actor, record, today, path_of);
}

Result<void> conceal(const Record& opening, const Actor& sender, Date today,
                     const Circumstances& circumstances, Changes& changes) {
  const Ledger& ledger = opening.ledger();
  const Concealment& conceals = ledger.conceals;
  if (conceals.from.empty() || !is_about_somebody(opening, conceals)) return {};
  const std::vector<PersonId> led = those_concerned(opening, opening.unit, today, circumstances);
  std::vector<PersonId> concerned = led;
  // And the sender, where it is his own line.
  const auto* said = std::get_if<std::string>(&opening.value(conceals.concerns));
  if (said && *said == conceals.own_line && !sender.person.is_nil())
    concerned.push_back(sender.person);
  std::string_view highest = opening.path;
  std::vector<Post> posts;  // hold the paths that `highest` looks at
  for (const PersonId& person : concerned)
    for (Post& post : circumstances.posts_of(person, today)) posts.push_back(std::move(post));
  for (const Post& post : posts)
    if (covers(post.path, highest)) highest = post.path;

  const bool is_top = highest.size() <= path_segment_size;
  const std::string_view above =
      is_top ? highest : highest.substr(0, highest.size() - path_segment_size);
  const UnitId from = highest == opening.path ? opening.unit : circumstances.unit_at(highest);
  const UnitId to = is_top ? from : circumstances.unit_at(above);
  if (is_top && !discipline_is_there(to, concerned, sender, today, circumstances))
    return refuse(Refusal::nobody_unconcerned_is_above, "unit", to_text(opening.unit));
  changes.unit = to;
  changes.path = above;
  set(changes, ledger, conceals.rated, opening.unit);
  set(changes, ledger, conceals.from, from);
  changes.fields.push_back({ledger.index_of(field_of_those(ledger)), rows_of(ledger, led)});
  return {};
}

void fill_in_who_was_concerned(Record& record, const Changes& opening,
                               const Circumstances& circumstances) {
  const Ledger& ledger = record.ledger();
  const Uuid* rated = id_in(record, ledger.conceals.rated);
  if (!is_concealed(record) || !rated) return;
  const std::size_t field = ledger.index_of(field_of_those(ledger));
  if (std::ranges::find(opening.fields, field, &FieldChange::field) != opening.fields.end()) return;
  const Date on = circumstances.zone.date_at(record.created_at);
  record.set_at(field, rows_of(ledger, those_concerned(record, UnitId(*rated), on, circumstances)));
}

Result<void> check_transfer(const Record& before, const UnitId& to, Date today,
                            const Circumstances& circumstances) {
  const Uuid* from = concealed_from(before);
  if (!from) return {};
  const std::string_view path = circumstances.path_of(to);
  bool is_theirs = covers(circumstances.path_of(*from), path);
  const auto sits_there = [&](const Value& value) {
    const Uuid* person = std::get_if<Uuid>(&value);
    return person && std::ranges::any_of(circumstances.posts_of(*person, today),
                                         [&](const Post& post) { return covers(post.path, path); });
  };
  for (const std::string_view place :
       {before.ledger().conceals.person, before.ledger().conceals.concerned})
    is_theirs = is_theirs || any_value_in(before, place, sits_there);
  if (is_theirs) return refuse(Refusal::the_rated_never_touch_the_raters, "unit", to_text(to));
  return {};
}

}  // namespace chuangyou

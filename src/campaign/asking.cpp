#include "campaign/asking.h"

#include <algorithm>

#include "campaign/named_units.h"
#include "ledgers/all.h"
#include "record/rows.h"

namespace chuangyou {

// What somebody may not see answers as what is not there, also when he links to it: a record, or
// one row of it.
bool Asking::may_link_to(const ActRequest& request, const Link& link, Moment now) const {
  const Ledger* ledger = find_ledger(link.ledger);
  if (!ledger) return false;
  std::optional<Record> record = LedgerTable(*ledger).get(connection, body.no, link.record);
  if (!record) return false;
  // What an import has half brought in may go again; its own rows stay or go with it.
  if (fences && fences->hold(connection, body.no, *record, request.import)) return false;
  const Date today = body.zone.date_at(now);
  // A receipt opens the record of which it is, and no other.
  Actor actor = request.actor;
  actor.holds_receipt = actor.holds_receipt && request.record == link.record;
  const Sight sight = sight_of(actor, *record, today, body.circumstances().path_of);
  redact(*record, sight);
  return sight != Sight::nothing && (link.row == 0 || record->row(link.row));
}

// Units, people and records that a value names are there.
Result<void> Asking::look_up_named(const ActRequest& request, const FieldSpec& field,
                                   std::string_view place, const Value& value, Moment now) const {
  const std::string name(place);
  if (const auto* units = std::get_if<std::vector<Uuid>>(&value))
    for (const Uuid& unit : *units)
      if (!body.tree.find(unit)) return refuse(Refusal::unit_is_unknown, name, to_text(unit));
  std::optional<Link> link;
  if (const Link* given = std::get_if<Link>(&value)) link = *given;
  if (const Uuid* id = std::get_if<Uuid>(&value)) {
    if (field.kind == Kind::unit && !body.tree.find(*id))
      return refuse(Refusal::unit_is_unknown, name, to_text(*id));
    if (field.kind == Kind::person && !body.people.find(*id))
      return refuse(Refusal::person_is_unknown, name, to_text(*id));
    if (field.kind == Kind::link) link = Link{field.links_to[0], *id};
  }
  if (link && !may_link_to(request, *link, now))
    return refuse(Refusal::record_is_linked_wrongly, name, to_text(link->record));
  return {};
}

Result<void> Asking::look_up_rows(const ActRequest& request, const FieldSpec& field,
                                  const Value& before, const Rows& rows, Moment now) const {
  const Rows* held = std::get_if<Rows>(&before);
  for (std::size_t place = 0; place < rows.all.size(); ++place) {
    const Row& row = rows.all[place];
    const Row* stands = held ? row_in(*held, row.id) : nullptr;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const FieldSpec& column = field.columns()[i];
      if (is_empty(row.cells[i]) || (stands && stands->cells[i] == row.cells[i])) continue;
      const std::string name = place_of_cell(field, place, column.name);
      if (Result<void> found = look_up_named(request, column, name, row.cells[i], now); !found)
        return found;
    }
  }
  return {};
}

Result<Asked> Asking::ask(const ActRequest& request, const Record& before, Moment now) const {
  const Ledger& ledger = *request.ledger;
  const Act* act = ledger.act(request.act);
  if (!act) return refuse(Refusal::act_is_unknown, "act", request.act);
  Asked asked{
      *act, {}, request.reason, request.unit, request.has_signed_file, !request.source.empty()};
  for (const FieldChange& wanted : request.fields) {
    const FieldSpec& field = ledger.fields[wanted.field];
    if (field.visibility == Visibility::sealed)
      return refuse(Refusal::field_is_unknown, std::string(field.name));
    asked.fields.push_back(wanted);
    const Value& held = before.value_at(wanted.field);
    if (held == wanted.value) continue;
    const Rows* rows = std::get_if<Rows>(&wanted.value);
    if (Result<void> found = rows ? look_up_rows(request, field, held, *rows, now)
                                  : look_up_named(request, field, field.name, wanted.value, now);
        !found)
      return std::unexpected(found.error());
  }
  const bool is_from_a_source = !request.source.empty();
  if (auto named = check_units_named(asked, before, body.tree, is_from_a_source); !named)
    return std::unexpected(named.error());
  if (is_from_a_source) return asked;
  if (auto reached = stand_for_members(asked, before, body.tree); !reached)
    return std::unexpected(reached.error());
  if (auto reached = check_somebody_is_reached(*act, before, body.tree); !reached)
    return std::unexpected(reached.error());
  return asked;
}

}  // namespace chuangyou

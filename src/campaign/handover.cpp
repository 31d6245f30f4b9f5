#include "campaign/handover.h"

#include <algorithm>
#include <set>

namespace chuangyou {
namespace {

constexpr std::size_t records_at_once = 256;

bool is_taken_by_somebody(const Ledger& ledger, const FieldSpec& field) {
  return std::ranges::any_of(ledger.acts, [&](const Act& act) {
    const bool is_done = std::ranges::any_of(
        act.may, [](const Right& right) { return right.role != Role::consequence; });
    return is_done && std::ranges::find(act.takes, field.name) != act.takes.end();
  });
}

bool gives_rights(const Ledger& ledger, const FieldSpec& field) {
  const auto cites = [&](const Right& right) { return right.field == field.name; };
  return std::ranges::any_of(ledger.read, cites) ||
         std::ranges::any_of(ledger.acts,
                             [&](const Act& act) { return std::ranges::any_of(act.may, cites); });
}

std::vector<const FieldSpec*> fields_in_hand(const Ledger& ledger) {
  std::vector<const FieldSpec*> fields;
  for (const FieldSpec& field : ledger.fields)
    if (tells_in_whose_hands(ledger, field)) fields.push_back(&field);
  return fields;
}

std::vector<const FieldSpec*> fields_naming(const Record& record, const PersonId& person) {
  std::vector<const FieldSpec*> naming;
  for (const FieldSpec* field : fields_in_hand(record.ledger()))
    if (const Uuid* named = std::get_if<Uuid>(&record.value(field->name));
        named && *named == person)
      naming.push_back(field);
  return naming;
}

}  // namespace

bool tells_in_whose_hands(const Ledger& ledger, const FieldSpec& field) {
  const bool is_about_him = field.name == ledger.conceals.person || is_shield(ledger, field);
  return field.kind == Kind::person && !field.is_retired && !is_about_him &&
         !gives_rights(ledger, field) && is_taken_by_somebody(ledger, field);
}

void each_in_hand(Connection& connection, std::span<const LedgerTable> tables, const Tree& tree,
                  const HandAsked& asked, const UseInHand& use) {
  ListQuery query;
  query.path = tree.path_of(asked.unit);
  query.limit = records_at_once;
  if (query.path.empty()) return;
  for (const LedgerTable& table : tables) {
    std::set<Uuid> seen;  // one that two fields name is one
    for (const FieldSpec* field : fields_in_hand(table.ledger()))
      for (const Stage stage : {Stage::open, Stage::claimed}) {
        query.stage = stage;
        query.field_equals = std::pair(std::string(field->name), Value(Uuid(asked.person)));
        query.cursor.clear();
        do {
          const Page page = table.list(connection, asked.body, query).value();
          for (const Record& record : page.records)
            if (seen.insert(record.id).second &&
                !use(table, record, fields_naming(record, asked.person)))
              return;
          query.cursor = page.next_cursor;
        } while (!query.cursor.empty());
      }
  }
}

Names in_hand(Connection& connection, std::span<const LedgerTable> tables, const Tree& tree,
              const HandAsked& asked) {
  Names names;
  each_in_hand(connection, tables, tree, asked,
               [&](const LedgerTable& table, const Record& record,
                   const std::vector<const FieldSpec*>& fields) {
                 ++names.records;
                 for (const FieldSpec* field : fields) {
                   const auto same = [&](const NamedBy& by) { return by.field == field; };
                   auto by = std::ranges::find_if(names.by, same);
                   if (by == names.by.end())
                     by = names.by.insert(names.by.end(), {&table.ledger(), field, 0});
                   ++by->records;
                 }
                 if (names.first.size() < names_listed_max)
                   names.first.push_back({&table.ledger(), record.id});
                 return true;
               });
  return names;
}

}  // namespace chuangyou

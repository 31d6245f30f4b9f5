#include "campaign/uses_since_import.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "campaign/body_tables.h"
#include "journal/account_entries.h"
#include "journal/follow.h"
#include "journal/journal.h"
#include "ledgers/all.h"
#include "storage/ledger_table.h"

namespace chuangyou {
namespace {

constexpr std::size_t id_size = 36;

// The ids that stand between quotation marks in what an entry says.
template <class Each>
void each_id_in(std::string_view json, Each each) {
  for (std::size_t at = json.find('"'); at != std::string_view::npos; at = json.find('"', at + 1)) {
    const std::size_t end = at + 1 + id_size;
    if (end >= json.size() || json[end] != '"') continue;
    if (const auto id = parse_uuid(json.substr(at + 1, id_size))) each(*id);
  }
}

// Of earlier acts those that are over leave nothing behind.
constexpr std::string_view leave_nothing[] = {"refuse_post", "take_back_post", "refuse_handover",
                                              account_acts::take_back};

class Looking {
 public:
  Looking(Connection& connection, BodyNo body, const RecordId& import,
          std::span<const MadeByImport> made, UsesSinceImport& uses)
      : connection_(connection), body_(body), import_(import), uses_(uses) {
    // The person of an account may have stood before.
    for (const MadeByImport& one : made)
      if (one.kind != MadeByImport::Kind::account) made_.insert(one.record);
  }

  void look_at(const Entry& entry) {
    if (uses_.used || is_of_import(entry, import_)) return;
    const EntryHead& head = entry.head;
    const bool is_of_imports =
        head.ledger == bodies_ledger &&
        (begins_import(head.act) || head.act == undo_act || head.act == drop_import_act);
    if (is_of_imports || std::ranges::find(leave_nothing, head.act) != std::end(leave_nothing))
      return;
    std::optional<Uuid> named;
    const auto see = [&](const Uuid& id) {
      if (!named && made_.contains(id)) named = id;
    };
    see(head.record);
    see(head.actor);
    see(head.under);
    each_id_in(entry.changes, see);
    if (named) note(head, *named);
  }

 private:
  void note(const EntryHead& head, const Uuid& named) {
    const Ledger* ledger = find_ledger(head.ledger);
    if (!ledger) {
      uses_.of_house.push_back(
          {named, std::string(head.ledger), std::string(head.act), head.record});
      return;
    }
    if (!looked_at_.insert(head.record).second) return;
    if (LedgerTable(*ledger).get(connection_, body_, RecordId(head.record))) uses_.used = named;
  }

  Connection& connection_;
  BodyNo body_;
  const RecordId& import_;
  UsesSinceImport& uses_;
  std::unordered_set<Uuid> made_, looked_at_;
};

bool stands(const UsesSinceImport::OfHouse& use, const Tree& tree, const People& people) {
  if (use.ledger == "units") {
    const Unit* unit = tree.find(use.record);
    return unit ? !was_taken_back(*unit) : people.reorganisation(use.record) != nullptr;
  }
  if (use.ledger == "people" || use.ledger == accounts_ledger)
    return people.find(use.record) != nullptr;
  if (use.act == "propose_post") return people.proposal(use.record) || people.post(use.record);
  if (use.act == "propose_handover") return people.handover(use.record) != nullptr;
  return true;
}

std::string name_of_used(const Uuid& id, const Tree& tree, const People& people) {
  if (const Unit* unit = tree.find(id)) return unit->name;
  PersonId person(id);
  if (const HeldPost* post = people.post(id)) person = post->person;
  if (const PostProposal* proposal = people.proposal(id)) person = proposal->post.person;
  const Person* held = people.find(person);
  return held ? held->name : to_text(id);
}

}  // namespace

UsesSinceImport uses_since_import(Connection& connection, BodyNo body, const RecordId& import,
                                  std::span<const MadeByImport> made, std::int64_t after,
                                  std::int64_t at_most) {
  UsesSinceImport uses;
  uses.looked_until = last_seq(connection, body);
  if (made.empty()) return uses;
  uses.looked_until -= std::max(std::int64_t{0}, uses.looked_until - after - at_most);
  Looking looking(connection, body, import, made, uses);
  for_each_entry(connection, body, after, uses.looked_until,
                 [&](const Entry& entry) { looking.look_at(entry); });
  return uses;
}

std::optional<std::string> first_used(const UsesSinceImport& uses, const Tree& tree,
                                      const People& people) {
  if (uses.used) return name_of_used(*uses.used, tree, people);
  for (const UsesSinceImport::OfHouse& use : uses.of_house)
    if (stands(use, tree, people)) return name_of_used(use.used, tree, people);
  return std::nullopt;
}

}  // namespace chuangyou

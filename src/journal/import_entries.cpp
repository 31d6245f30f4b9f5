#include "journal/import_entries.h"

#include <simdjson.h>

#include <algorithm>
#include <unordered_set>

#include "core/json_text.h"
#include "journal/account_entries.h"
#include "journal/journal.h"
#include "ledgers/all.h"

namespace chuangyou {
namespace {

struct Member {
  const char* name;
  std::string ImportBegun::*text;
};
constexpr Member texts[] = {{"file", &ImportBegun::file},
                            {"file_name", &ImportBegun::file_name},
                            {"ledger", &ImportBegun::ledger},
                            {"mapping", &ImportBegun::mapping}};
struct Count {
  const char* name;
  std::int64_t ImportBegun::*number;
};
constexpr Count counts[] = {{"rows", &ImportBegun::rows},
                            {"opened", &ImportBegun::opened},
                            {"amended", &ImportBegun::amended},
                            {"unchanged", &ImportBegun::unchanged},
                            {"passed_over", &ImportBegun::passed_over},
                            {"made", &ImportBegun::made}};

struct Making {
  std::string_view act;
  MadeByImport::Kind kind;
};
constexpr Making makings[] = {{"found_unit", MadeByImport::Kind::unit},
                              {"add_person", MadeByImport::Kind::person},
                              {"propose_post", MadeByImport::Kind::post},
                              {account_acts::make, MadeByImport::Kind::account}};

std::optional<MadeByImport> made_in(const Entry& entry, const RecordId& import) {
  const auto making = std::ranges::find(makings, entry.head.act, &Making::act);
  if (making == std::end(makings) || !is_of_import(entry, import)) return std::nullopt;
  MadeByImport made{making->kind, entry.head.record};
  if (made.kind != MadeByImport::Kind::account) return made;
  const Result<AccountSaid> said = decode_account(entry.changes);
  if (said) made.account = said->name;
  return made;
}

}  // namespace

std::string encode_import(const ImportBegun& begun) {
  std::string json;
  JsonText writer(json);
  writer.StartObject();
  for (const auto& [name, text] : texts) {
    if ((begun.*text).empty()) continue;
    writer.put_key(name);
    writer.put_text(begun.*text);
  }
  for (const auto& [name, number] : counts) {
    if (begun.*number == 0) continue;
    writer.put_key(name);
    writer.Int64(begun.*number);
  }
  writer.EndObject();
  return json;
}

ImportBegun decode_import(std::string_view changes) {
  ImportBegun begun;
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  const simdjson::padded_string padded(changes);
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) return begun;
  for (const auto& [name, text] : texts)
    if (std::string_view value; object[name].get(value) == simdjson::SUCCESS) begun.*text = value;
  for (const auto& [name, number] : counts)
    if (std::int64_t value = 0; object[name].get(value) == simdjson::SUCCESS) begun.*number = value;
  return begun;
}

std::vector<AmendedByImport> amended_by_import(Connection& connection, BodyNo body,
                                               const RecordId& import) {
  const std::vector<Entry> whole = entries_of(connection, body, import);
  std::vector<AmendedByImport> found;
  if (whole.size() != 1 || !begins_import(whole.front().head.act)) return found;
  const std::int64_t wanted = decode_import(whole.front().changes).amended;
  const std::int64_t last = last_seq(connection, body);
  std::unordered_set<Uuid> seen;
  constexpr std::int64_t at_once = 20'000;
  for (std::int64_t after = whole.front().head.seq; after < last; after += at_once) {
    if (std::ssize(found) >= wanted) break;
    for_each_entry(connection, body, after, std::min(after + at_once, last),
                   [&](const Entry& entry) {
                     const Ledger* ledger = find_ledger(entry.head.ledger);
                     const Act* act = ledger ? ledger->act(entry.head.act) : nullptr;
                     const bool amends = act && !act->from.empty() && is_of_import(entry, import);
                     if (amends && seen.insert(entry.head.record).second)
                       found.push_back({ledger, RecordId(entry.head.record), entry.head.seq});
                   });
  }
  return found;
}

std::vector<MadeByImport> made_by_import(Connection& connection, BodyNo body,
                                         const RecordId& import) {
  const std::vector<Entry> whole = entries_of(connection, body, import);
  std::vector<MadeByImport> made;
  if (whole.size() != 1 || !begins_import(whole.front().head.act)) return made;
  const std::int64_t wanted = decode_import(whole.front().changes).made;
  const std::int64_t last = last_seq(connection, body);
  constexpr std::int64_t at_once = 1000;
  for (std::int64_t after = whole.front().head.seq; after < last; after += at_once) {
    if (std::ssize(made) >= wanted) break;
    for_each_entry(connection, body, after, std::min(after + at_once, last),
                   [&](const Entry& entry) {
                     if (auto one = made_in(entry, import)) made.push_back(std::move(*one));
                   });
  }
  return made;
}

// By its text: what a field holds has its quotation marks escaped, so that it is never taken for
// a member.
bool is_of_import(const Entry& entry, const RecordId& import) {
  return entry.changes.contains(R"("import":")" + to_text(import) + '"');
}

}  // namespace chuangyou

#include "journal/account_entries.h"

#include <simdjson.h>

#include <algorithm>
#include <set>

#include "core/hash.h"
#include "core/json_text.h"
#include "journal/journal.h"

namespace chuangyou {
namespace {

std::string sha256_of(std::string_view password_hash) {
  return password_hash.empty() ? std::string()
                               : to_hex(hash_of(HashFunction::sha256, {password_hash}));
}

}  // namespace

std::string encode_account(std::string_view name, std::string_view password_hash) {
  std::string text;
  JsonText json(text);
  json.StartObject();
  json.put_key("name");
  json.put_text(name);
  if (!password_hash.empty()) {
    json.put_key("password_sha256");
    json.put_text(sha256_of(password_hash));
  }
  json.EndObject();
  return text;
}

Result<AccountSaid> decode_account(std::string_view changes) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(changes);
  simdjson::dom::object object;
  std::string_view name, hash;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS ||
      object["name"].get(name) != simdjson::SUCCESS)
    return refuse(Refusal::json_is_malformed);
  if (object["password_sha256"].get(hash) != simdjson::SUCCESS) hash = {};
  return AccountSaid{std::string(name), std::string(hash)};
}

bool follow_account(AccountsTold& told, const Entry& entry) {
  const std::string_view act = entry.head.act;
  const Result<AccountSaid> said = decode_account(entry.changes);
  if (!said) return false;
  const bool begins = act == account_acts::make || act == account_acts::adopt;
  if (begins == told.contains(said->name)) return false;
  AccountTold& account = told[said->name];
  if (begins) account.person = PersonId(entry.head.record);
  if (account.person != entry.head.record) return false;
  if (!said->password_sha256.empty()) account.password_sha256 = said->password_sha256;
  if (act == account_acts::make || act == account_acts::reset ||
      act == account_acts::adopt_password)
    account.must_change = true;
  if (act == account_acts::change) account.must_change = false;
  if (act == account_acts::lock) account.state = AccountState::locked;
  if (act == account_acts::unlock) account.state = AccountState::open;
  if (act == account_acts::end)
    account = {account.person, AccountState::ended, false, std::string()};
  return true;
}

std::vector<Entry> account_entries_of(Connection& connection, BodyNo body, const PersonId& person) {
  std::vector<Entry> entries = entries_of(connection, body, person);
  std::erase_if(entries, [](const Entry& entry) { return entry.head.ledger != accounts_ledger; });
  return entries;
}

AccountsTold told_of(Connection& connection, BodyNo body, std::span<const AccountRow> rows) {
  std::set<PersonId> people;
  for (const AccountRow& row : rows) people.insert(row.person);
  AccountsTold told;
  for (const PersonId& person : people)
    for (const Entry& entry : account_entries_of(connection, body, person))
      follow_account(told, entry);
  return told;
}

AccountTold told_of(const AccountRow& row) {
  return {row.person, row.state, row.must_change, sha256_of(row.password_hash)};
}

}  // namespace chuangyou

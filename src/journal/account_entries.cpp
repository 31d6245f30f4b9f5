#include "journal/account_entries.h"

#include <simdjson.h>

#include <algorithm>
#include <set>

#include "core/hash.h"
#include "core/json_text.h"
#include "journal/journal.h"

namespace chuangyou {
namespace {

std::string sha256_of(std::string_view stored) {
  return stored.empty() ? std::string() : to_hex(hash_of(HashFunction::sha256, {stored}));
}

// False where it is none.
bool decode_second_factor(std::string_view changes, SecondFactorTold& told) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(changes);
  simdjson::dom::object object;
  simdjson::dom::array codes;
  std::string_view sealed, code;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS ||
      object["second_factor_sha256"].get(sealed) != simdjson::SUCCESS || sealed.empty() ||
      object["recovery_sha256"].get(codes) != simdjson::SUCCESS)
    return false;
  told.sealed_sha256 = sealed;
  for (const simdjson::dom::element one : codes) {
    if (one.get(code) != simdjson::SUCCESS) return false;
    told.recovery_sha256.emplace_back(code);
  }
  return true;
}

}  // namespace

std::string encode_account(std::string_view name, std::string_view password_hash,
                           const Uuid& import) {
  std::string text;
  JsonText json(text);
  json.StartObject();
  if (!import.is_nil()) {
    json.put_key("import");
    json.put_text(to_text(import));
  }
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

bool is_about_second_factor(const Entry& entry) {
  const std::string_view act = entry.head.act;
  return act == account_acts::set_second || act == account_acts::adopt_second ||
         act == account_acts::drop_second;
}

std::string encode_second_factor(std::string_view sealed, std::span<const Hash> recovery) {
  std::string text;
  JsonText json(text);
  json.StartObject();
  json.put_key("recovery_sha256");
  json.StartArray();
  for (const Hash& code : recovery) json.put_text(sha256_of(bytes_of(code)));
  json.EndArray();
  json.put_key("second_factor_sha256");
  json.put_text(sha256_of(sealed));
  json.EndObject();
  return text;
}

SecondFactorTold second_factor_told(std::span<const Entry> entries) {
  SecondFactorTold told;
  for (const Entry& entry : entries) {
    if (!is_about_second_factor(entry)) continue;
    told = {};
    if (entry.head.act == account_acts::drop_second) continue;
    if (!decode_second_factor(entry.changes, told)) told.sealed_sha256 = "unreadable";
    told.since = entry.head.at;
  }
  return told;
}

bool SecondFactorTold::fits(const std::optional<SecondFactorRow>& row,
                            std::span<const Hash> recovery) const {
  const bool counts = row && row->is_confirmed;
  if (counts != is_set() || (counts && sha256_of(row->sealed) != sealed_sha256)) return false;
  return std::ranges::all_of(recovery, [&](const Hash& code) {
    return std::ranges::find(recovery_sha256, sha256_of(bytes_of(code))) != recovery_sha256.end();
  });
}

bool follow_account(AccountsTold& told, const Entry& entry) {
  if (is_about_second_factor(entry)) return true;
  const std::string_view act = entry.head.act;
  const Result<AccountSaid> said = decode_account(entry.changes);
  if (!said) return false;
  const bool begins = act == account_acts::make || act == account_acts::adopt;
  if (begins == told.contains(said->name)) return false;
  AccountTold& account = told[said->name];
  if (begins) account.person = PersonId(entry.head.record);
  if (account.person != entry.head.record) return false;
  if (act == account_acts::take_back) {
    told.erase(said->name);
    return true;
  }
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

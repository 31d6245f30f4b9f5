// A body's log takes up its key: the second thing that the body's own entries can say.
#include <simdjson.h>
#include <sqlite3.h>

#include "campaign/body_tables.h"
#include "campaign/log.h"
#include "campaign/lost_entries.h"
#include "storage/key_set_aside.h"
#include "storage/keys.h"

namespace chuangyou {
namespace {

// Without a size nothing is known to be lost: only the file that would tell.
bool tells_of_lost_entries(const Entry& entry) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(entry.changes);
  std::int64_t size = 0;
  return parser.parse(padded)["size"].get(size) != simdjson::SUCCESS || size > 0;
}

// Since the key was adopted.
bool went_on_without_entries(Connection& connection, BodyNo body) {
  bool has_gone_on = false;
  for (const Entry& entry : entries_of(connection, body, record_of_body(connection, body))) {
    if (entry.head.act == adopt_log_key_act) has_gone_on = false;
    if (entry.head.act == go_on_after_loss_act && tells_of_lost_entries(entry)) has_gone_on = true;
  }
  return has_gone_on;
}

void write_adoption(Connection& connection, Body& body, const VerifierKey& key, Moment now,
                    RandomSource& random) {
  const std::optional<Entry> founding = entry_at(connection, body.no, 1);
  if (!founding) throw StorageError("the body has no founding entry", SQLITE_CORRUPT);
  write_body_entry(connection, body, founding->head.record, adopt_log_key_act, encode_log_key(key),
                   now, random);
}

}  // namespace

Result<void> open_log(Connection& connection, Body& body, const LogAsked& asked, Moment now,
                      RandomSource& random) {
  const Keys keys(asked.keys_folder);
  const std::string name = log_key_name(body.key);
  const std::string origin = origin_of(asked.public_url, body.key);
  const std::optional<AdoptedLogKey> adopted = adopted_log_key(connection, body.no);
  // What it has signed may be longer than the journal is now: going on under it would be two logs
  // of one name and key, of which each could be shown to somebody else.
  const bool is_used_up = adopted && went_on_without_entries(connection, body.no);
  if (is_used_up && asked.may_append)
    set_key_aside(asked.keys_folder, name, name + ".until-" + std::to_string(body.last_seq));
  std::optional<Secret> seed = keys.find(name);
  const bool is_the_adopted =
      adopted && seed && LogSigner(origin, *seed).verifier().key == adopted->key.key;
  if (adopted && !is_the_adopted && !is_used_up && !asked.new_key)
    return refuse(Refusal::log_key_is_missing, "body", body.key);
  const bool has_news = !is_the_adopted || adopted->origin != origin;
  if (has_news && !asked.may_append) return refuse(Refusal::entries_are_missing, "body", body.key);
  // First the seed, then the entry: a crash between the two leaves a key that nobody knows yet.
  if (!seed) seed = keys.of(name);
  auto signer = std::make_shared<const LogSigner>(origin, *seed);
  if (has_news) write_adoption(connection, body, signer->verifier(), now, random);
  body.log = std::move(signer);
  return {};
}

std::optional<std::string> signed_checkpoint(const Body& body, const Seal& seal) {
  if (!body.log) return std::nullopt;
  return body.log->sign(seal.last, seal.root);
}

std::string name_and_signature(const Body& body, const Seal& seal) {
  const std::optional<std::string> note = signed_checkpoint(body, seal);
  if (!note) return {};
  const std::size_t name = note->rfind("\n\n") + 2 + std::string_view("\u2014 ").size();
  return note->substr(name, note->size() - name - 1);
}

}  // namespace chuangyou

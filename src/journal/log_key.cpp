#include "journal/log_key.h"

#include <simdjson.h>

#include "core/json_text.h"
#include "journal/journal.h"

namespace chuangyou {

std::string origin_of(std::string_view public_url, std::string_view body_key) {
  if (public_url.empty()) return std::string(body_key);
  const std::size_t scheme = public_url.find("://");
  if (scheme != std::string_view::npos) public_url.remove_prefix(scheme + 3);
  while (public_url.ends_with('/')) public_url.remove_suffix(1);
  return std::string(public_url).append("/log/").append(body_key);
}

LogSigner::LogSigner(std::string origin, const Secret& seed)
    : key_(std::move(origin), SignatureKind::ed25519, seed) {}

std::string LogSigner::sign(std::int64_t size, const Hash& root) const {
  const std::string text = write_checkpoint({origin(), size, root, {}});
  return write_note({text, {key_.sign(text)}});
}

std::string log_key_name(std::string_view body_key) { return "log-" + std::string(body_key); }

std::string encode_log_key(const VerifierKey& key) {
  std::string text;
  JsonText json(text);
  json.StartObject();
  json.put_key("origin");
  json.put_text(key.name);
  json.put_key("key");
  json.put_text(to_text(key));
  json.EndObject();
  return text;
}

std::optional<AdoptedLogKey> decode_log_key(std::string_view changes) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(changes);
  simdjson::dom::object object;
  std::string_view origin, key_text;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS ||
      object["origin"].get(origin) != simdjson::SUCCESS ||
      object["key"].get(key_text) != simdjson::SUCCESS)
    return std::nullopt;
  auto key = parse_verifier_key(key_text);
  if (!key || key->name != origin) return std::nullopt;
  return AdoptedLogKey{std::string(origin), std::move(*key)};
}

// The body's own entries bear the id of its first one, so that they are found without a walk.
std::optional<AdoptedLogKey> adopted_log_key(Connection& connection, BodyNo body) {
  const std::optional<Entry> founding = entry_at(connection, body, 1);
  if (!founding) return std::nullopt;
  std::optional<AdoptedLogKey> latest;
  for (const Entry& entry : entries_of(connection, body, founding->head.record))
    if (entry.head.act == adopt_log_key_act)
      if (auto adopted = decode_log_key(entry.changes)) latest = std::move(adopted);
  return latest;
}

}  // namespace chuangyou

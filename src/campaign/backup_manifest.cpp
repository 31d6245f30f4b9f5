#include "campaign/backup_manifest.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "core/json_text.h"
#include "journal/log_key.h"

namespace chuangyou {
namespace {

constexpr std::string_view format = "chuangyou backup 1";
constexpr std::size_t hex_digits = 64;

void put(JsonText& json, std::string_view key, std::string_view value) {
  json.put_key(key);
  json.put_text(value);
}
void put(JsonText& json, std::string_view key, std::int64_t value) {
  json.put_key(key);
  json.Int64(value);
}

void put_body(JsonText& json, const BackedUpBody& body) {
  json.StartObject();
  put(json, "key", body.key);
  put(json, "no", static_cast<std::int64_t>(body.no));
  put(json, "entries", body.entries);
  put(json, "at", to_text(body.at));
  put(json, "sealed", body.sealed);
  put(json, "root", to_hex(body.root));
  if (!body.log_key.empty()) {
    put(json, "log_key", body.log_key);
    put(json, "log_key_is_kept_apart_as", log_key_name(body.key));
  }
  json.EndObject();
}

using Object = simdjson::dom::object;

template <class Value>
bool get(const Object& object, std::string_view key, Value& value) {
  return object[key].get(value) == simdjson::SUCCESS;
}

std::optional<BackedUpBody> parse_body(const Object& object) {
  std::string_view key, at, root, log_key;
  std::int64_t no = 0;
  BackedUpBody body;
  if (!get(object, "key", key) || !get(object, "no", no) || !get(object, "entries", body.entries) ||
      !get(object, "at", at) || !get(object, "sealed", body.sealed) || !get(object, "root", root))
    return std::nullopt;
  const auto moment = parse_moment(at);
  const auto hash = parse_hash(root);
  if (!moment || !hash) return std::nullopt;
  if (get(object, "log_key", log_key)) body.log_key = log_key;
  body.key = key;
  body.no = static_cast<BodyNo>(no);
  body.at = *moment;
  body.root = *hash;
  return body;
}

bool is_a_name_of_ours(std::string_view name) {
  return name == manifest_name || name == database_name || name == checkpoints_name ||
         name == cosigned_name || parse_evidence_name(name);
}

}  // namespace

std::string name_of_evidence(BodyNo body, const Hash& hash) {
  const std::string hex = to_hex(hash);
  return std::string(files_name) + "/" + std::to_string(static_cast<int>(body)) + "/" +
         hex.substr(0, 2) + "/" + hex;
}

std::optional<EvidenceName> parse_evidence_name(std::string_view name) {
  if (name.size() < hex_digits || !name.starts_with(files_name)) return std::nullopt;
  const auto hash = parse_hash(name.substr(name.size() - hex_digits));
  std::string_view number = name.substr(files_name.size());
  if (!hash || !number.starts_with('/')) return std::nullopt;
  number.remove_prefix(1);
  int body = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), body);
  if (error != std::errc{} || name_of_evidence(static_cast<BodyNo>(body), *hash) != name)
    return std::nullopt;
  return EvidenceName{static_cast<BodyNo>(body), *hash};
}

std::string write_manifest(const Backup& backup) {
  std::string text;
  JsonText json(text);
  json.StartObject();
  put(json, "format", format);
  put(json, "at", to_text(backup.at));
  put(json, "program", backup.program);
  put(json, "files", static_cast<std::int64_t>(backup.files.size()));
  put(json, "bytes", backup.bytes);
  json.put_key("bodies");
  json.StartArray();
  for (const BackedUpBody& body : backup.bodies) put_body(json, body);
  json.EndArray();
  json.EndObject();
  return text + "\n";
}

constexpr std::int64_t files_max = 10'000'000;  // more evidence than any house keeps

// The number of files is the manifest's own, which is listed beside them and counted in none.
std::optional<Backup> parse_manifest(std::string_view text) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(text);
  Object object;
  std::string_view is_format, at, program;
  std::int64_t files = 0;
  Backup backup;
  simdjson::dom::array bodies;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS || !get(object, "format", is_format) ||
      is_format != format || !get(object, "at", at) || !get(object, "program", program) ||
      !get(object, "files", files) || files < 0 || files > files_max ||
      !get(object, "bytes", backup.bytes) || !get(object, "bodies", bodies))
    return std::nullopt;
  const auto moment = parse_moment(at);
  if (!moment) return std::nullopt;
  backup.at = *moment;
  backup.program = program;
  backup.files.resize(static_cast<std::size_t>(files));
  for (const simdjson::dom::element one : bodies) {
    Object said;
    if (one.get(said) != simdjson::SUCCESS) return std::nullopt;
    auto body = parse_body(said);
    if (!body) return std::nullopt;
    backup.bodies.push_back(std::move(*body));
  }
  return backup;
}

std::string write_sums(const Backup& backup) {
  std::string text;
  for (const BackedUpFile& file : backup.files)
    text += to_hex(file.sha256) + "  " + file.name + "\n";
  return text;
}

std::optional<std::vector<BackedUpFile>> parse_sums(std::string_view text) {
  constexpr std::string_view between = "  ";
  std::vector<BackedUpFile> files;
  if (!text.ends_with('\n')) return std::nullopt;  // cut in the middle of a line, or empty
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() + 1);
    const auto hash = parse_hash(line.substr(0, std::min(hex_digits, line.size())));
    if (!hash || line.size() < hex_digits + between.size()) return std::nullopt;
    const std::string_view name = line.substr(hex_digits + between.size());
    if (line.substr(hex_digits, between.size()) != between || !is_a_name_of_ours(name))
      return std::nullopt;
    files.push_back({std::string(name), *hash});
  }
  return files;
}

}  // namespace chuangyou

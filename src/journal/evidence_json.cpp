#include "journal/evidence_json.h"

#include <algorithm>

namespace chuangyou {
namespace {

namespace ondemand = simdjson::ondemand;

void put(JsonText& json, std::string_view key, std::string_view text) {
  json.put_key(key);
  json.put_text(text);
}

[[noreturn]] void fail() { throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE); }

EvidenceKind kind_of(std::string_view name) {
  const auto* found = std::ranges::find(evidence_kind_names, name);
  if (found == std::end(evidence_kind_names)) fail();
  return static_cast<EvidenceKind>(found - std::begin(evidence_kind_names));
}

Evidence read_one(ondemand::object object) {
  Evidence one;
  for (ondemand::field member : object) {
    const std::string_view key = member.unescaped_key();
    ondemand::value value = member.value();
    if (key == "bytes") {
      one.bytes = value.get_int64();
      continue;
    }
    const std::string_view text = value.get_string();
    if (key == "kind") one.kind = kind_of(text);
    if (key == "text") one.text = text;
    if (key == "type") one.type = text;
    if (key == "ledger") one.ledger = text;
    if (key == "record") {
      const Result<Uuid> id = parse_uuid(text);
      if (!id) fail();
      one.record = *id;
    }
    if (key == "hash") {
      const auto hash = parse_hash(text);
      if (!hash) fail();
      one.hash = *hash;
    }
  }
  return one;
}

}  // namespace

void put_evidence(JsonText& json, std::span<const Evidence> evidence) {
  json.StartArray();
  for (const Evidence& one : evidence) {
    json.StartObject();
    put(json, "kind", name_of(one.kind));
    if (!one.text.empty()) put(json, "text", one.text);
    if (one.kind == EvidenceKind::record) {
      put(json, "ledger", one.ledger);
      put(json, "record", to_text(one.record));
    }
    if (one.kind == EvidenceKind::file) {
      put(json, "hash", to_hex(one.hash));
      put(json, "type", one.type);
      json.put_key("bytes");
      json.Int64(one.bytes);
    }
    json.EndObject();
  }
  json.EndArray();
}

std::vector<Evidence> read_evidence(ondemand::value value) {
  std::vector<Evidence> evidence;
  for (auto item : value.get_array()) evidence.push_back(read_one(item.get_object()));
  return evidence;
}

}  // namespace chuangyou

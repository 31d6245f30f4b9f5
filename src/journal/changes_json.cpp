#include "journal/changes_json.h"

#include <simdjson.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/json_text.h"
#include "journal/evidence_json.h"
#include "storage/sqlite.h"
#include "storage/value_json.h"

namespace chuangyou {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::array<std::string_view, 3> pause_names = {"none", "starts", "ends"};
constexpr std::array<std::string_view, 3> says_names = {"as_the_state", "nothing", "no"};
constexpr std::array<std::string_view, 3> history_names = {"none", "unconfirmed", "confirmed"};

void put(JsonText& writer, std::string_view key, std::string_view text) {
  writer.put_key(key);
  writer.put_text(text);
}

void put_fields(JsonText& writer, const Ledger& ledger, std::span<const FieldChange> changes) {
  if (changes.empty()) return;
  const auto name_of = [&](const FieldChange* change) { return ledger.fields[change->field].name; };
  // In the order of their names, so that neither whoever asked nor a declaration that puts a field
  // elsewhere changes the bytes.
  std::vector<const FieldChange*> sorted;
  sorted.reserve(changes.size());
  for (const FieldChange& change : changes) sorted.push_back(&change);
  std::ranges::stable_sort(sorted, {}, name_of);
  writer.put_key("fields");
  writer.StartObject();
  for (const FieldChange* change : sorted) {
    writer.put_key(name_of(change));
    writer.put_json({});
    write_value(writer.text(), ledger.fields[change->field], change->value);
  }
  writer.EndObject();
}

void put_signature(JsonText& writer, const Signature& signature) {
  writer.put_key("signature");
  writer.StartObject();
  put(writer, "act", signature.act);
  writer.put_key("right");
  writer.Uint64(signature.right);
  put(writer, "person", to_text(signature.person));
  put(writer, "at", to_text(signature.at));
  writer.EndObject();
}

// What the act means beside what it changes; mostly nothing that its name does not say.
void put_meaning(JsonText& writer, const Changes& changes) {
  if (changes.says != Changes::Says::as_the_state)
    put(writer, "says", says_names[static_cast<std::size_t>(changes.says)]);
  if (changes.is_for_another) {
    writer.put_key("is_for_another");
    writer.Bool(true);
  }
  if (changes.is_told) {
    writer.put_key("is_told");
    writer.Bool(true);
  }
  if (changes.is_from_outside) {
    writer.put_key("is_from_outside");
    writer.Bool(true);
  }
  if (changes.history != History::none)
    put(writer, "history", history_names[static_cast<std::size_t>(changes.history)]);
}

// What we wrote ourselves reads back; anything else means that the journal was changed.
[[noreturn]] void fail() {
  throw StorageError("changes in the journal cannot be read", SQLITE_CORRUPT);
}

template <class T>
T must(Result<T> result) {
  if (!result) fail();
  return *result;
}

std::string_view text_of(ondemand::value value) { return value.get_string(); }
Uuid id_of(ondemand::value value) { return must(parse_uuid(text_of(value))); }
Moment moment_of(ondemand::value value) { return must(parse_moment(text_of(value))); }

std::vector<FieldChange> fields_of(const Ledger& ledger, ondemand::object json) {
  std::vector<FieldChange> changes;
  for (ondemand::field member : json) {
    const std::string_view name = member.unescaped_key();
    const FieldSpec* field = ledger.field(name);
    if (!field) continue;
    changes.push_back({ledger.index_of(*field), read_value(*field, member.value())});
  }
  std::ranges::stable_sort(changes, {}, &FieldChange::field);
  return changes;
}

Signature signature_of(ondemand::object json) {
  Signature signature;
  signature.act = text_of(json["act"]);
  signature.right = std::uint64_t{json["right"].get_uint64()};
  signature.person = PersonId(id_of(json["person"]));
  signature.at = moment_of(json["at"]);
  return signature;
}

template <class Named>
Named one_of(std::span<const std::string_view> names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) fail();
  return static_cast<Named>(found - names.begin());
}

void read_member(const Ledger& ledger, std::string_view key, ondemand::value value,
                 DecodedChanges& decoded) {
  Changes& changes = decoded.changes;
  ChangesNote& note = decoded.note;
  if (key == "unit") note.unit = UnitId(id_of(value));
  if (key == "state") changes.state = text_of(value);
  if (key == "entered") changes.state_entered = bool{value.get_bool()};
  if (key == "fields") changes.fields = fields_of(ledger, value.get_object());
  if (key == "reason") changes.reason = text_of(value);
  if (key == "pause") changes.pause = one_of<Pause>(pause_names, text_of(value));
  if (key == "signature") changes.signature = signature_of(value.get_object());
  if (key == "says") changes.says = one_of<Changes::Says>(says_names, text_of(value));
  if (key == "is_for_another") changes.is_for_another = bool{value.get_bool()};
  if (key == "is_told") changes.is_told = bool{value.get_bool()};
  if (key == "is_from_outside") changes.is_from_outside = bool{value.get_bool()};
  if (key == "history") changes.history = one_of<History>(history_names, text_of(value));
  if (key == "receipt") note.receipt = std::string(text_of(value));
  if (key == "source") note.source = std::string(text_of(value));
  if (key == "import") note.import = RecordId(id_of(value));
  if (key == "cause") note.cause = std::int64_t{value.get_int64()};
  if (key == remark_member) note.remark = text_of(value);
  if (key == evidence_member) note.evidence = read_evidence(value);
}

// The parser reads some bytes beyond the end; both are kept, so that a rebuild allocates nothing.
void read_members(const Ledger& ledger, std::string_view json, DecodedChanges& decoded) {
  thread_local ondemand::parser parser;
  thread_local std::string padded;
  padded.assign(json);
  padded.append(simdjson::SIMDJSON_PADDING, '\0');
  ondemand::document document = parser.iterate(padded.data(), json.size(), padded.size());
  for (ondemand::field member : document.get_object()) {
    const std::string_view key = member.unescaped_key();
    read_member(ledger, key, member.value(), decoded);
  }
}

}  // namespace

std::string encode_changes(const Ledger& ledger, const Changes& changes, const ChangesNote& note) {
  std::string json;
  json.reserve(256);
  JsonText writer(json);
  writer.StartObject();
  if (note.unit) put(writer, "unit", to_text(*note.unit));
  if (!changes.state.empty()) put(writer, "state", changes.state);
  if (changes.state_entered) {
    writer.put_key("entered");
    writer.Bool(true);
  }
  put_fields(writer, ledger, changes.fields);
  if (!changes.reason.empty()) put(writer, "reason", changes.reason);
  if (changes.pause != Pause::none) {
    put(writer, "pause", pause_names[static_cast<std::size_t>(changes.pause)]);
  }
  if (changes.signature) put_signature(writer, *changes.signature);
  put_meaning(writer, changes);
  if (note.receipt) put(writer, "receipt", *note.receipt);
  if (note.source) put(writer, "source", *note.source);
  if (note.import) put(writer, "import", to_text(*note.import));
  if (note.cause) {
    writer.put_key("cause");
    writer.Int64(*note.cause);
  }
  if (!note.remark.empty()) put(writer, remark_member, note.remark);
  if (!note.evidence.empty()) {
    writer.put_key(evidence_member);
    put_evidence(writer, note.evidence);
  }
  writer.EndObject();
  return json;
}

DecodedChanges decode_changes(const Ledger& ledger, std::string_view act, std::string_view json) {
  DecodedChanges decoded;
  decoded.changes.act = act;
  try {
    read_members(ledger, json, decoded);
  } catch (const simdjson::simdjson_error&) {
    fail();
  } catch (const ValueIsMalformed&) {
    fail();
  }
  return decoded;
}

}  // namespace chuangyou

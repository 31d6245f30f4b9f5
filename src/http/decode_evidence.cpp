#include "http/decode_evidence.h"

#include <algorithm>
#include <optional>

#include "http/decode.h"

namespace chuangyou {
namespace {

namespace ondemand = simdjson::ondemand;

// Reads the members one by one; what they are together, `whole` judges.
class EvidenceDecoder {
 public:
  explicit EvidenceDecoder(std::string_view place) : place_(place) {}

  void read(std::string_view key, std::string_view text) {
    if (key == "kind")
      read_kind(text);
    else if (key == "text")
      read_text(text);
    else if (key == "ledger")
      one_.ledger = text;
    else if (key == "record")
      read_record(text);
    else if (key == "file")
      read_file(text);
    else
      wrong(Refusal::field_is_unknown);
  }
  void wrong(Refusal law) { wrong_ = Refused{law, std::string(place_), {}}; }

  Result<Evidence> whole() {
    if (wrong_) return std::unexpected(std::move(*wrong_));
    if (!kind_) return refuse(Refusal::field_is_missing, std::string(place_), "kind");
    one_.kind = *kind_;
    const bool is_record = one_.kind == EvidenceKind::record;
    if (is_record != has_record_ || is_record == one_.ledger.empty())
      return refuse(Refusal::record_is_linked_wrongly, std::string(place_));
    if ((one_.kind == EvidenceKind::file) != has_file_)
      return refuse(Refusal::file_was_not_sent, std::string(place_), one_.text);
    return std::move(one_);
  }

 private:
  void read_kind(std::string_view name) {
    const auto* found = std::ranges::find(evidence_kind_names, name);
    if (found == std::end(evidence_kind_names)) return wrong(Refusal::choice_is_unknown);
    kind_ = static_cast<EvidenceKind>(found - std::begin(evidence_kind_names));
  }
  void read_text(std::string_view text) {
    const FieldSpec line{.name = place_, .kind = Kind::text, .length_max = 2000};
    Result<Value> held = value_from_text(line, text);
    if (!held)
      wrong_ = std::move(held.error());
    else if (auto* said = std::get_if<std::string>(&*held))
      one_.text = std::move(*said);
  }
  void read_record(std::string_view text) {
    const Result<Uuid> id = parse_uuid(text);
    has_record_ = id.has_value();
    if (id) one_.record = *id;
  }
  void read_file(std::string_view text) {
    const auto hash = parse_hash(text);
    has_file_ = hash.has_value();
    if (hash) one_.hash = *hash;
  }

  std::string_view place_;
  Evidence one_;
  std::optional<EvidenceKind> kind_;
  bool has_record_ = false, has_file_ = false;
  std::optional<Refused> wrong_;
};

}  // namespace

Result<Evidence> evidence_of(std::string_view place, ondemand::object object) {
  EvidenceDecoder decoder(place);
  for (auto member : object) {
    const std::string key(std::string_view(member.unescaped_key()));
    ondemand::value value = member.value();
    if (value.type() == ondemand::json_type::string)
      decoder.read(key, value.get_string());
    else
      decoder.wrong(Refusal::field_has_wrong_kind);
  }
  return decoder.whole();
}

}  // namespace chuangyou

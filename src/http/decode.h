// JSON in: simdjson On-Demand into typed values by the declaration of each field. Every error is
// collected, none hides another, and what is not declared is refused, never ignored.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/perform.h"
#include "record/decide.h"

namespace chuangyou {

// Which members stand beside `fields` in the object.
struct Beside {
  bool act = false;   // the opening act
  bool unit = false;  // of a new record
  bool reason = false;
  bool evidence = false;
  bool remark = false;
  bool records = false;  // on which the act is done, one by one
};

// A record as whoever acts on it has last seen it.
struct RecordSeen {
  RecordId id;
  std::int64_t version = 0;
};
inline constexpr std::size_t records_at_once_max = 200;

struct DecodedAct {
  std::string act;
  std::vector<RecordSeen> records;
  std::vector<FieldChange> fields;  // by their place among those that were decoded by
  std::string reason;
  std::optional<UnitId> unit;
  std::vector<Evidence> evidence;
  std::string remark;
  std::vector<Refused> errors;
};

inline constexpr std::uint32_t reason_length_max = 2000;

// {"fields":{…},"act":…,"unit":…,"reason":…,"evidence":[…],
// "records":[{"id":…,"version":…}]}; an empty text counts as {}. The text
// may be given more capacity, since simdjson reads past its end.
DecodedAct decode_act(std::span<const FieldSpec> fields, Beside beside, std::string& json);

// What it says of a field of that name, for acts that are written by hand; nullptr: nothing.
const Value* said_of(std::string_view name, std::span<const FieldSpec> fields,
                     std::span<const FieldChange> decoded);

// A flat object of text members, as the log-in is.
struct TextMember {
  std::string_view name;
  std::string* value;
  std::uint32_t length_max;
  bool is_required = true;
};
std::vector<Refused> decode_texts(std::span<const TextMember> members, std::string& json);

// A flat object whose members are declared as fields are; those that are required must be there,
// and a long text is taken as it is, with whatever blanks and marks somebody pastes.
std::vector<Refused> decode_members(std::span<const FieldSpec> fields, std::string& json,
                                    std::vector<FieldChange>& decoded);

// One value as text: a query parameter, or the text form of a date, moment, id or number in JSON.
Result<Value> value_from_text(const FieldSpec& field, std::string_view text);

}  // namespace chuangyou

#include "http/decode.h"

#include <simdjson.h>

#include <algorithm>

#include "core/control_characters.h"
#include "core/text.h"
#include "http/decode_evidence.h"
#include "record/common_acts.h"
#include "record/rows.h"

namespace chuangyou {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t detail_bytes_max = 200;

// Made in place: g++ 12 warns falsely of a variant that is moved out of a temporary one.
Result<Value> held(std::string_view text) {
  return Result<Value>(std::in_place, std::in_place_type<std::string>, text);
}

// What was wrong, for the reader to recognise; long texts are cut at a character.
std::string shortened(std::string_view text) {
  if (text.size() <= detail_bytes_max) return std::string(text);
  std::size_t end = detail_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  return std::string(text.substr(0, end)).append("…");
}

std::unexpected<Refused> wrong_kind(const FieldSpec& field, std::string_view text) {
  return refuse(Refusal::field_has_wrong_kind, std::string(field.name), shortened(text));
}

template <class T>
Result<Value> as_value(const FieldSpec& field, Result<T> parsed) {
  if (parsed) return Value(std::move(*parsed));
  Refused refused = std::move(parsed.error());
  refused.field = field.name;
  return std::unexpected(std::move(refused));
}

// Blanks alone are no content: they leave the field empty, so that a required one is noticed.
Result<Value> text_value(const FieldSpec& field, std::string_view text) {
  if (has_control_characters(text, field.kind == Kind::long_text)) return wrong_kind(field, text);
  if (field.length_max > 0 && character_count(text) > field.length_max)
    return refuse(Refusal::field_is_too_long, std::string(field.name),
                  std::to_string(field.length_max));
  if (is_blank(text)) return Value{};
  return held(text);
}

// What the campaign lists, its own people know: deciding asks for it.
Result<Value> choice_value(const FieldSpec& field, std::string_view text) {
  if (field.choices_from != CampaignList::none && !text.empty() &&
      text.size() <= detail_bytes_max && !has_control_characters(text, false))
    return held(text);
  if (std::ranges::find(field.choices, text) == field.choices.end())
    return refuse(Refusal::choice_is_unknown, std::string(field.name), shortened(text));
  return held(text);
}

Result<Value> integer_from_text(const FieldSpec& field, std::string_view text) {
  const Result<Fixed> number = parse_fixed(text);
  if (!number || number->millionths % 1'000'000 != 0) return wrong_kind(field, text);
  return Value(number->millionths / 1'000'000);
}

// In a query of a list: a record, whatever row of it is meant, or `<record>/<row>`.
Result<Value> link_from_text(const FieldSpec& field, std::string_view text) {
  const std::size_t slash = text.find('/');
  const Result<Uuid> id = parse_uuid(text.substr(0, slash));
  if (!id || slash == text.npos) return as_value(field, id);
  const Result<Value> row = integer_from_text(field, text.substr(slash + 1));
  if (!row) return std::unexpected(row.error());
  return Value(Link{field.links_to[0], *id, std::get<std::int64_t>(*row)});
}

Result<Value> integer_value(const FieldSpec& field, ondemand::value value) {
  std::int64_t number = 0;
  const simdjson::error_code error = value.get_int64().get(number);
  if (error == simdjson::NUMBER_OUT_OF_RANGE)
    return refuse(Refusal::number_is_out_of_range, std::string(field.name));
  if (error != simdjson::SUCCESS)
    return wrong_kind(field, trimmed(std::string_view(value.raw_json_token())));
  return Value(number);
}

Result<Value> list_value(const FieldSpec& field, ondemand::value value) {
  std::vector<std::string> texts;
  std::vector<Uuid> ids;
  std::optional<Refused> first_wrong;
  for (auto element : value.get_array()) {
    ondemand::value item = element.value();
    if (item.type() != ondemand::json_type::string) {
      first_wrong = Refused{Refusal::field_has_wrong_kind, std::string(field.name), {}};
      continue;
    }
    const std::string_view text = item.get_string();
    auto one =
        field.kind == Kind::units ? as_value(field, parse_uuid(text)) : choice_value(field, text);
    if (!one)
      first_wrong = one.error();
    else if (field.kind == Kind::units)
      ids.push_back(std::get<Uuid>(*one));
    else
      texts.push_back(std::get<std::string>(std::move(*one)));
  }
  if (first_wrong) return std::unexpected(std::move(*first_wrong));
  if (texts.empty() && ids.empty()) return Value{};
  Result<Value> list;
  if (field.kind == Kind::units)
    list->emplace<std::vector<Uuid>>(std::move(ids));
  else
    list->emplace<std::vector<std::string>>(std::move(texts));
  return list;
}

Result<Value> value_of(const FieldSpec& field, ondemand::value value);

// {"ledger":…,"record":…,"row":3}; without a row the record itself is meant.
Result<Value> link_value(const FieldSpec& field, ondemand::object object) {
  Link link;
  std::optional<Refused> wrong;
  for (auto member : object) {
    const std::string_view key = member.unescaped_key();
    ondemand::value value = member.value();
    const bool is_text = value.type() == ondemand::json_type::string;
    if (key == "ledger" && is_text)
      link.ledger = field.links_to.find(value.get_string());
    else if (key == "record" && is_text) {
      const Result<Uuid> id = parse_uuid(value.get_string());
      if (id) link.record = *id;
    } else if (key != row_number || value.get_int64().get(link.row) != simdjson::SUCCESS) {
      wrong = Refused{Refusal::field_has_wrong_kind, std::string(field.name), shortened(key)};
    }
  }
  if (wrong) return std::unexpected(std::move(*wrong));
  if (link.ledger.empty() || link.record.is_nil() || link.row < 0)
    return refuse(Refusal::record_is_linked_wrongly, std::string(field.name));
  return Value(link);
}

// A row as it shall stand; a column that is not named stays as it was.
Result<Row> row_value(const FieldSpec& field, std::size_t place, ondemand::object object) {
  Row row;
  row.cells.resize(field.column_count);
  row.unnamed = ~std::uint32_t{0};
  std::optional<Refused> wrong;
  for (auto member : object) {
    const std::string key(std::string_view(member.unescaped_key()));
    ondemand::value value = member.value();
    const auto column = std::ranges::find(field.columns(), key, &FieldSpec::name);
    const auto at = static_cast<std::size_t>(column - field.columns().begin());
    const std::string name = place_of_cell(field, place, key);
    if (key == row_number) {
      if (!value.is_null() && (value.get_int64().get(row.id) != simdjson::SUCCESS || row.id < 1))
        wrong = Refused{Refusal::field_has_wrong_kind, name, {}};
    } else if (column == field.columns().end() || column->visibility == Visibility::sealed) {
      wrong = Refused{Refusal::field_is_unknown, shortened(name), {}};
    } else if (((row.unnamed >> at) & 1U) == 0) {
      wrong = Refused{Refusal::json_is_malformed, name, {}};  // the same column twice
    } else {
      row.unnamed &= ~(std::uint32_t{1} << at);
      Result<Value> cell = value_of(*column, value);
      if (cell)
        row.cells[at] = std::move(*cell);
      else
        wrong = Refused{cell.error().law, name, cell.error().detail};
    }
  }
  if (wrong) return std::unexpected(std::move(*wrong));
  return row;
}

// More rows than there may be are not even read.
Result<Value> rows_value(const FieldSpec& field, ondemand::value value) {
  Rows rows;
  std::optional<Refused> wrong;
  for (auto element : value.get_array()) {
    ondemand::value item = element.value();
    if (rows.all.size() == rows_max) {
      wrong =
          Refused{Refusal::rows_are_too_many, std::string(field.name), std::to_string(rows_max)};
      continue;
    }
    if (item.type() != ondemand::json_type::object) {
      wrong = Refused{Refusal::field_has_wrong_kind, std::string(field.name), {}};
      continue;
    }
    Result<Row> row = row_value(field, rows.all.size(), item.get_object());
    if (!row) wrong = std::move(row.error());
    rows.all.push_back(row ? std::move(*row) : Row{});
  }
  if (wrong) return std::unexpected(std::move(*wrong));
  Result<Value> read;
  read->emplace<Rows>(std::move(rows));
  return read;
}

Result<Value> value_of(const FieldSpec& field, ondemand::value value) {
  const ondemand::json_type type = value.type();
  switch (type) {
    case ondemand::json_type::null:
      // `nul` and the like open as null too; is_null() reads the whole word.
      if (!value.is_null()) throw simdjson::simdjson_error(simdjson::N_ATOM_ERROR);
      return Value{};
    case ondemand::json_type::string:
      if (field.kind == Kind::integer || field.kind == Kind::yes_no || field.kind == Kind::row_link)
        return wrong_kind(field, "\"");
      return value_from_text(field, value.get_string());
    case ondemand::json_type::number:
      if (field.kind == Kind::integer) return integer_value(field, value);
      if (field.kind == Kind::number)
        return value_from_text(field, trimmed(std::string_view(value.raw_json_token())));
      return wrong_kind(field, trimmed(std::string_view(value.raw_json_token())));
    case ondemand::json_type::boolean:
      if (field.kind == Kind::yes_no) return Value(bool(value.get_bool()));
      return wrong_kind(field, trimmed(std::string_view(value.raw_json_token())));
    case ondemand::json_type::array:
      if (field.kind == Kind::choices || field.kind == Kind::units) return list_value(field, value);
      if (field.kind == Kind::rows) return rows_value(field, value);
      return wrong_kind(field, "[");
    case ondemand::json_type::object:
      if (field.kind == Kind::row_link) return link_value(field, value.get_object());
      return wrong_kind(field, "{");
  }
  return wrong_kind(field, {});
}

std::size_t place_of(std::string_view name, std::span<const FieldSpec> fields) {
  return static_cast<std::size_t>(std::ranges::find(fields, name, &FieldSpec::name) -
                                  fields.begin());
}

// Whoever sends more faults than these mends them first: what is left of his text is not read.
constexpr std::size_t faults_told_max = 32;
bool are_enough(const std::vector<Refused>& faults) { return faults.size() >= faults_told_max; }

class ActDecoder {
 public:
  ActDecoder(std::span<const FieldSpec> fields, Beside beside, DecodedAct& decoded)
      : fields_(fields), beside_(beside), decoded_(decoded) {}

  void read(ondemand::object object) {
    for (auto member : object) {
      if (are_enough(decoded_.errors)) return;
      const std::string name(std::string_view(member.unescaped_key()));
      if (!once(name)) continue;
      ondemand::value value = member.value();
      if (name == "fields")
        read_fields(name, value);
      else if (name == "act" && beside_.act)
        read_text(name, value, 100, decoded_.act);
      else if (name == "reason" && beside_.reason)
        read_text(name, value, reason_length_max, decoded_.reason);
      else if (name == "unit" && beside_.unit)
        read_unit(value);
      else if (name == "remark" && beside_.remark)
        read_text(name, value, remark_length_max, decoded_.remark);
      else if (name == "records" && beside_.records)
        read_records(value);
      else if (name == "evidence" && beside_.evidence)
        read_evidence(name, value);
      else
        error(Refusal::field_is_unknown, shortened(name));
    }
  }

 private:
  void error(Refusal law, std::string_view field, std::string detail = {}) {
    decoded_.errors.push_back({law, std::string(field), std::move(detail)});
  }

  // The same name twice leaves open which one was meant.
  bool once(const std::string& name) {
    if (std::ranges::find(seen_, name) != seen_.end()) {
      error(Refusal::json_is_malformed, name);
      return false;
    }
    seen_.push_back(name);
    return true;
  }

  void read_fields(std::string_view name, ondemand::value value) {
    if (value.type() != ondemand::json_type::object)
      return error(Refusal::field_has_wrong_kind, name);
    for (auto member : value.get_object()) {
      if (are_enough(decoded_.errors)) return;
      const std::string_view key = member.unescaped_key();
      const std::size_t place = place_of(key, fields_);
      if (place == fields_.size()) {
        error(Refusal::field_is_unknown, shortened(key));
        continue;
      }
      if (std::ranges::find(decoded_.fields, place, &FieldChange::field) != decoded_.fields.end()) {
        error(Refusal::json_is_malformed, fields_[place].name);
        continue;
      }
      auto decoded = value_of(fields_[place], member.value());
      if (decoded)
        decoded_.fields.push_back({place, std::move(*decoded)});
      else
        decoded_.errors.push_back(std::move(decoded.error()));
    }
  }

  void read_text(std::string_view name, ondemand::value value, std::uint32_t max,
                 std::string& into) {
    if (value.type() != ondemand::json_type::string)
      return error(Refusal::field_has_wrong_kind, name);
    const FieldSpec as_field{.name = name, .kind = Kind::long_text, .length_max = max};
    auto text = text_value(as_field, value.get_string());
    if (!text)
      decoded_.errors.push_back(std::move(text.error()));
    else if (auto* held = std::get_if<std::string>(&*text))
      into = std::move(*held);
  }

  void read_unit(ondemand::value value) {
    if (value.type() != ondemand::json_type::string)
      return error(Refusal::field_has_wrong_kind, "unit");
    const auto id = parse_uuid(value.get_string());
    if (id)
      decoded_.unit = UnitId(*id);
    else
      error(Refusal::id_is_malformed, "unit", id.error().detail);
  }

  void read_records(ondemand::value value) {
    if (value.type() != ondemand::json_type::array)
      return error(Refusal::field_has_wrong_kind, "records");
    for (auto element : value.get_array()) {
      if (are_enough(decoded_.errors)) return;
      const std::string place = "records." + std::to_string(decoded_.records.size());
      ondemand::value item = element.value();
      if (item.type() != ondemand::json_type::object)
        return error(Refusal::field_has_wrong_kind, place);
      if (decoded_.records.size() == records_at_once_max)
        return error(Refusal::rows_are_too_many, "records", std::to_string(records_at_once_max));
      decoded_.records.push_back(record_seen(place, item.get_object()));
    }
  }

  RecordSeen record_seen(const std::string& place, ondemand::object object) {
    RecordSeen seen;
    for (auto member : object) {
      if (are_enough(decoded_.errors)) return seen;
      const std::string_view key = member.unescaped_key();
      ondemand::value value = member.value();
      if (key == "id" && value.type() == ondemand::json_type::string) {
        if (const auto id = parse_uuid(value.get_string())) seen.id = RecordId(*id);
      } else if (key != "version" || value.get_int64().get(seen.version) != simdjson::SUCCESS) {
        error(Refusal::field_has_wrong_kind, place + "." + shortened(key));
      }
    }
    if (seen.id.is_nil()) error(Refusal::id_is_malformed, place + ".id");
    if (seen.version < 1) error(Refusal::etag_is_missing, place + ".version");
    return seen;
  }

  void read_evidence(std::string_view name, ondemand::value value) {
    if (value.type() != ondemand::json_type::array)
      return error(Refusal::field_has_wrong_kind, name);
    for (auto element : value.get_array()) {
      if (are_enough(decoded_.errors)) return;
      ondemand::value item = element.value();
      if (item.type() != ondemand::json_type::object) {
        error(Refusal::field_has_wrong_kind, name);
        continue;
      }
      Result<Evidence> one = evidence_of(name, item.get_object());
      if (one)
        decoded_.evidence.push_back(std::move(*one));
      else
        decoded_.errors.push_back(std::move(one.error()));
    }
  }

  std::span<const FieldSpec> fields_;
  Beside beside_;
  DecodedAct& decoded_;
  std::vector<std::string> seen_;
};

// Runs `read` on the document's object; anything that is no JSON object is json_is_malformed.
template <class Read>
void read_object(std::string& json, std::vector<Refused>& errors, Read read) {
  thread_local ondemand::parser parser;
  json.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  try {
    ondemand::document document = parser.iterate(json.data(), json.size(), json.capacity());
    read(document.get_object().value());
    if (are_enough(errors)) return;
    // Past the end of the object there is no location any more, unless something follows it.
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
      throw simdjson::simdjson_error(simdjson::TAPE_ERROR);
  } catch (const simdjson::simdjson_error& error) {
    errors.push_back({Refusal::json_is_malformed, {}, std::string(error.what())});
  }
}

}  // namespace

DecodedAct decode_act(std::span<const FieldSpec> fields, Beside beside, std::string& json) {
  DecodedAct decoded;
  if (json.empty()) return decoded;
  read_object(json, decoded.errors,
              [&](ondemand::object object) { ActDecoder(fields, beside, decoded).read(object); });
  return decoded;
}

const Value* said_of(std::string_view name, std::span<const FieldSpec> fields,
                     std::span<const FieldChange> decoded) {
  const auto found = std::ranges::find(decoded, place_of(name, fields), &FieldChange::field);
  return found == decoded.end() ? nullptr : &found->value;
}

std::vector<Refused> decode_texts(std::span<const TextMember> members, std::string& json) {
  std::vector<Refused> errors;
  std::vector<const TextMember*> found;
  read_object(json, errors, [&](ondemand::object object) {
    for (auto member : object) {
      if (are_enough(errors)) return;
      const std::string name(std::string_view(member.unescaped_key()));
      const auto known = std::ranges::find(members, name, &TextMember::name);
      ondemand::value value = member.value();
      if (known == members.end()) {
        errors.push_back({Refusal::field_is_unknown, name, {}});
      } else if (value.type() != ondemand::json_type::string) {
        errors.push_back({Refusal::field_has_wrong_kind, name, {}});
      } else {
        *known->value = std::string_view(value.get_string());
        found.push_back(&*known);
        if (character_count(*known->value) > known->length_max)
          errors.push_back({Refusal::field_is_too_long, name, std::to_string(known->length_max)});
      }
    }
  });
  if (!errors.empty()) return errors;
  for (const TextMember& member : members)
    if (member.is_required && std::ranges::find(found, &member) == found.end())
      errors.push_back({Refusal::field_is_missing, std::string(member.name), {}});
  return errors;
}

std::vector<Refused> decode_members(std::span<const FieldSpec> fields, std::string& json,
                                    std::vector<FieldChange>& decoded) {
  std::vector<Refused> errors;
  read_object(json, errors, [&](ondemand::object object) {
    for (auto member : object) {
      if (are_enough(errors)) return;
      const std::string name(std::string_view(member.unescaped_key()));
      const auto field = std::ranges::find(fields, name, &FieldSpec::name);
      if (field == fields.end()) {
        errors.push_back({Refusal::field_is_unknown, name, {}});
        continue;
      }
      ondemand::value json_value = member.value();
      const bool is_text =
          field->kind == Kind::long_text && json_value.type() == ondemand::json_type::string;
      Result<Value> value = is_text ? Value(std::string(std::string_view(json_value.get_string())))
                                    : value_of(*field, json_value);
      if (value)
        decoded.push_back({static_cast<std::size_t>(field - fields.begin()), std::move(*value)});
      else
        errors.push_back(value.error());
    }
  });
  if (!errors.empty()) return errors;
  for (const FieldSpec& field : fields) {
    const Value* said = said_of(field.name, fields, decoded);
    const auto* text = said ? std::get_if<std::string>(said) : nullptr;
    const std::uint32_t most = field.length_max;
    if (field.required && (!said || is_empty(*said)))
      errors.push_back({Refusal::field_is_missing, std::string(field.name), {}});
    if (text && most > 0 && character_count(*text) > most)
      errors.push_back({Refusal::field_is_too_long, std::string(field.name), std::to_string(most)});
  }
  return errors;
}

Result<Value> value_from_text(const FieldSpec& field, std::string_view text) {
  switch (field.kind) {
    case Kind::text:
    case Kind::long_text:
      return text_value(field, text);
    case Kind::integer:
      return integer_from_text(field, text);
    case Kind::number:
      return as_value(field, parse_fixed(text));
    case Kind::date:
      return as_value(field, parse_date(text));
    case Kind::moment:
      return as_value(field, parse_moment(text));
    case Kind::choice:
    case Kind::choices:
      return choice_value(field, text);
    case Kind::yes_no:
      if (text == "true" || text == "false") return Value(text == "true");
      return wrong_kind(field, text);
    case Kind::unit:
    case Kind::units:
    case Kind::person:
    case Kind::link:
      return as_value(field, parse_uuid(text));
    case Kind::row_link:
      return link_from_text(field, text);
    case Kind::rows:
      break;
  }
  return wrong_kind(field, text);
}

}  // namespace chuangyou

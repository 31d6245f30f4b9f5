// The wire form of acts on units, people and posts: keys in fixed order, empty ones left out.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "org/org_act_form.h"

namespace chuangyou {
namespace {

class Members {
 public:
  Members() : writer_(buffer_) { writer_.StartObject(); }

  Members& text(std::string_view key, std::string_view value) {
    put(key);
    put(value);
    return *this;
  }
  Members& id(std::string_view key, const Uuid& value) { return text(key, to_text(value)); }
  Members& date(std::string_view key, std::optional<Date> value) {
    return value ? text(key, to_text(*value)) : *this;
  }
  Members& flag(std::string_view key, bool value) {
    if (!value) return *this;
    put(key);
    writer_.Bool(true);
    return *this;
  }
  Members& texts(std::string_view key, const std::vector<std::string>& values) {
    if (values.empty()) return *this;
    put(key);
    writer_.StartArray();
    for (const std::string& value : values) put(value);
    writer_.EndArray();
    return *this;
  }
  std::string done() {
    writer_.EndObject();
    return {buffer_.GetString(), buffer_.GetSize()};
  }

 private:
  void put(std::string_view text) {
    writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

// Whatever the office need not say is left out where it is empty; a choice is always said.
struct Encoder {
  Members& members;
  Uuid& record;
  bool is_first = true;

  void operator()(const Member& member, const Uuid& id) {
    if (is_first) record = id;
    is_first = false;
    if (member.is_needed() || !id.is_nil()) members.id(member.field.name, id);
  }
  void operator()(const Member& member, const std::optional<UnitId>& id) {
    if (id) members.id(member.field.name, *id);
  }
  void operator()(const Member& member, const std::string& text) {
    if (member.is_needed() || !text.empty()) members.text(member.field.name, text);
  }
  void operator()(const Member& member, const std::vector<std::string>& texts) {
    members.texts(member.field.name, texts);
  }
  void operator()(const Member& member, const std::vector<Uuid>& ids) {
    std::vector<std::string> texts;
    for (const Uuid& id : ids) texts.push_back(to_text(id));
    members.texts(member.field.name, texts);
  }
  void operator()(const Member& member, std::optional<Date> date) {
    members.date(member.field.name, date);
  }
  void operator()(const Member& member, bool flag) { members.flag(member.field.name, flag); }
  void operator()(const Member& member, std::optional<std::int64_t> number) {
    if (number) members.text(member.field.name, std::to_string(*number));
  }
  template <class Choice>
  requires std::is_enum_v<Choice>
  void operator()(const Member& member, Choice choice) {
    members.text(member.field.name, member.field.choices[static_cast<std::size_t>(choice)]);
  }
};

using Written = std::variant<std::string, bool, std::vector<std::string>>;
using WrittenMap = std::map<std::string, Written, std::less<>>;

// Strings, booleans and lists of strings are all that these acts are made of; null = not there.
// simdjson's exceptions are turned into one refusal by the caller.
std::optional<Written> written_in(simdjson::ondemand::value value) {
  switch (value.type().value()) {
    case simdjson::ondemand::json_type::string:
      return std::string(value.get_string().value());
    case simdjson::ondemand::json_type::boolean:
      return value.get_bool().value();
    case simdjson::ondemand::json_type::array: {
      std::vector<std::string> texts;
      for (auto each : value.get_array()) texts.emplace_back(each.get_string().value());
      return texts;
    }
    case simdjson::ondemand::json_type::null:
      if (value.is_null()) return std::nullopt;
      [[fallthrough]];
    default:
      throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE);
  }
}

Result<WrittenMap> read_members(std::string_view json) {
  WrittenMap members;
  std::string last;
  try {
    simdjson::ondemand::parser parser;
    simdjson::padded_string padded(json);
    simdjson::ondemand::document document = parser.iterate(padded);
    for (auto field : document.get_object()) {
      last = std::string(field.unescaped_key().value());
      std::optional<Written> member = written_in(field.value());
      if (member && !members.emplace(last, std::move(*member)).second)
        return refuse(Refusal::json_is_malformed, last);
    }
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
      return refuse(Refusal::json_is_malformed);
  } catch (const simdjson::simdjson_error& error) {
    if (error.error() == simdjson::INCORRECT_TYPE && !last.empty())
      return refuse(Refusal::field_has_wrong_kind, last);
    return refuse(Refusal::json_is_malformed);
  }
  return members;
}

// Takes members by name and keeps the first fault; what nobody took is unknown.
class Reading {
 public:
  explicit Reading(WrittenMap members) : members_(std::move(members)) {}

  template <class T>
  T optional(std::string_view key) {
    auto found = members_.find(key);
    if (found == members_.end()) return T();
    T* value = std::get_if<T>(&found->second);
    if (!value) fail(Refusal::field_has_wrong_kind, key);
    T taken = value ? std::move(*value) : T();
    members_.erase(found);
    return taken;
  }
  std::string text(std::string_view key) {
    if (!members_.contains(key)) fail(Refusal::field_is_missing, key);
    return optional<std::string>(key);
  }
  Uuid optional_id(std::string_view key) {
    std::string text = optional<std::string>(key);
    return text.empty() ? Uuid() : parsed(key, text, parse_uuid(text));
  }
  Uuid id(std::string_view key) {
    std::string text = this->text(key);
    return parsed(key, text, parse_uuid(text));
  }
  std::optional<Date> optional_date(std::string_view key) {
    std::string text = optional<std::string>(key);
    if (text.empty()) return std::nullopt;
    return parsed(key, text, parse_date(text));
  }
  Date date(std::string_view key) {
    std::string text = this->text(key);
    return parsed(key, text, parse_date(text));
  }
  bool has(std::string_view key) const { return members_.contains(key); }

  std::optional<Refused> fault() {
    if (!members_.empty()) fail(Refusal::field_is_unknown, members_.begin()->first);
    return fault_;
  }
  void fail(Refusal law, std::string_view key, std::string detail = {}) {
    if (!fault_) fault_ = Refused{law, std::string(key), std::move(detail)};
  }

 private:
  template <class T>
  T parsed(std::string_view key, const std::string& text, Result<T> result) {
    if (!result) fail(result.error().law, key, text);
    return result.value_or(T());
  }
  WrittenMap members_;
  std::optional<Refused> fault_;
};

struct Decoder {
  Reading& in;

  template <class Kind>
  void operator()(const Member& member, Id<Kind>& id) {
    id = Id<Kind>(id_of(member));
  }
  void operator()(const Member& member, Uuid& id) { id = id_of(member); }
  void operator()(const Member& member, std::optional<UnitId>& id) {
    const Uuid read = in.optional_id(member.field.name);
    if (!read.is_nil()) id = UnitId(read);
  }
  void operator()(const Member& member, std::string& text) {
    text = member.is_needed() ? in.text(member.field.name)
                              : in.optional<std::string>(member.field.name);
  }
  void operator()(const Member& member, std::vector<std::string>& texts) {
    texts = in.optional<std::vector<std::string>>(member.field.name);
  }
  void operator()(const Member& member, std::vector<Uuid>& ids) {
    for (const std::string& text : in.optional<std::vector<std::string>>(member.field.name)) {
      const Result<Uuid> id = parse_uuid(text);
      if (!id) return in.fail(id.error().law, member.field.name, text);
      ids.push_back(*id);
    }
  }
  void operator()(const Member& member, Date& date) { date = in.date(member.field.name); }
  void operator()(const Member& member, std::optional<Date>& date) {
    date = in.optional_date(member.field.name);
  }
  void operator()(const Member& member, bool& flag) { flag = in.optional<bool>(member.field.name); }
  void operator()(const Member& member, std::optional<std::int64_t>& number) {
    const auto text = in.optional<std::string>(member.field.name);
    if (text.empty()) return;
    std::int64_t read = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
    if (error != std::errc() || end != text.data() + text.size())
      return in.fail(Refusal::field_has_wrong_kind, member.field.name, text);
    number = read;
  }
  template <class Choice>
  requires std::is_enum_v<Choice>
  void operator()(const Member& member, Choice& choice) {
    if (!member.is_needed() && !in.has(member.field.name)) return;
    const auto text = in.optional<std::string>(member.field.name);
    const auto found = std::ranges::find(member.field.choices, text);
    if (found == member.field.choices.end())
      return in.fail(member.unknown_choice, member.field.name, text);
    choice = static_cast<Choice>(found - member.field.choices.begin());
  }

 private:
  Uuid id_of(const Member& member) {
    return member.is_needed() ? in.id(member.field.name) : in.optional_id(member.field.name);
  }
};

}  // namespace

OrgEntry encode(const OrgAct& act) {
  const OrgActForm& form = org_act_forms()[act.index()];
  Members members;
  Uuid record;
  std::visit([&](const auto& one) { each_member(one, Encoder{members, record}); }, act);
  return {form.ledger, record, form.act, members.done()};
}

Result<OrgAct> decode_org_act(std::string_view act, std::string_view changes) {
  const OrgActForm* form = find_org_act(act);
  if (!form) return refuse(Refusal::act_is_unknown, "act", std::string(act));
  Result<WrittenMap> members = read_members(changes);
  if (!members) return std::unexpected(members.error());
  Reading reading(std::move(*members));
  OrgAct read = form->empty;
  std::visit([&](auto& one) { each_member(one, Decoder{reading}); }, read);
  if (const auto fault = reading.fault()) return std::unexpected(*fault);
  return read;
}

}  // namespace chuangyou

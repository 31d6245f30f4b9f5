// The wire form of acts on units, people and posts: keys in fixed order, empty ones left out.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>

#include <map>

#include "org/org_act.h"

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
  Members& text_unless_empty(std::string_view key, std::string_view value) {
    return value.empty() ? *this : text(key, value);
  }
  Members& id(std::string_view key, const Uuid& value) { return text(key, to_text(value)); }
  Members& id_unless_nil(std::string_view key, const Uuid& value) {
    return value.is_nil() ? *this : id(key, value);
  }
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

struct Encoding {
  OrgEntry operator()(const FoundUnit& act) const {
    const Unit& unit = act.unit;
    Members members;
    members.id("id", unit.id).text("name", unit.name).text_unless_empty("code", unit.code);
    members.texts("aliases", unit.aliases);
    members.text("type", unit_type_names[static_cast<std::size_t>(unit.type)]);
    members.id_unless_nil("administrative_parent", unit.administrative_parent);
    members.id_unless_nil("party_parent", unit.party_parent);
    members.date("from", unit.from).date("until", unit.until).flag("closed", unit.is_closed);
    members.id_unless_nil("merged_into", unit.merged_into.value_or(UnitId()));
    return {"units", unit.id, "found_unit", members.done()};
  }
  OrgEntry operator()(const RenameUnit& act) const {
    Members members;
    members.id("unit", act.unit).text("name", act.name);
    return {"units", act.unit, "rename_unit", members.done()};
  }
  OrgEntry operator()(const MoveUnit& act) const {
    Members members;
    members.id("unit", act.unit).id_unless_nil("administrative_parent", act.administrative_parent);
    members.id_unless_nil("party_parent", act.party_parent);
    return {"units", act.unit, "move_unit", members.done()};
  }
  OrgEntry operator()(const MergeUnits& act) const {
    Members members;
    members.id("from", act.from).id("into", act.into).date("on", act.on);
    return {"units", act.from, "merge_units", members.done()};
  }
  OrgEntry operator()(const CloseUnit& act) const {
    Members members;
    members.id("unit", act.unit).date("on", act.on);
    return {"units", act.unit, "close_unit", members.done()};
  }
  OrgEntry operator()(const AddPerson& act) const {
    Members members;
    members.id("id", act.person.id).text("name", act.person.name);
    members.text("member_kind",
                 member_kind_names[static_cast<std::size_t>(act.person.member_kind)]);
    return {"people", act.person.id, "add_person", members.done()};
  }
  OrgEntry operator()(const Appoint& act) const {
    const HeldPost& post = act.post;
    Members members;
    members.id("id", post.id).id("person", post.person).text("role", name_of(post.role));
    members.id("unit", post.unit).date("from", post.from).date("until", post.until);
    members.flag("accountable", post.accountable);
    return {"posts", post.id, "appoint", members.done()};
  }
  OrgEntry operator()(const EndPost& act) const {
    Members members;
    members.id("post", act.post).date("on", act.on);
    return {"posts", act.post, "end_post", members.done()};
  }
};

using Member = std::variant<std::string, bool, std::vector<std::string>>;
using MemberMap = std::map<std::string, Member, std::less<>>;

// Strings, booleans and lists of strings are all that these acts are made of; null = not there.
// simdjson's exceptions are turned into one refusal by the caller.
std::optional<Member> member_of(simdjson::ondemand::value value) {
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

Result<MemberMap> read_members(std::string_view json) {
  MemberMap members;
  std::string last;
  try {
    simdjson::ondemand::parser parser;
    simdjson::padded_string padded(json);
    simdjson::ondemand::document document = parser.iterate(padded);
    for (auto field : document.get_object()) {
      last = std::string(field.unescaped_key().value());
      std::optional<Member> member = member_of(field.value());
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
  explicit Reading(MemberMap members) : members_(std::move(members)) {}

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
  // One of the names of an enumeration; without a text, its first.
  template <class Choice, std::size_t count>
  Choice choice(std::string_view key, const std::string_view (&names)[count], Refusal law) {
    std::string text = optional<std::string>(key);
    for (std::size_t i = 0; i < count; ++i)
      if (names[i] == text) return static_cast<Choice>(i);
    fail(law, key, text);
    return Choice();
  }
  bool has(std::string_view key) const { return members_.contains(key); }

  Result<OrgAct> done(OrgAct act) {
    if (!members_.empty()) fail(Refusal::field_is_unknown, members_.begin()->first);
    if (fault_) return std::unexpected(*fault_);
    return act;
  }

 private:
  template <class T>
  T parsed(std::string_view key, const std::string& text, Result<T> result) {
    if (!result) fail(result.error().law, key, text);
    return result.value_or(T());
  }
  void fail(Refusal law, std::string_view key, std::string detail = {}) {
    if (!fault_) fault_ = Refused{law, std::string(key), std::move(detail)};
  }

  MemberMap members_;
  std::optional<Refused> fault_;
};

Result<OrgAct> found_unit(Reading& in) {
  Unit unit;
  unit.id = UnitId(in.id("id"));
  unit.name = in.text("name");
  unit.code = in.optional<std::string>("code");
  unit.aliases = in.optional<std::vector<std::string>>("aliases");
  unit.type = in.has("type")
                  ? in.choice<UnitType>("type", unit_type_names, Refusal::choice_is_unknown)
                  : UnitType::department;
  unit.administrative_parent = UnitId(in.optional_id("administrative_parent"));
  unit.party_parent = UnitId(in.optional_id("party_parent"));
  unit.from = in.optional_date("from");
  unit.until = in.optional_date("until");
  unit.is_closed = in.optional<bool>("closed");
  Uuid merged_into = in.optional_id("merged_into");
  if (!merged_into.is_nil()) unit.merged_into = UnitId(merged_into);
  return in.done(FoundUnit{std::move(unit)});
}

Result<OrgAct> rename_unit(Reading& in) {
  RenameUnit act;
  act.unit = UnitId(in.id("unit"));
  act.name = in.text("name");
  return in.done(act);
}

Result<OrgAct> move_unit(Reading& in) {
  MoveUnit act;
  act.unit = UnitId(in.id("unit"));
  act.administrative_parent = UnitId(in.optional_id("administrative_parent"));
  act.party_parent = UnitId(in.optional_id("party_parent"));
  return in.done(act);
}

Result<OrgAct> merge_units(Reading& in) {
  MergeUnits act;
  act.from = UnitId(in.id("from"));
  act.into = UnitId(in.id("into"));
  act.on = in.date("on");
  return in.done(act);
}

Result<OrgAct> close_unit(Reading& in) {
  CloseUnit act;
  act.unit = UnitId(in.id("unit"));
  act.on = in.optional_date("on");
  return in.done(act);
}

Result<OrgAct> add_person(Reading& in) {
  AddPerson act;
  act.person.id = PersonId(in.id("id"));
  act.person.name = in.text("name");
  if (in.has("member_kind"))
    act.person.member_kind =
        in.choice<MemberKind>("member_kind", member_kind_names, Refusal::choice_is_unknown);
  return in.done(act);
}

Result<OrgAct> appoint(Reading& in) {
  HeldPost post{};
  post.id = in.id("id");
  post.person = PersonId(in.id("person"));
  post.role = in.choice<Role>("role", role_names, Refusal::role_is_unknown);
  post.unit = UnitId(in.id("unit"));
  post.from = in.date("from");
  post.until = in.optional_date("until");
  post.accountable = in.optional<bool>("accountable");
  return in.done(Appoint{post});
}

Result<OrgAct> end_post(Reading& in) {
  EndPost act;
  act.post = in.id("post");
  act.on = in.date("on");
  return in.done(act);
}

struct Decoder {
  std::string_view act;
  Result<OrgAct> (*decode)(Reading&);
};
constexpr Decoder decoders[] = {{"found_unit", found_unit}, {"rename_unit", rename_unit},
                                {"move_unit", move_unit},   {"merge_units", merge_units},
                                {"close_unit", close_unit}, {"add_person", add_person},
                                {"appoint", appoint},       {"end_post", end_post}};

}  // namespace

OrgEntry encode(const OrgAct& act) { return std::visit(Encoding{}, act); }

Result<OrgAct> decode_org_act(std::string_view act, std::string_view changes) {
  for (const Decoder& decoder : decoders) {
    if (decoder.act != act) continue;
    Result<MemberMap> members = read_members(changes);
    if (!members) return std::unexpected(members.error());
    Reading reading(std::move(*members));
    return decoder.decode(reading);
  }
  return refuse(Refusal::act_is_unknown, "act", std::string(act));
}

}  // namespace chuangyou

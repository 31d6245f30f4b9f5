// The wire form of what a body's own entries say of its campaign: keys in fixed order, empty ones
// left out.
#include <simdjson.h>

#include <algorithm>

#include "core/hash.h"
#include "core/json_text.h"
#include "packs/frame_act.h"

namespace chuangyou {
namespace {

struct Encoder {
  JsonText& json;

  void put(std::string_view name, std::string_view text) const {
    if (text.empty()) return;
    json.put_key(name);
    json.put_text(text);
  }
  void put(std::string_view name, const std::optional<Date>& date) const {
    if (date) put(name, to_text(*date));
  }
  void put_file(std::string_view key, std::string_view content) const {
    put("key", key);
    put("sha256", to_hex(hash_of(HashFunction::sha256, {content})));
    put("content", content);
  }
  void put_why(const auto& act) const {
    put("source", act.source);
    put("reason", act.reason);
  }
  void put_dating(const auto& act) const {
    put("key", act.key);
    put("date", act.date);
    put("source_text", act.source_text);
    put_why(act);
  }

  void put_handed_on(const auto& act) const {
    put("hands_on", act.hands_on ? "true" : "");
    std::string items;
    for (const std::string& item : act.items) items.append(items.empty() ? "" : " ") += item;
    put("items", items);
  }

  void operator()(const StartCampaign& act) const { put_file(act.key, act.content); }
  void operator()(const AdoptPack& act) const { put_file(act.key, act.content); }
  void operator()(const AdoptCalendar& act) const {
    put_file(act.key, act.content);
    put_why(act);
  }
  void operator()(const ChangePolicyValue& act) const {
    put("name", act.name);
    put("value", to_text(act.value));
    put("from", act.from);
    put_why(act);
  }
  void operator()(const AnnounceMilestone& act) const { put_dating(act); }
  void operator()(const ChangeMilestone& act) const { put_dating(act); }
  void operator()(const ChangePhase& act) const {
    put("key", act.key);
    put("from", act.from);
    put("until", act.until);
    put_why(act);
  }
  void operator()(const KeepMapping& act) const {
    put("name", act.name);
    put("content", act.content);
    put("former_name", act.former_name);
  }
  void operator()(const DropMapping& act) const { put("name", act.name); }
  void operator()(const EndPhase& act) const {
    put("key", act.key);
    put("date", act.date);
    put_handed_on(act);
    if (act.signs_first) put("signs_first", to_text(*act.signs_first));
    put_why(act);
  }
  void operator()(const CloseCampaign& act) const {
    put("date", act.date);
    put_why(act);
  }
  void operator()(const CloneCampaign& act) const {
    put("name_zh", act.name_zh);
    put("name_en", act.name_en);
    put("from", act.from);
    put_handed_on(act);
    put_why(act);
  }
};

// Texts by name; the first that cannot be read as what it should be is damage.
class Members {
 public:
  explicit Members(std::string_view json) : padded_(json) {
    is_damaged_ = parser_.parse(padded_).get(object_) != simdjson::SUCCESS;
  }

  std::string text(std::string_view name) {
    std::string_view found;
    if (is_damaged_ || object_[name].get(found) != simdjson::SUCCESS) return {};
    return std::string(found);
  }
  std::optional<Date> date_or_none(std::string_view name) {
    const std::string found = text(name);
    if (found.empty()) return std::nullopt;
    const Result<Date> date = parse_date(found);
    is_damaged_ = is_damaged_ || !date;
    return date ? std::optional(*date) : std::nullopt;
  }
  std::optional<Uuid> person_or_none(std::string_view name) {
    const std::string found = text(name);
    if (found.empty()) return std::nullopt;
    const Result<Uuid> person = parse_uuid(found);
    is_damaged_ = is_damaged_ || !person;
    return person ? std::optional(*person) : std::nullopt;
  }
  Date date(std::string_view name) {
    const std::optional<Date> found = date_or_none(name);
    is_damaged_ = is_damaged_ || !found;
    return found.value_or(Date{});
  }
  Fixed number(std::string_view name) {
    const Result<Fixed> found = parse_fixed(text(name));
    is_damaged_ = is_damaged_ || !found;
    return found.value_or(Fixed{});
  }
  bool is_damaged() const { return is_damaged_; }

 private:
  simdjson::padded_string padded_;
  simdjson::dom::parser parser_;
  simdjson::dom::object object_;
  bool is_damaged_ = false;
};

template <class Dating>
Dating dating_in(Members& members) {
  return {members.text("key"), members.date("date"), members.text("source_text"),
          members.text("source"), members.text("reason")};
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(' '));
    all.emplace_back(one);
    text.remove_prefix(std::min(one.size() + 1, text.size()));
  }
  return all;
}

FrameAct act_in(std::size_t index, Members& members) {
  switch (index) {
    case 0:
      return StartCampaign{members.text("key"), members.text("content")};
    case 1:
      return AdoptPack{members.text("key"), members.text("content")};
    case 2:
      return AdoptCalendar{members.text("key"), members.text("content"), members.text("source"),
                           members.text("reason")};
    case 3:
      return ChangePolicyValue{members.text("name"), members.number("value"), members.date("from"),
                               members.text("source"), members.text("reason")};
    case 4:
      return dating_in<AnnounceMilestone>(members);
    case 5:
      return dating_in<ChangeMilestone>(members);
    case 6:
      return ChangePhase{members.text("key"), members.date_or_none("from"),
                         members.date_or_none("until"), members.text("source"),
                         members.text("reason")};
    case 7:
      return KeepMapping{members.text("name"), members.text("content"),
                         members.text("former_name")};
    case 8:
      return DropMapping{members.text("name")};
    case 9:
      return EndPhase{members.text("key"),
                      members.date("date"),
                      members.text("hands_on") == "true",
                      members.text("source"),
                      members.text("reason"),
                      words_in(members.text("items")),
                      members.person_or_none("signs_first")};
    case 10:
      return CloseCampaign{members.date("date"), members.text("source"), members.text("reason")};
    default:
      return CloneCampaign{members.text("name_zh"),        members.text("name_en"),
                           members.date("from"),           members.text("hands_on") == "true",
                           members.text("source"),         members.text("reason"),
                           words_in(members.text("items"))};
  }
}

}  // namespace

std::string encode(const FrameAct& act) {
  std::string text;
  JsonText json(text);
  json.StartObject();
  std::visit(Encoder{json}, act);
  json.EndObject();
  return text;
}

Result<FrameAct> decode_frame_act(std::string_view name, std::string_view changes) {
  const auto* found = std::ranges::find(frame_act_names, name);
  if (found == std::end(frame_act_names))
    return refuse(Refusal::act_is_unknown, "act", std::string(name));
  Members members(changes);
  FrameAct act = act_in(static_cast<std::size_t>(found - std::begin(frame_act_names)), members);
  if (members.is_damaged()) return refuse(Refusal::json_is_malformed);
  return act;
}

}  // namespace chuangyou

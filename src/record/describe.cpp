#include "record/describe.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace chuangyou {
namespace {

constexpr std::string_view ending_names[] = {"decided", "taken_back", "owned_up"};
constexpr std::string_view transfer_names[] = {"none", "offered", "accepted", "declined"};

class Description {
 public:
  void write(std::span<const Ledger* const> ledgers, std::span<const std::string_view> counts) {
    writer_.StartObject();
    objects("ledgers", ledgers, [this](const Ledger* each) { ledger(*each); });
    names("roles", role_names);
    names("counts", counts);
    names("refusals", refusal_names().subspan(1));  // without `none`
    writer_.EndObject();
  }

  std::string text() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  void key(std::string_view name) {
    writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }
  void string(std::string_view text) {
    writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
  void member(std::string_view name, std::string_view text) {
    key(name);
    string(text);
  }
  void member_or_null(std::string_view name, std::string_view text) {
    key(name);
    text.empty() ? void(writer_.Null()) : string(text);
  }
  void flag(std::string_view name, bool value) {
    key(name);
    writer_.Bool(value);
  }
  template <class T, class Write>
  void list(std::string_view name, std::span<T> items, Write write) {
    key(name);
    writer_.StartArray();
    for (const auto& item : items) write(item);
    writer_.EndArray();
  }
  template <class T, class Write>
  void objects(std::string_view name, std::span<T> items, Write write) {
    list(name, items, [&](const auto& item) {
      writer_.StartObject();
      write(item);
      writer_.EndObject();
    });
  }
  void names(std::string_view name, std::span<const std::string_view> items) {
    list(name, items, [this](std::string_view item) { string(item); });
  }

  void ledger(const Ledger& ledger) {
    member("name", ledger.name);
    member("title", ledger.title);
    objects("fields", ledger.fields, [this](const FieldSpec& each) { field(each); });
    objects("states", ledger.states, [this](const State& each) { state(each); });
    objects("acts", ledger.acts, [this](const Act& each) { act(each); });
    objects("deadlines", ledger.deadlines, [this](const Deadline& each) { deadline(each); });
    objects("read", ledger.read, [this](const Right& each) { right(each); });
    flag("confidential", ledger.is_confidential);
  }

  void field(const FieldSpec& field) {
    member("name", field.name);
    member("kind", name_of(field.kind));
    flag("required", field.required);
    key("length_max");
    writer_.Uint(field.length_max);
    member("visibility", name_of(field.visibility));
    names("choices", field.choices);
    const bool is_campaigns = field.choices_from != CampaignList::none;
    member_or_null("choices_from", is_campaigns ? name_of(field.choices_from) : "");
    key("links_to");
    writer_.StartArray();
    for (std::size_t i = 0; i < field.links_to.size(); ++i) string(field.links_to[i]);
    writer_.EndArray();
    objects("columns", field.columns(), [this](const FieldSpec& each) { this->field(each); });
    flag("retired", field.is_retired);
  }

  void state(const State& state) {
    member("name", state.name);
    member("stage", name_of(state.stage));
    flag("public", state.is_public);
    flag("contested", state.is_contested);
    member("ending", ending_names[static_cast<std::size_t>(state.ending)]);
  }

  void act(const Act& act) {
    member("name", act.name);
    names("from", act.from);
    member("to", act.to);
    names("takes", act.takes);
    names("needs", act.needs);
    member("reason", name_of(act.reason));
    member("sign_off", name_of(act.sign_off));
    objects("may", act.may, [this](const Right& each) { right(each); });
    member("pause", name_of(act.pause));
    flag("gives_receipt", act.gives_receipt);
    flag("is_for_another", act.is_for_another);
    flag("moves_unit", act.moves_unit || act.transfer == Transfer::offered);  // it names one
    member("transfer", transfer_names[static_cast<std::size_t>(act.transfer)]);
    flag("tells_public", act.tells_public);
    flag("confirms_entry", act.confirms_entry);
    flag("opens", act.from.empty());
  }

  void right(const Right& right) {
    member("role", name_of(right.role));
    member("at", name_of(right.at));
    member_or_null("field", right.field);
  }

  // A length that a function finds for each record has no number to show: length is null there.
  void deadline(const Deadline& deadline) {
    member("name", deadline.name);
    names("states", deadline.states);
    member_or_null("field", deadline.field);
    member_or_null("first_field", deadline.first_field);
    member_or_null("since", deadline.since);
    key("length");
    deadline.length.count > 0 ? length(deadline.length) : void(writer_.Null());
    flag("length_depends_on_record", deadline.length_of != nullptr);
    member_or_null("then", deadline.then);
  }

  void length(const Length& length) {
    writer_.StartObject();
    key("count");
    writer_.Int(length.count);
    member("kind", name_of(length.kind));
    if (!length.policy.empty()) member("policy", length.policy);
    writer_.EndObject();
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace

std::string describe(std::span<const Ledger* const> ledgers,
                     std::span<const std::string_view> counts) {
  Description description;
  description.write(ledgers, counts);
  return description.text();
}

}  // namespace chuangyou

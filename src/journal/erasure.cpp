#include "journal/erasure.h"

#include <simdjson.h>

#include <algorithm>
#include <set>

#include "core/json_text.h"
#include "journal/entries_of_record.h"
#include "journal/entry_row.h"
#include "journal/evidence_json.h"
#include "ledgers/all.h"
#include "record/common_names.h"

namespace chuangyou {
namespace {

// More than so many of one record nobody has ever asked to be erased.
constexpr std::int64_t erased_shown_max = 200;

namespace dom = simdjson::dom;

constexpr std::string_view reason_member = "reason";
constexpr std::string_view naming_acts[] = {"add_person", "correct_name"};

// What an entry on a record says beside its fields, and goes as a whole: with evidence its files.
constexpr std::string_view said_beside[] = {reason_member, remark_member, evidence_member};
bool is_said_beside(std::string_view member) {
  return std::ranges::find(said_beside, member) != std::end(said_beside);
}

bool is_erasable(const FieldSpec& field) {
  return field.kind == Kind::text || field.kind == Kind::long_text || field.kind == Kind::person;
}

// Who a record is about stays: without him it would no longer be kept from him.
bool may_go(const Ledger& ledger, const FieldSpec& field, std::string_view place) {
  return is_erasable(field) && place != ledger.conceals.person &&
         place != ledger.conceals.concerned;
}
bool may_go(const Ledger& ledger, const FieldSpec& field) {
  return may_go(ledger, field, field.name);
}

std::string name_of_column(const FieldSpec& field, std::string_view column) {
  return std::string(field.name) + "." + std::string(column);
}

bool names(std::span<const std::string> fields, std::string_view name) {
  return std::ranges::find(fields, name) != fields.end();
}

// What an entry about an erasure says; nothing where it is not in our form.
struct Said {
  std::int64_t seq = 0, asked = 0;
  std::vector<std::string> fields;
  std::string why, remaining, reason;
};

std::optional<Said> said_in(std::string_view changes) {
  if (!changes.starts_with(about_entry)) return std::nullopt;
  dom::parser parser;
  const simdjson::padded_string padded(changes);
  dom::object object;
  Said said;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) return std::nullopt;
  if (object["seq"].get(said.seq) != simdjson::SUCCESS) return std::nullopt;
  const auto text = [&](std::string_view member, std::string& into) {
    std::string_view value;
    if (object[member].get(value) == simdjson::SUCCESS) into = value;
  };
  text("why", said.why);
  text(reason_member, said.reason);
  if (object["asked"].get(said.asked) != simdjson::SUCCESS) said.asked = 0;
  dom::object remaining;
  if (object["remaining"].get(remaining) == simdjson::SUCCESS)
    said.remaining = simdjson::to_string(remaining);
  dom::array fields;
  if (object["fields"].get(fields) == simdjson::SUCCESS)
    for (const dom::element field : fields) {
      std::string_view name;
      if (field.get(name) == simdjson::SUCCESS) said.fields.emplace_back(name);
    }
  return said;
}

// Follows the entries about erasures one after the other.
class Following {
 public:
  void follow(const Entry& entry) {
    const std::optional<Said> said = said_in(entry.changes);
    if (!said) return;
    if (entry.head.act == erase_after_term) return after_term(entry.head, *said);
    if (entry.head.actor.is_nil()) return;
    if (entry.head.act == ask_erasure) ask(entry.head, *said);
    if (entry.head.act == sign_erasure || entry.head.act == refuse_erasure) end(entry.head, *said);
  }
  std::vector<Erasure> take() { return std::move(all_); }

 private:
  // Of one entry no more than one erasure waits, and none takes what another has taken before.
  void ask(const EntryHead& head, const Said& said) {
    if (head.role == Role::administrator) begin(head, said);
  }
  Erasure* begin(const EntryHead& head, const Said& said) {
    if (said.seq < 1 || said.seq >= head.seq) return nullptr;
    Latest& latest = latest_of_[said.seq];
    if (latest.waits) return nullptr;
    for (const std::string& field : said.fields)
      if (names(latest.erased, field)) return nullptr;
    latest.waits = true;
    by_asking_[head.seq] = all_.size();
    Erasure& erasure = all_.emplace_back();
    erasure.id = head.record;
    erasure.asked = head;
    erasure.seq = said.seq;
    erasure.fields = said.fields;
    erasure.earlier = latest.erased;
    erasure.why = said.why;
    return &erasure;
  }
  void settle(const Erasure& erasure) {
    Latest& latest = latest_of_[erasure.seq];
    latest.waits = false;
    if (erasure.is_signed())
      latest.erased.insert(latest.erased.end(), erasure.fields.begin(), erasure.fields.end());
  }

  void after_term(const EntryHead& head, const Said& said) {
    if (head.role != Role::the_clock || !head.actor.is_nil() || said.remaining.empty()) return;
    Erasure* erasure = begin(head, said);
    if (!erasure) return;
    erasure->ended = head;
    erasure->remaining = said.remaining;
    settle(*erasure);
  }

  void end(const EntryHead& head, const Said& said) {
    const auto place = by_asking_.find(said.asked);
    if (place == by_asking_.end()) return;
    Erasure& erasure = all_[place->second];
    if (erasure.id != head.record || erasure.ended || head.role != Role::auditor) return;
    if (head.actor == erasure.asked.actor || said.seq != erasure.seq) return;
    if (head.act == sign_erasure && said.remaining.empty()) return;
    erasure.ended = head;
    erasure.remaining = said.remaining;
    erasure.reason = said.reason;
    settle(erasure);
  }

  struct Latest {
    bool waits = false;
    std::vector<std::string> erased;  // by all that are signed
  };
  std::vector<Erasure> all_;
  std::map<std::int64_t, Latest> latest_of_;       // by the entry to erase
  std::map<std::int64_t, std::size_t> by_asking_;  // by the entry that asks
};

// Copies the members of an object, each as it is or as the fields leave it.
class Remaining {
 public:
  Remaining(const Entry& entry, std::span<const std::string> fields)
      : entry_(entry), fields_(fields), ledger_(find_ledger(entry.head.ledger)) {}

  Result<std::string> copy() {
    const simdjson::padded_string padded(entry_.changes);
    dom::object object;
    if (parser_.parse(padded).get(object) != simdjson::SUCCESS)
      return refuse(Refusal::entry_cannot_be_erased);
    json_.StartObject();
    for (const auto [key, value] : object) member(key, value);
    json_.EndObject();
    for (const std::string& field : fields_)
      if (!erased_.contains(field)) return refuse(Refusal::entry_cannot_be_erased, field);
    return std::move(text_);
  }

 private:
  void member(std::string_view key, dom::element value) {
    dom::object members;
    if (ledger_ && key == "fields" && value.get(members) == simdjson::SUCCESS) {
      json_.put_key(key);
      json_.StartObject();
      for (const auto [name, held] : members) field(name, held);
      json_.EndObject();
    } else if (ledger_ && is_said_beside(key) && names(fields_, key)) {
      erased_.emplace(key);
    } else {
      json_.put_key(key);
      const bool is_name = !ledger_ && key == "name" && names(fields_, key);
      if (is_name) erased_.emplace(key);
      json_.put_json(is_name ? std::string("\"\"") : simdjson::to_string(value));
    }
  }

  void field(std::string_view name, dom::element value) {
    json_.put_key(name);
    const FieldSpec* declared = ledger_->field(name);
    dom::array array;
    if (declared && declared->kind == Kind::rows && value.get(array) == simdjson::SUCCESS) {
      json_.StartArray();
      for (const dom::element row : array) this->row(*declared, row);
      json_.EndArray();
      return;
    }
    const bool goes =
        declared && may_go(*ledger_, *declared) && names(fields_, name) && !value.is_null();
    if (goes) erased_.emplace(name);
    json_.put_json(goes ? std::string("null") : simdjson::to_string(value));
  }

  // Of rows a column goes, `team.who`, in all that the entry carries.
  void row(const FieldSpec& field, dom::element row) {
    dom::object cells;
    if (row.get(cells) != simdjson::SUCCESS) return json_.put_json(simdjson::to_string(row));
    json_.StartObject();
    for (const auto [column, value] : cells) {
      json_.put_key(column);
      const std::string place = name_of_column(field, column);
      const FieldSpec* declared = ledger_->field_or_column(place);
      const bool goes = declared && may_go(*ledger_, *declared, place) && names(fields_, place) &&
                        !value.is_null();
      if (goes) erased_.emplace(place);
      json_.put_json(goes ? std::string("null") : simdjson::to_string(value));
    }
    json_.EndObject();
  }

  const Entry& entry_;
  std::span<const std::string> fields_;
  const Ledger* ledger_;
  dom::parser parser_;
  std::string text_;
  JsonText json_{text_};
  std::set<std::string, std::less<>> erased_;
};

}  // namespace

namespace {

// Rows of `entry_columns` about erasures, in their order.
std::vector<Erasure> follow_all(Statement& find) {
  Following following;
  Entry entry;
  while (find.step()) {
    if (!read_entry_row(find, entry)) continue;
    entry.head.ledger = erasures_ledger;
    following.follow(entry);
  }
  return following.take();
}

// The entries by which it was asked for, with the entry that they are about.
struct Asking {
  std::int64_t asked, seq;
};
std::vector<Asking> askings_in(Statement& find) {
  std::vector<Asking> found;
  while (find.step())
    if (const auto said = said_in(find.text(1)))
      found.push_back({seq_of_place(find.integer(0)), said->seq});
  return found;
}

// None where it was asked against the rules.
std::optional<Erasure> asked_by(Connection& connection, BodyNo body, const Asking& asking) {
  for (Erasure& erasure : erasures_of_entry(connection, body, asking.seq))
    if (erasure.asked.seq == asking.asked) return std::move(erasure);
  return std::nullopt;
}

}  // namespace

std::vector<Erasure> erasures_of(Connection& connection, BodyNo body) {
  // An index of its own, in which nothing else stands: entries_of_erasures.
  Statement& find = connection.statement(
      "SELECT " + entry_columns_in(connection) +
      " FROM entries WHERE ledger = 'erasures' AND place > ? AND place < ? ORDER BY place");
  const ResetAtEnd reset(find);
  find.bind(1, place_of(body, 0)).bind(2, place_of(body, std::int64_t{1} << seq_bits));
  return follow_all(find);
}

std::vector<Erasure> erasures_of_entry(Connection& connection, BodyNo body, std::int64_t seq) {
  Statement& find = connection.statement(
      "SELECT " + entry_columns_in(connection) + " FROM entries WHERE ledger = 'erasures' AND " +
      std::string(entry_of_erasure) + " = ? AND place > ? AND place < ? ORDER BY place");
  const ResetAtEnd reset(find);
  find.bind(1, seq).bind(2, place_of(body, seq));
  find.bind(3, place_of(body, std::int64_t{1} << seq_bits));
  return follow_all(find);
}

std::optional<Erasure> find_erasure(Connection& connection, BodyNo body, const Uuid& id) {
  Statement& find = connection.statement(
      "SELECT place, changes FROM entries WHERE record = ? AND ledger = 'erasures'"
      " AND act IN ('ask_erasure', 'erase_after_term') AND place > ? AND place < ?"
      " ORDER BY place");
  const ResetAtEnd reset(find);
  find.bind(1, id).bind(2, place_of(body, 0));
  find.bind(3, place_of(body, std::int64_t{1} << seq_bits));
  for (const Asking& asking : askings_in(find))
    if (auto erasure = asked_by(connection, body, asking)) return erasure;
  return std::nullopt;
}

std::vector<Erasure> erasures_before(Connection& connection, BodyNo body, std::int64_t asked,
                                     std::int64_t limit) {
  Statement& find = connection.statement(
      "SELECT place, changes FROM entries INDEXED BY erasures_asked WHERE ledger = 'erasures'"
      " AND act = 'ask_erasure' AND place > ? AND place < ? ORDER BY place DESC LIMIT ?");
  std::vector<Erasure> found;
  const std::int64_t end = std::int64_t{1} << seq_bits;
  for (std::int64_t before = std::min(asked, end); std::ssize(found) < limit;) {
    const ResetAtEnd reset(find);
    find.bind(1, place_of(body, 0)).bind(2, place_of(body, before));
    find.bind(3, limit - std::ssize(found));
    const std::vector<Asking> askings = askings_in(find);
    if (askings.empty()) break;
    for (const Asking& asking : askings)
      if (auto erasure = asked_by(connection, body, asking)) found.push_back(std::move(*erasure));
    before = askings.back().asked;
  }
  return found;
}

bool has_erasures_after(Connection& connection, BodyNo body, std::int64_t seq) {
  Statement& find = connection.statement(
      "SELECT 1 FROM entries WHERE ledger = 'erasures' AND place > ? AND place < ? LIMIT 1");
  const ResetAtEnd reset(find);
  find.bind(1, place_of(body, seq)).bind(2, place_of(body, std::int64_t{1} << seq_bits));
  return find.step();
}

std::int64_t count_erasure_entries(Connection& connection) {
  Statement& find = connection.statement("SELECT count(*) FROM entries WHERE ledger = 'erasures'");
  const ResetAtEnd reset(find);
  return find.step() ? find.integer(0) : 0;
}

std::int64_t count_signed_erasures(Connection& connection) {
  Statement& find = connection.statement(
      "SELECT count(*) FROM entries WHERE ledger = 'erasures'"
      " AND act IN ('sign_erasure', 'erase_after_term')");
  const ResetAtEnd reset(find);
  return find.step() ? find.integer(0) : 0;
}

namespace {

void put_asked(JsonText& json, std::int64_t seq, std::span<const std::string> fields,
               std::string_view why) {
  json.put_key("seq");
  json.Int64(seq);
  json.put_key("fields");
  json.StartArray();
  for (const std::string& field : fields) json.put_text(field);
  json.EndArray();
  json.put_key("why");
  json.put_text(why);
}

void put_what(JsonText& json, const Erasure& erasure) {
  json.put_key("seq");
  json.Int64(erasure.seq);
  json.put_key("asked");
  json.Int64(erasure.asked.seq);
  json.put_key("asked_by");
  json.put_text(to_text(erasure.asked.actor));
}

}  // namespace

std::string encode_asking(std::int64_t seq, std::span<const std::string> fields,
                          std::string_view why) {
  std::string text;
  JsonText json(text);
  json.StartObject();
  put_asked(json, seq, fields, why);
  json.EndObject();
  return text;
}

std::string encode_after_term(std::int64_t seq, std::span<const std::string> fields,
                              std::string_view term, std::string_view remaining) {
  std::string text;
  JsonText json(text);
  json.StartObject();
  put_asked(json, seq, fields, term);
  json.put_key("remaining");
  json.put_json(remaining);
  json.EndObject();
  return text;
}

std::string encode_signing(const Erasure& erasure, std::string_view remaining) {
  std::string text;
  JsonText json(text);
  json.StartObject();
  put_what(json, erasure);
  json.put_key("why");
  json.put_text(erasure.why);
  json.put_key("remaining");
  json.put_json(remaining);
  json.EndObject();
  return text;
}

std::string encode_refusing(const Erasure& erasure, std::string_view reason) {
  std::string text;
  JsonText json(text);
  json.StartObject();
  put_what(json, erasure);
  json.put_key(reason_member);
  json.put_text(reason);
  json.EndObject();
  return text;
}

std::span<const std::string_view> erasable_fields() {
  static const std::set<std::string, std::less<>> sorted = [] {
    std::set<std::string, std::less<>> found{"name"};
    for (const std::string_view member : said_beside) found.emplace(member);
    for (const Ledger* ledger : all_ledgers())
      for (const FieldSpec& field : ledger->fields) {
        if (is_erasable(field)) found.emplace(field.name);
        for (const FieldSpec& column : field.columns())
          if (is_erasable(column)) found.insert(name_of_column(field, column.name));
      }
    return found;
  }();
  static const std::vector<std::string_view> all(sorted.begin(), sorted.end());
  return all;
}

bool may_be_erased(const EntryHead& head) {
  // Who follows what, nobody who administers reads; and there is nothing to erase in it.
  if (find_ledger(head.ledger)) return !is_ones_own(head.act);
  return head.ledger == people_ledger &&
         std::ranges::find(naming_acts, head.act) != std::end(naming_acts);
}

Result<std::string> remaining_changes(const Entry& entry, std::span<const std::string> fields) {
  if (!may_be_erased(entry.head) || fields.empty()) return refuse(Refusal::entry_cannot_be_erased);
  return Remaining(entry, fields).copy();
}

namespace {

void add_columns(const Ledger& ledger, const FieldSpec& field, dom::element value,
                 NamesInEntry& found) {
  dom::array rows;
  if (value.get(rows) != simdjson::SUCCESS) return;
  std::set<std::string> going, staying;
  for (const dom::element row : rows) {
    dom::object cells;
    if (row.get(cells) != simdjson::SUCCESS) continue;
    for (const auto [name, cell] : cells) {
      const std::string place = name_of_column(field, name);
      const FieldSpec* column = ledger.field_or_column(place);
      const bool goes = column && may_go(ledger, *column, place);
      if (column && !cell.is_null()) (goes ? going : staying).insert(place);
    }
  }
  found.may_go.insert(found.may_go.end(), going.begin(), going.end());
  found.stay.insert(found.stay.end(), staying.begin(), staying.end());
}

}  // namespace

NamesInEntry names_in(const Entry& entry) {
  NamesInEntry found;
  dom::parser parser;
  const simdjson::padded_string padded(entry.changes);
  dom::object object, fields;
  if (!may_be_erased(entry.head) || parser.parse(padded).get(object) != simdjson::SUCCESS)
    return found;
  const auto says = [&object](std::string_view member) {
    std::string_view text;
    dom::array list;
    return (object[member].get(text) == simdjson::SUCCESS && !text.empty()) ||
           (object[member].get(list) == simdjson::SUCCESS && list.size() > 0);
  };
  const Ledger* ledger = find_ledger(entry.head.ledger);
  if (ledger && object["fields"].get(fields) == simdjson::SUCCESS)
    for (const auto [name, value] : fields) {
      const FieldSpec* field = ledger->field(name);
      if (value.is_null() || !field) continue;
      if (field->kind == Kind::rows) add_columns(*ledger, *field, value, found);
      if (field->kind == Kind::rows) continue;
      (may_go(*ledger, *field) ? found.may_go : found.stay).emplace_back(name);
    }
  if (!ledger && says("name")) found.may_go.emplace_back("name");
  for (const std::string_view member : said_beside)
    if (ledger && says(member)) found.may_go.emplace_back(member);
  return found;
}

std::vector<ErasedPart> erased_parts(Connection& connection, BodyNo body, const Uuid& record) {
  std::vector<ErasedPart> parts;
  ErasedEntries erased(connection);
  for (const EntryHead& head : erased_entries_of(connection, body, record, erased_shown_max))
    if (const Erasure* erasure = erased.of(head)) {
      std::vector<std::string> fields = erasure->earlier;
      fields.insert(fields.end(), erasure->fields.begin(), erasure->fields.end());
      parts.push_back({head.seq, erasure->ended->seq, erasure->ended->at, std::move(fields)});
    }
  return parts;
}

const std::map<std::int64_t, Erasure>& ErasedEntries::all_signed_in(BodyNo body) {
  const auto [found, is_new] = signed_.try_emplace(body);
  if (is_new)
    for (Erasure& erasure : erasures_of(connection_, body))
      if (erasure.is_signed()) found->second.insert_or_assign(erasure.seq, std::move(erasure));
  return found->second;
}

namespace {

bool is_old_enough(const EntryHead& erased, const Erasure& erasure) {
  constexpr std::int64_t least = term_least_days * 24 * 3600 * 1'000'000;
  return erasure.ended->act != erase_after_term ||
         erasure.ended->at.microseconds - erased.at.microseconds >= least;
}

}  // namespace

const Erasure* ErasedEntries::of(const EntryHead& head) {
  if (!may_be_erased(head)) return nullptr;
  if (const auto all = signed_.find(head.body); all != signed_.end()) {
    const auto found = all->second.find(head.seq);
    const bool is_there = found != all->second.end() && is_old_enough(head, found->second);
    return is_there ? &found->second : nullptr;
  }
  std::vector<Erasure> erasures = erasures_of_entry(connection_, head.body, head.seq);
  std::erase_if(erasures, [](const Erasure& erasure) { return !erasure.is_signed(); });
  if (erasures.empty() || !is_old_enough(head, erasures.back())) return nullptr;
  latest_ = std::move(erasures.back());
  return &latest_;
}

void ErasedEntries::restore(Entry& entry) {
  const Erasure* erasure = of(entry.head);
  if (!erasure) return;
  entry.changes = erasure->remaining;
  entry.erased_by = erasure->ended->seq;
}

}  // namespace chuangyou

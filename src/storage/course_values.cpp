// What has passed between doers and served, as one column of a row: most records have none of it.
#include <simdjson.h>
#include <sqlite3.h>

#include "core/json_text.h"
#include "storage/row_values.h"

namespace chuangyou {
namespace {

namespace ondemand = simdjson::ondemand;

void put_word(JsonText& writer, const Word& word) {
  writer.StartArray();
  writer.Bool(word.is_yes);
  writer.put_text(to_text(word.person));
  writer.put_text(to_text(word.unit));
  writer.Int64(word.at.microseconds);
  writer.EndArray();
}
void put_word(JsonText& writer, std::string_view key, const std::optional<Word>& word) {
  if (!word) return;
  writer.put_key(key);
  put_word(writer, *word);
}

// The last word is one of them, or there is none: mostly it is the only one.
bool are_told_by_the_last_word(const Record& record) {
  return record.noes.size() == (record.is_contested() ? 1 : 0);
}

template <class One>
void put_all(JsonText& writer, std::string_view key, const std::vector<One>& all, auto put_one) {
  if (all.empty()) return;
  writer.put_key(key);
  writer.StartArray();
  for (const One& one : all) put_one(one);
  writer.EndArray();
}

void put_round(JsonText& writer, const FirstRound& round) {
  writer.put_key("round");
  writer.StartArray();
  writer.put_text(round.deadline);
  writer.Int64(round.clock_started.microseconds);
  writer.Int64(round.ended.microseconds);
  if (const Date* date = std::get_if<Date>(&round.until)) writer.Int64(date->days);
  if (const Moment* moment = std::get_if<Moment>(&round.until)) writer.Int64(moment->microseconds);
  writer.EndArray();
}

void put_told(JsonText& writer, const Told& told) {
  writer.StartArray();
  writer.put_text(told.act);
  writer.put_text(told.reason);
  writer.Int64(told.at.microseconds);
  writer.EndArray();
}

Uuid id_of(ondemand::value value) {
  const Result<Uuid> id = parse_uuid(std::string_view(value.get_string()));
  if (!id) throw StorageError("an id in a record's course is malformed", SQLITE_CORRUPT);
  return *id;
}

Word word_of(ondemand::array parts) {
  Word word;
  int part = 0;
  for (ondemand::value value : parts) {
    if (part == 0) word.is_yes = bool{value.get_bool()};
    if (part == 1) word.person = PersonId(id_of(value));
    if (part == 2) word.unit = UnitId(id_of(value));
    if (part == 3) word.at = Moment{value.get_int64()};
    ++part;
  }
  return word;
}

Kind kind_of_end(const Ledger& ledger, std::string_view deadline_name) {
  for (const Deadline& deadline : ledger.deadlines)
    if (const FieldSpec* field = ledger.field(deadline.field);
        field != nullptr && deadline.name == deadline_name)
      return field->kind;
  return Kind::text;
}

FirstRound round_of(ondemand::array parts, const Ledger& ledger) {
  FirstRound round;
  int part = 0;
  for (ondemand::value value : parts) {
    if (part == 0) round.deadline = std::string_view(value.get_string());
    if (part == 1) round.clock_started = Moment{value.get_int64()};
    if (part == 2) round.ended = Moment{value.get_int64()};
    if (part == 3) {
      const std::int64_t until = value.get_int64();
      if (kind_of_end(ledger, round.deadline) == Kind::date)
        round.until = Date{static_cast<std::int32_t>(until)};
      else
        round.until = Moment{until};
    }
    ++part;
  }
  return round;
}

Told told_of(ondemand::array parts) {
  Told told;
  int part = 0;
  for (ondemand::value value : parts) {
    if (part == 0) told.act = std::string_view(value.get_string());
    if (part == 1) told.reason = std::string_view(value.get_string());
    if (part == 2) told.at = Moment{value.get_int64()};
    ++part;
  }
  return told;
}

}  // namespace

void RowBinder::bind_course(int position, const Record& record) {
  if (!record.first_word && !record.first_round && record.told.empty() &&
      record.claimed_before.empty() && !record.is_from_outside) {
    statement_.bind_null(position);
    return;
  }
  std::string json;
  JsonText writer(json);
  writer.StartObject();
  put_word(writer, "first", record.first_word);
  put_word(writer, "last", record.last_word);
  if (!are_told_by_the_last_word(record))
    put_all(writer, "noes", record.noes, [&](const Word& no) { put_word(writer, no); });
  put_all(writer, "claimed_before", record.claimed_before,
          [&](const PersonId& person) { writer.put_text(to_text(person)); });
  if (record.is_from_outside) {
    writer.put_key("is_from_outside");
    writer.Bool(true);
  }
  if (record.first_round) put_round(writer, *record.first_round);
  put_all(writer, "told", record.told, [&](const Told& told) { put_told(writer, told); });
  writer.EndObject();
  bind_kept(position, std::move(json));
}

namespace {

void read_member(std::string_view key, ondemand::value value, Record& record) {
  if (key == "is_from_outside") {
    record.is_from_outside = bool{value.get_bool()};
    return;
  }
  ondemand::array parts = value.get_array();
  if (key == "first") record.first_word = word_of(parts);
  if (key == "last") record.last_word = word_of(parts);
  if (key == "round") record.first_round = round_of(parts, record.ledger());
  if (key == "noes")
    for (ondemand::value one : parts) record.noes.push_back(word_of(one.get_array()));
  if (key == "claimed_before")
    for (ondemand::value one : parts) record.claimed_before.emplace_back(id_of(one));
  if (key == "told")
    for (ondemand::value one : parts) record.told.push_back(told_of(one.get_array()));
}

}  // namespace

void read_course(const Statement& row, int column, Record& record) {
  if (row.is_null(column)) return;
  thread_local ondemand::parser parser;
  thread_local std::string padded;
  const std::string_view json = row.text(column);
  padded.assign(json);
  padded.append(simdjson::SIMDJSON_PADDING, '\0');
  ondemand::document document = parser.iterate(padded.data(), json.size(), padded.size());
  for (ondemand::field member : document.get_object()) {
    const std::string_view key = member.unescaped_key();
    read_member(key, member.value(), record);
  }
  if (record.noes.empty() && record.is_contested()) record.noes.push_back(*record.last_word);
}

}  // namespace chuangyou

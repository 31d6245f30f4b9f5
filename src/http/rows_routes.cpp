// Doors for what is done with rows before and after they are saved: a document's text as clauses to
// be corrected, which changes nothing, and what differs between two records of one ledger.
#include <algorithm>
#include <shared_mutex>

#include "campaign/find_links.h"
#include "core/control_characters.h"
#include "core/text.h"
#include "documents/clauses.h"
#include "http/acting.h"
#include "http/decode.h"
#include "http/json.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/rooms.h"
#include "ledgers/all.h"
#include "ledgers/clauses.h"
#include "record/rows.h"
#include "record/typed_names.h"

namespace chuangyou {
namespace {

// What is pasted, and the clauses that stand already and keep their numbers.
constexpr auto pasted = declared::long_text("text", 100'000).required();
constexpr auto number_of_clause = declared::text("number", 200);
constexpr auto text_of_clause = declared::long_text("text", 100'000);
constexpr FieldSpec columns_of_clause[] = {number_of_clause, text_of_clause};
constexpr auto standing = declared::rows("rows", columns_of_clause);
constexpr FieldSpec members_pasted[] = {pasted, standing};

std::vector<Clause> standing_in(const Value* said) {
  std::vector<Clause> clauses;
  const Rows* rows = said ? std::get_if<Rows>(said) : nullptr;
  if (!rows) return clauses;
  for (const Row& row : rows->all) {
    const RowRead read(standing, row);
    const std::string *number = read.get(number_of_clause), *text = read.get(text_of_clause);
    Clause& clause = clauses.emplace_back();
    if (number) clause.number = *number;
    if (text) clause.text = *text;
    clause.row = row.id;
  }
  return clauses;
}

// The one unit that is called as a clause names who is in charge; null: there is none, or several.
const Unit* unit_called(const Body& body, const std::string& name) {
  if (name.empty()) return nullptr;
  const Result<const Unit*> found = body.tree.find_by_name(name);
  return found && *found ? &body.tree.going_on(**found) : nullptr;
}

// Of a clause that stands already what it asks, and of whom, is not guessed again.
void write_clause(Json& json, const Clause& clause, const Body& body) {
  constexpr std::string_view names[] = {"nothing", "task", "reply"};
  json.object();
  if (clause.row != 0) json.member(row_number, clause.row);
  json.member("number", clause.number).member("text", clause.text);
  if (clause.row == 0) {
    json.member("asks", names[static_cast<std::size_t>(clause.asks)]);
    if (clause.due) json.member("due", clause.due);
    const bool names_who = clause.asks != Asks::nothing && !clause.of_whom.empty();
    if (names_who) json.member("of_whom_said", clause.of_whom);
    if (const Unit* unit = names_who ? unit_called(body, clause.of_whom) : nullptr)
      json.member("of_whom", to_text(unit->id)).member("of_whom_name", unit->name);
  }
  json.end_object();
}

// What no directive takes, said before somebody corrects it row by row.
std::vector<Refused> faults_of(std::span<const Clause> clauses) {
  std::vector<Refused> faults;
  if (clauses.size() > rows_max)
    faults.push_back({Refusal::rows_are_too_many, "rows", std::to_string(rows_max)});
  for (std::size_t i = 0; i < clauses.size(); ++i)
    if (character_count(clauses[i].text) > directives::wording.length_max)
      faults.push_back({Refusal::field_is_too_long, "rows." + std::to_string(i + 1) + ".text",
                        std::to_string(directives::wording.length_max)});
  return faults;
}

// What somebody should look at, though it may be as it was meant.
void write_hints(Json& json, const SplitText& split) {
  json.key("hints").list();
  for (const HintOfClause& one : split.hints) {
    const bool is_of_days = one.hint == ClauseHint::clause_names_several_days;
    if (is_of_days && split.clauses[one.clause].row != 0) continue;  // its day is not guessed
    const std::string_view code = clause_hint_names[static_cast<std::size_t>(one.hint)];
    const std::string key = "hints." + std::string(code);
    json.object()
        .member("code", code)
        .member("field",
                "rows." + std::to_string(one.clause + 1) + (is_of_days ? ".due" : ".number"))
        .member("detail", one.detail)
        .key("words")
        .object()
        .member("zh", words(Language::zh, key))
        .member("en", words(Language::en, key))
        .end_object()
        .end_object();
  }
  json.end_list();
}

Reply reply_of(const SplitText& split, const Body& body) {
  const std::shared_lock lock(body.lock);
  Reply reply;
  Json json(reply.body);
  json.object().key("rows").list();
  for (const Clause& clause : split.clauses) write_clause(json, clause, body);
  json.end_list().key("left_out").list();
  for (const std::string& line : split.left_out) json.put(line);
  json.end_list().key("attached").list();
  for (const std::string& title : split.attached) json.put(title);
  json.end_list().key("faults").list();
  for (const Refused& fault : faults_of(split.clauses)) {
    json.object().member("code", name_of(fault.law)).member("field", fault.field);
    write_words(json.member("detail", fault.detail).key("words"), fault.law);
    json.end_object();
  }
  json.end_list();
  write_hints(json, split);
  json.end_object();
  return reply;
}

// Of one field with rows, as the reader sees both.
void write_differences(Json& json, const FieldSpec& field, const Value& before,
                       const Value& after) {
  Rows added, dropped, old_rows, new_rows;
  for (const RowDifference& one : differences(before, after)) {
    if (!one.before) {
      added.all.push_back(*one.after);
    } else if (!one.after) {
      dropped.all.push_back(*one.before);
    } else {
      old_rows.all.push_back(*one.before);
      new_rows.all.push_back(*one.after);
    }
  }
  json.object().member("field", field.name);
  json.key("added").value(field, added).key("dropped").value(field, dropped);
  json.key("before").value(field, old_rows).key("after").value(field, new_rows);
  json.end_object();
}

Reply differences_of(const Reader& reader, const Ledger& ledger, const Uuid& first,
                     const Uuid& second, Language language) {
  const auto turn = reader.turn();
  Result<Found> after = find_record(reader, ledger, second);
  if (!after) return problem(after.error(), language);
  Result<Found> before = find_record(reader, ledger, first);
  if (!before) return problem(before.error(), language);
  LinksSeen links(reader);
  links.take_out(after->record);
  links.take_out(before->record);
  Reply reply;
  Json json(reply.body);
  json.object().key("fields").list();
  for (std::size_t i = 0; i < ledger.fields.size(); ++i)
    if (ledger.fields[i].kind == Kind::rows)
      write_differences(json, ledger.fields[i], before->record.value_at(i),
                        after->record.value_at(i));
  json.end_list().end_object();
  return reply;
}

}  // namespace

Reply split_text(Visit& visit) {
  std::vector<FieldChange> asked;
  if (auto errors = decode_members(members_pasted, visit.request.body, asked); !errors.empty())
    return visit.refused(errors);
  std::string text = std::get<std::string>(*said_of(pasted.name, members_pasted, asked));
  // Word processors end lines and pages with these.
  std::ranges::replace_if(
      text, [](char sign) { return sign == '\v' || sign == '\f'; }, '\n');
  if (has_control_characters(text, true))
    return visit.refused(Refusal::field_has_wrong_kind, std::string(pasted.name));
  // A long text is split and held against what stands where nobody waits for it.
  return answer_later(visit, [text = std::move(text), today = visit.today(), body = visit.body,
                              rows = standing_in(said_of(standing.name, members_pasted, asked))] {
    SplitText split = split_clauses(text, today);
    match_clauses(split.clauses, rows);
    return reply_of(split, *body);
  });
}

Reply compare_rows(Visit& visit) {
  const std::optional<Uuid> with = visit.query.take_id("with");
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const Ledger* ledger = find_ledger(visit.named[0]);
  const Result<Uuid> id = parse_uuid(visit.named[1]);
  if (!ledger) return visit.refused(Refusal::ledger_is_unknown, {}, std::string(visit.named[0]));
  if (!id || !with) return visit.refused(Refusal::nothing_is_there, with ? "" : "with");
  return read_within_bounds(visit, [ledger, id = *id, with = *with, language = visit.language](
                                       const Reader& reader, RandomSource&) {
    return std::optional(differences_of(reader, *ledger, with, id, language));
  });
}

}  // namespace chuangyou

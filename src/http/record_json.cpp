#include "http/record_json.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "campaign/erasable.h"
#include "campaign/find_links.h"
#include "campaign/look_ups.h"
#include "campaign/record_cells.h"
#include "campaign/whose_turn.h"
#include "core/text.h"
#include "http/problem.h"
#include "ledgers/all.h"
#include "record/clock.h"
#include "record/decide.h"
#include "record/describe.h"
#include "record/rows.h"

namespace chuangyou {
namespace {

constexpr std::string_view history_names[] = {"none", "unconfirmed", "confirmed"};
constexpr std::string_view nature_names[] = {"working", "make_up_working", "weekend", "holiday"};

bool is_shown(const FieldSpec& field, bool public_only) {
  if (field.visibility == Visibility::sealed) return false;
  return !public_only || field.visibility == Visibility::public_;
}

bool is_kept_back(const RecordView& view, const FieldSpec& field, const Value& value) {
  const bool leads = field.kind == Kind::link || field.kind == Kind::row_link;
  return leads && !is_empty(value) && !(view.links && !view.links->is_kept_back(field, value));
}

// A cell that leads to what is kept from the reader is not there, and stays as it is when he sends
// the row.
void write_rows(Json& json, const RecordView& view, const FieldSpec& field, const Rows& rows) {
  json.list();
  for (const Row& row : rows.all) {
    json.object().member(row_number, row.id);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const FieldSpec& column = field.columns()[i];
      if (is_shown(column, view.public_only) && !is_kept_back(view, column, row.cells[i]))
        json.key(column.name).value(column, row.cells[i]);
    }
    json.end_object();
  }
  json.end_list();
}

void write_fields(Json& json, const RecordView& view, const Record& record) {
  json.key("fields").object();
  const auto fields = record.ledger().fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!is_shown(fields[i], view.public_only)) continue;
    json.key(fields[i].name);
    if (is_kept_back(view, fields[i], record.value_at(i)))
      json.null();
    else if (const Rows* rows = std::get_if<Rows>(&record.value_at(i)))
      write_rows(json, view, fields[i], *rows);
    else
      json.value(fields[i], record.value_at(i));
  }
  json.end_object();
}

// So much of a text as two lines of a list hold: of Chinese fewer characters, each of them wide.
std::string_view line_of(std::string_view text) {
  std::size_t characters = line_characters_max;
  std::string_view line = beginning_of(text, characters);
  while (line.size() > line_bytes_max) line = beginning_of(line, --characters);
  return line;
}

void write_cell(Json& json, const RecordView& view, const FieldSpec& field, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  const std::string_view line = text ? line_of(*text) : "";
  if (const Rows* rows = std::get_if<Rows>(&value))
    write_rows(json, view, field, *rows);
  else if (text && line.size() < text->size())
    json.put(std::string(line) + "…");
  else
    json.value(field, value);
}

// Each id once, with the name that people know it by; nothing at all where there is none.
class Names {
 public:
  Names(Json& json, const RecordView& view, std::string_view member)
      : json_(json), view_(view), member_(member) {}

  void unit(const Uuid& id) {
    if (const Unit* found = view_.body.tree.find(id); found && is_new(id))
      put(to_text(id), found->name);
  }
  void person(const Uuid& id) {
    if (const Person* found = view_.body.people.find(id); found && is_new(id))
      put(to_text(id), found->name);
  }
  void link(std::string_view ledger_name, const Uuid& id) {
    if (view_.links == nullptr || !is_new(id)) return;
    const Record* found = view_.links->find(ledger_name, id);
    if (!found) return;
    const Ledger& ledger = found->ledger();
    const FieldSpec* title = ledger.field(ledger.title);
    if (title == nullptr || !is_shown(*title, view_.public_only)) return;
    const Value& value = found->value(ledger.title);
    if (const auto* text = std::get_if<std::string>(&value)) put(to_text(id), *text);
  }
  // A row of another record is known by that record's title and by its own first words.
  void link(const Link& to) {
    link(to.ledger, to.record);
    if (to.row == 0 || view_.links == nullptr) return;
    const std::string key = to_text(to.record) + "/" + std::to_string(to.row);
    if (!rows_.insert(key).second) return;
    const Record* found = view_.links->find(to.ledger, to.record);
    if (!found) return;
    const auto is_seen = [this](const FieldSpec& field) {
      return is_shown(field, view_.public_only);
    };
    if (const auto text = words_of_row(*found, to.row, is_seen)) put(key, *text);
  }
  void begin() {
    if (!has_begun_) json_.key(member_).object();
    has_begun_ = true;
  }
  void end() {
    if (has_begun_) json_.end_object();
  }
  // What a value names, by the kind of its field.
  void of(const FieldSpec& field, const Value& value) {
    const auto* id = std::get_if<Uuid>(&value);
    if (id && field.kind == Kind::unit) unit(*id);
    if (id && field.kind == Kind::person) person(*id);
    if (id && field.kind == Kind::link) link(field.links_to[0], *id);
    if (const auto* units = std::get_if<std::vector<Uuid>>(&value))
      for (const Uuid& one : *units) unit(one);
    if (const Link* to = std::get_if<Link>(&value)) link(*to);
    if (const Rows* rows = std::get_if<Rows>(&value))
      for (const Row& row : rows->all)
        for (std::size_t i = 0; i < row.cells.size(); ++i)
          if (is_shown(field.columns()[i], view_.public_only)) of(field.columns()[i], row.cells[i]);
  }

 private:
  void put(const std::string& id, std::string_view name) {
    begin();
    json_.key(id).put(name);
  }

  // Most records name a handful; a document that a thousand units acknowledged names them all.
  bool is_new(const Uuid& id) {
    constexpr std::size_t handful = 16;
    if (seen_.size() < handful) {
      if (std::ranges::find(seen_, id) != seen_.end()) return false;
      seen_.push_back(id);
      return true;
    }
    return std::ranges::find(seen_, id) == seen_.end() && many_.insert(id).second;
  }

  Json& json_;
  const RecordView& view_;
  std::string_view member_;
  bool has_begun_ = false;
  std::vector<Uuid> seen_;
  std::unordered_set<Uuid> many_;
  std::unordered_set<std::string> rows_;
};

void write_names(Json& json, const RecordView& view, const Record& record) {
  Names names(json, view, "names");
  names.begin();
  names.unit(record.unit);
  const auto fields = record.ledger().fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (is_shown(fields[i], view.public_only)) names.of(fields[i], record.value_at(i));
  }
  names.end();
}

void write_waits_for(Json& json, const RecordView& view, const Record& record) {
  json.key("waits_for").list();
  std::vector<std::string_view> done;
  for (const Signature& signature : record.signatures) {
    if (std::ranges::find(done, signature.act) != done.end()) continue;
    done.push_back(signature.act);
    json.object().member("act", signature.act).key("signed_by").list();
    for (const Signature& other : record.signatures) {
      if (other.act != signature.act) continue;
      const Person* person = view.body.people.find(other.person);
      json.put(person && !view.public_only ? person->name : std::string{});
    }
    json.end_list().end_object();
  }
  json.end_list();
}

void write_pauses(Json& json, const std::vector<PauseInterval>& pauses) {
  json.key("pauses").list();
  for (const PauseInterval& pause : pauses)
    json.object().member("from", pause.from).member("until", pause.until).end_object();
  json.end_list();
}

void write_clock(Json& json, const RecordView& view, const Record& record,
                 const Circumstances& circumstances) {
  const auto clock = read_clock(record, view.now, circumstances);
  json.key("clock");
  if (!clock) {
    json.null();
    return;
  }
  // A suspended clock has no last day yet: it moves with the pause.
  const bool moves = clock->light == Light::suspended;
  json.object()
      .member("deadline", clock->deadline->name)
      .member("started", clock->started)
      .member("due", moves ? std::nullopt : std::optional(clock->due))
      .member("due_at", moves ? std::nullopt : std::optional(clock->due_at))
      .member("first_due", clock->first_due)
      .member("provisional", clock->provisional)
      .member("calendar", clock->calendar_version)
      .member("light", name_of(clock->light))
      .member("working_days_left", clock->working_days_left);
  // Late, and yet no longer waited for.
  if (!moves && record.closed_at && *record.closed_at >= clock->due_at)
    json.member("was_done_since", record.closed_at);
  if (view.in_full) {
    json.key("skipped").list();
    for (const SkippedDay& day : clock->skipped)
      json.object()
          .member("date", day.date)
          .member("nature", nature_names[static_cast<std::size_t>(day.nature)])
          .member("name", day.name)
          .member("provisional", day.provisional)
          .end_object();
    json.end_list().member("skipped_in_all", std::int64_t{clock->skipped_in_all});
  }
  write_pauses(json, clock->pauses);
  json.key("length");
  if (clock->length)
    json.object()
        .member("count", clock->length->count)
        .member("kind", name_of(clock->length->kind))
        .end_object();
  else
    json.null();
  json.end_object();
}

void write_word(Json& json, std::string_view name, const std::optional<Word>& word) {
  json.key(name);
  if (!word) {
    json.null();
    return;
  }
  json.object().member("verdict", word->is_yes ? "yes" : "no").member("at", word->at).end_object();
}

// What has passed between doers and served, for everyone who sees the record at all.
void write_course(Json& json, const Record& record, const Circumstances& circumstances) {
  json.member("rounds", std::int64_t{record.rounds});
  write_word(json, "first_word", record.first_word);
  write_word(json, "last_word", record.last_word);
  json.member("history", history_names[static_cast<std::size_t>(record.history)])
      .member("judged_by", judged_by(record, circumstances))
      .key("told")
      .list();
  for (const Told& told : record.told)
    json.object()
        .member("act", told.act)
        .member("reason", told.reason)
        .member("at", told.at)
        .end_object();
  json.end_list();
}

// What would be refused is offered to nobody who sees the record whole, and he is told what is
// against it; for others its fields do not tell.
void write_open_acts(Json& json, const RecordView& view, const Record& record,
                     const Circumstances& circumstances) {
  if (view.today_too) {
    json.key("acts").list().end_list().key("not_yet").list().end_list();
    return;
  }
  const Date today = view.body.zone.date_at(view.now);
  const bool sees_whole =
      sight_of(view.actor, record, today, circumstances.path_of) == Sight::whole;
  Offered offered;
  if (view.links && sees_whole)
    offered = acts_offered(view.actor, record, view.now,
                           with_look_ups(view.body, view.links->reader().connection));
  else
    offered.acts =
        acts_open_to(view.actor, record, today, circumstances.path_of, circumstances.posts_of);
  json.key("acts").list();
  for (const Act* act : offered.acts) json.put(act->name);
  json.end_list().key("not_yet").list();
  for (const auto& [act, against] : offered.not_yet) {
    json.object().member("act", act->name).member("code", name_of(against.law));
    json.member("field", against.field).key("words");
    write_words(json, against.law);
    json.end_object();
  }
  json.end_list();
}

}  // namespace

void write_erased_part(Json& json, const ErasedPart& part,
                       const std::function<bool(std::string_view)>& is_told) {
  json.object()
      .member("seq", part.seq)
      .member("erased_by", part.by)
      .member("erased_at", part.at)
      .key("fields")
      .list();
  for (const std::string& field : part.fields)
    if (is_told(field)) json.put(field);
  json.end_list().end_object();
}

// The reader's own sight decides which names he is told: an empty field that he would not have seen
// anyway says nothing.
void write_erased(Json& json, const RecordView& view, const Record& record) {
  const Ledger& ledger = record.ledger();
  if (view.erased == nullptr && view.erasures == nullptr) return;
  if (!view.in_full && !is_empty(record.value(ledger.title))) return;
  const std::vector<ErasedPart> parts =
      view.erased ? *view.erased : erased_of(*view.erasures, view.body, record.id);
  if (parts.empty() && !view.in_full) return;
  const Date today = view.body.zone.date_at(view.now);
  const bool sees_whole =
      !view.today_too &&
      sight_of(view.actor, record, today, view.body.circumstances().path_of) == Sight::whole;
  json.key("erased").list();
  for (const ErasedPart& part : parts)
    write_erased_part(json, part, [&](std::string_view name) {
      const FieldSpec* field = ledger.field_or_column(name);
      return field ? is_shown(*field, view.public_only || !sees_whole) : sees_whole;
    });
  json.end_list();
}

void write_columns(Json& json, const RecordView& view, const Record& record,
                   std::span<const std::size_t> fields) {
  const std::span<const FieldSpec> declared = record.ledger().fields;
  json.key("fields").object();
  for (const std::size_t i : fields) {
    if (!is_shown(declared[i], view.public_only)) continue;
    json.key(declared[i].name);
    if (is_kept_back(view, declared[i], record.value_at(i)))
      json.null();
    else
      write_cell(json, view, declared[i], record.value_at(i));
  }
  json.end_object();
  Names names(json, view, "names");
  for (const std::size_t i : fields)
    if (is_shown(declared[i], view.public_only)) names.of(declared[i], record.value_at(i));
  names.end();
}

void write_names_of(Json& json, const RecordView& view,
                    std::span<const std::pair<const FieldSpec*, Value>> values) {
  Names names(json, view, "names");
  names.begin();
  for (const auto& [field, value] : values)
    if (is_shown(*field, view.public_only)) names.of(*field, value);
  names.end();
}

// A person's own, of a ledger that only those read who may act on it: whoever is not told what it
// says is not told either when it was due and whether it was met by then.
Standing as_told(const RecordView& view, const Record& record, Standing standing) {
  const Ledger& ledger = record.ledger();
  const bool is_a_persons =
      ledger.is_confidential && ledger.is_personal && ledger.is_personal(record);
  if (!is_a_persons) return standing;
  const auto path_of = [&](const Uuid& unit) { return view.body.tree.path_of(unit); };
  const Date today = view.body.zone.date_at(view.now);
  if (!view.public_only && sight_of(view.actor, record, today, path_of) == Sight::whole)
    return standing;
  standing.due_at.reset();
  standing.closed_at.reset();
  standing.on_time.reset();
  standing.kept_first.reset();
  return standing;
}

void write_record_members(Json& json, const RecordView& view, const Record& record,
                          const Standing& as_it_stands) {
  const Standing standing = as_told(view, record, as_it_stands);
  json.member("ledger", record.ledger().name).member("id", static_cast<const Uuid&>(record.id));
  json.key("unit");
  write_unit_name(json, view.body, record.unit);
  json.member("state", record.state)
      .member("stage", name_of(standing.stage))
      .member("version", record.version)
      .member("created_at", record.created_at)
      .member("state_since", record.state_since)
      .member("closed_at", standing.closed_at)
      .member("due_at", standing.due_at)
      .member("on_time", standing.on_time)
      .member("kept_first_date", standing.kept_first)
      .member("implausible", standing.implausible);
  const Circumstances circumstances = view.body.circumstances();
  write_course(json, record, circumstances);
  write_fields(json, view, record);
  write_names(json, view, record);
  write_erased(json, view, record);
  write_waits_for(json, view, record);
  if (view.in_full) write_open_acts(json, view, record, circumstances);
  write_clock(json, view, record, circumstances);
}

void write_record(Json& json, const RecordView& view, const Record& record,
                  const Standing& standing) {
  json.object();
  write_record_members(json, view, record, standing);
  json.end_object();
}

void write_unit_name(Json& json, const Body& body, const Uuid& unit) {
  const Unit* found = body.tree.find(unit);
  if (found == nullptr) {
    json.null();
    return;
  }
  json.object().member("id", unit).member("name", found->name).end_object();
}

void write_units_above(Json& json, const Tree& tree, const Unit& unit) {
  const std::vector<UnitNo> line = tree.line_of(unit.no);
  json.key("superior");
  if (line.size() < 2) {
    json.null();
  } else {
    const Unit& superior = tree.unit(line[1]);
    json.object().member("id", static_cast<const Uuid&>(superior.id));
    json.member("name", superior.name).end_object();
  }
  json.key("above").list();
  for (std::size_t i = line.size(); i-- > 1;) json.put(tree.unit(line[i]).name);
  json.end_list();
}

void write_unit_in_line(Json& json, const Tree& tree, const Unit& unit) {
  json.object().member("id", static_cast<const Uuid&>(unit.id)).member("name", unit.name);
  write_units_above(json, tree, unit);
  json.end_object();
}

void write_lender(Json& json, const Body& body, const HeldPost& post) {
  json.key("by_delegation_of");
  const HeldPost* own = post.lent_from.is_nil() ? nullptr : body.people.post(post.lent_from);
  if (own)
    write_person_name(json, body, own->person);
  else
    json.null();
}

void write_lender(Json& json, const Body& body, const EntryHead& head) {
  json.key("by_delegation_of");
  if (const auto lender =
          body.people.lent_by(head.actor, head.role, head.under, body.zone.date_at(head.at)))
    write_person_name(json, body, *lender);
  else
    json.null();
}

void write_former_names(Json& json, const Person& person) {
  json.key("former_names").list();
  for (const std::string& name : person.former_names)
    if (!name.empty()) json.put(name);
  json.end_list();
}

void write_description(Json& json, const UnitDescription* description) {
  if (!description) {
    json.null();
    return;
  }
  const bool has_level = description->level != UnitLevel::none;
  const std::string_view level = unit_level_names[static_cast<std::size_t>(description->level)];
  json.object()
      .member("from", description->from)
      .member("level", has_level ? std::optional(level) : std::nullopt)
      .member("sector", description->sector)
      .member("order_number", description->order_number)
      .key("exposure")
      .list();
  for (const std::string& name : names_of(description->exposure)) json.put(name);
  json.end_list().end_object();
}

void write_person_name(Json& json, const Body& body, const Uuid& person) {
  const Person* found = body.people.find(person);
  if (found == nullptr) {
    json.null();
    return;
  }
  json.object().member("id", person).member("name", found->name).end_object();
}

}  // namespace chuangyou

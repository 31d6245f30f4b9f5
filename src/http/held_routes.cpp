// All that is held about whoever asks, to be read on a page or taken along as one file.
#include "campaign/find_followed.h"
#include "campaign/find_held.h"
#include "campaign/find_links.h"
#include "campaign/kept_until.h"
#include "http/house_rooms.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "journal/account_entries.h"
#include "ledgers/all.h"
#include "storage/account_rows.h"
#include "storage/saved_view_rows.h"
#include "storage/session_rows.h"

namespace chuangyou {
namespace {

std::optional<std::string> title_of(const Ledger& ledger, const Record& record) {
  const auto* title = std::get_if<std::string>(&record.value(ledger.title));
  return title ? std::optional(*title) : std::nullopt;
}

void write_person(Json& json, const Reader& reader) {
  const Body& body = reader.body;
  const PersonId& id = reader.actor.person;
  const Person* person = body.people.find(id);
  json.key("person");
  write_person_name(json, body, id);
  json.member(
      "member_kind",
      member_kind_names[static_cast<std::size_t>(person ? person->member_kind : MemberKind::none)]);
  json.key("posts").list();
  for (const HeldPost& post : body.people.posts_of(id)) {
    json.object().member("role", name_of(post.role)).key("unit");
    write_unit_name(json, body, post.unit);
    json.member("from", post.from)
        .member("until", post.until)
        .member("accountable", post.accountable)
        .end_object();
  }
  json.end_list();
}

constexpr std::int64_t log_ins_told_max = 200;

// How long what is kept here stays: by which value, on whose word.
void write_terms(Json& json, const Reader& reader) {
  const PolicyPack& pack = reader.body.frame.policy;
  json.key("terms").list();
  const auto put = [&](std::string_view policy, std::string_view ledger, std::string_view what) {
    const PolicyEntry* held = pack.entry(policy, reader.today());
    json.object()
        .member("name", policy)
        .member("ledger", ledger.empty() ? std::nullopt : std::optional(std::string(ledger)))
        .member("what", what)
        .member("months", held ? std::optional(held->value) : std::nullopt)
        .member("source", held ? std::optional(held->source) : std::nullopt)
        .end_object();
  };
  for (const RetentionTerm& term : retention_terms) {
    if (!term.is_of_senders) put(term.policy, "", term.what);
    for (const Ledger* ledger : all_ledgers())
      if (term.is_of_senders && touches(term, *ledger)) put(term.policy, ledger->name, term.what);
  }
  put(account_retention, "", "account");
  put(log_retention, "", "log_ins");
  json.end_list().member("account_kept_until",
                         account_kept_until(reader.body, reader.actor.person, reader.today()));
}

void write_log_ins(Json& json, const Reader& reader) {
  const Body& body = reader.body;
  json.key("log_ins").list();
  for (const LogInRow& row :
       log_in_rows_of(reader.connection, body.no, reader.actor.person, log_ins_told_max)) {
    const Date day = body.zone.date_at(row.at);
    json.object()
        .member("at", row.at)
        .member("address", row.address)
        .member("kept_until", kept_until(body.frame.policy, log_retention, day, reader.today()))
        .end_object();
  }
  json.end_list();
}

// Posts that wait for a second person, and were neither signed nor refused.
void write_proposals(Json& json, const Reader& reader) {
  json.key("proposals").list();
  for (const PostProposal& proposal : reader.body.people.proposals()) {
    if (proposal.post.person != reader.actor.person) continue;
    json.object().member("role", name_of(proposal.post.role)).key("unit");
    write_unit_name(json, reader.body, proposal.post.unit);
    json.member("from", proposal.post.from).member("until", proposal.post.until);
    json.member("proposed_on", proposal.on).key("proposed_by");
    write_person_name(json, reader.body, proposal.by);
    json.end_object();
  }
  json.end_list();
}

// What was done with his accounts and his second factor, and by whom; at the machine by nobody in
// particular. Of the second factor itself only since when there is one: its secret nobody reads.
void write_account_history(Json& json, const Reader& reader) {
  const std::vector<Entry> entries =
      account_entries_of(reader.connection, reader.body.no, reader.actor.person);
  const SecondFactorTold second = second_factor_told(entries);
  const auto turn = reader.turn();
  json.member("second_factor_since", second.is_set() ? std::optional(second.since) : std::nullopt);
  json.key("account_history").list();
  for (const Entry& entry : entries) {
    json.object().member("seq", entry.head.seq).member("at", entry.head.at);
    json.member("act", entry.head.act).key("by");
    write_person_name(json, reader.body, entry.head.actor);
    json.end_object();
  }
  json.end_list();
}

// Of tables that no entry makes.
void write_beside(Json& json, const Reader& reader) {
  Connection& connection = reader.connection;
  const BodyNo body = reader.body.no;
  const PersonId& id = reader.actor.person;
  json.key("accounts").list();
  for (const AccountRow& account : account_rows_of(connection, body, id)) json.put(account.name);
  json.end_list().key("sessions").list();
  for (const SessionOfPerson& session : sessions_of(connection, body, id))
    json.object()
        .member("began", session.row.began)
        .member("last_used", session.row.last_used)
        .member("address", session.row.address)
        .end_object();
  json.end_list().key("views").list();
  for (const SavedViewRow& view : saved_view_rows(connection, body, id))
    json.object()
        .member("ledger", view.ledger)
        .member("name", view.name)
        .member("query", view.query)
        .end_object();
  json.end_list();
}

void write_acts(Json& json, const HeldAboutPerson& held) {
  json.key("acts").list();
  for (const auto& [what, times] : held.acts)
    json.object()
        .member("ledger", what.first)
        .member("act", what.second)
        .member("times", times)
        .end_object();
  json.end_list().key("latest_acts").list();
  for (const DoneByPerson& done : held.latest)
    json.object()
        .member("seq", done.seq)
        .member("at", done.at)
        .member("ledger", done.ledger)
        .member("act", done.act)
        .member("record", done.record)
        .end_object();
  json.end_list().member("acts_after", held.acts_after);
}

// Until when what it holds of people stays; nothing while it is open.
void write_kept(Json& json, const Reader& reader, const Record& record) {
  json.key("kept").list();
  for (const RetentionTerm& term : retention_terms)
    if (const auto until = kept_until(reader.body, record, term.policy, reader.today()))
      json.object().member("what", term.what).member("until", *until).end_object();
  json.end_list();
}

void write_records(Json& json, const Reader& reader, HeldAboutPerson& held, bool is_whole) {
  LinksSeen links(reader);
  const RecordView view{reader.body, reader.actor, reader.now,        false,
                        false,       &links,       &reader.connection};
  json.key("records").list();
  for (HeldRecord& one : held.records) {
    redact(one.found.record, one.found.sight);
    json.object().key("as").list();
    for (const std::string& as : one.as) json.put(as);
    json.end_list().member("title", title_of(*one.ledger, one.found.record));
    write_kept(json, reader, one.found.record);
    if (is_whole) {
      write_record_members(json, view, one.found.record, one.found.standing);
    } else {
      json.member("ledger", one.ledger->name)
          .member("id", static_cast<const Uuid&>(one.found.record.id))
          .member("state", one.found.record.state)
          .key("unit");
      write_unit_name(json, reader.body, one.found.record.unit);
    }
    json.end_object();
  }
  json.end_list().member("has_all_records", held.has_all_records);
}

// Whom one asks to have something put right or erased.
void write_who_answers(Json& json, const Reader& reader) {
  json.key("answers").list();
  for (const Role role : {Role::administrator, Role::auditor})
    for (const HeldPost& post : reader.body.people.ever_held(role)) {
      if (!is_in_force(post, reader.today())) continue;
      json.object().member("role", name_of(role)).key("person");
      write_person_name(json, reader.body, post.person);
      json.end_object();
    }
  json.end_list();
}

void write_followed(Json& json, const Reader& reader) {
  json.key("followed").list();
  const std::vector<Followed> all = find_followed(reader);
  const auto turn = reader.turn();
  for (const Followed& one : all)
    json.object()
        .member("ledger", one.ledger->name)
        .member("id", static_cast<const Uuid&>(one.found.record.id))
        .member("title", title_of(*one.ledger, one.found.record))
        .end_object();
  json.end_list();
}

Reply held_reply(const Reader& reader, bool is_whole) {
  HeldAboutPerson held = find_held(reader);
  Reply reply;
  Json json(reply.body);
  json.object().member("day", reader.today());
  {
    const auto turn = reader.turn();
    write_person(json, reader);
    write_proposals(json, reader);
    write_who_answers(json, reader);
    write_terms(json, reader);
    write_log_ins(json, reader);
    write_records(json, reader, held, is_whole);
  }
  write_account_history(json, reader);
  write_beside(json, reader);
  write_acts(json, held);
  write_followed(json, reader);
  json.end_object();
  if (is_whole) reply.add("Content-Disposition", "attachment; filename=\"held-about-me.json\"");
  return reply;
}

}  // namespace

// One at a time for each person, and never on the loop.
Reply read_held(Visit& visit) {
  const bool is_whole = visit.query.take_yes_no("whole").value_or(false);
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  std::shared_ptr<void> turn = visit.site.exports.turn_of(visit.actor.person);
  if (!turn) return visit.refused(Refusal::too_many_requests);
  return read_elsewhere(
      visit, visit.site.exporting,
      [is_whole](const Reader& reader, RandomSource&) {
        return std::optional(held_reply(reader, is_whole));
      },
      std::move(turn));
}

}  // namespace chuangyou

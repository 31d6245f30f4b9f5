// Accounts: who has one, made one or many at a time, locked, unlocked, reset, ended, and one's own
// password. A password that is made here is told once, in the reply, and stands nowhere else.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "http/acting.h"
#include "http/org_fields.h"
#include "http/posts_held.h"
#include "http/problem.h"
#include "http/proving.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "journal/account_entries.h"

namespace chuangyou {
namespace {

std::span<const FieldSpec> fields_of_making() {
  static const FieldSpec columns[] = {
      {.name = "person", .kind = Kind::person, .required = true},
      {.name = "name", .kind = Kind::text, .required = true, .length_max = account_name_length_max},
  };
  static const FieldSpec all[] = {{.name = "accounts",
                                   .kind = Kind::rows,
                                   .required = true,
                                   .first_column = std::data(columns),
                                   .column_count = std::size(columns)}};
  return all;
}

struct ToMake {
  PersonId person;
  std::string name, password;
};

// What was asked for, row by row; a row without a person or a name says which cell is missing.
std::vector<ToMake> accounts_asked(DecodedAct& decoded) {
  std::vector<ToMake> asked;
  const Value* value = said_of("accounts", fields_of_making(), decoded.fields);
  const Rows* rows = value ? std::get_if<Rows>(value) : nullptr;
  if (!rows) return asked;
  for (const Row& row : rows->all) {
    const std::string place = "accounts." + std::to_string(asked.size() + 1);
    const Uuid* person = row.cells.empty() ? nullptr : std::get_if<Uuid>(&row.cells[0]);
    const std::string* name =
        row.cells.size() < 2 ? nullptr : std::get_if<std::string>(&row.cells[1]);
    if (!person) decoded.errors.push_back({Refusal::field_is_missing, place + ".person", {}});
    if (!name) decoded.errors.push_back({Refusal::field_is_missing, place + ".name", {}});
    asked.push_back({person ? PersonId(*person) : PersonId(),
                     name ? folded_account_name(*name) : std::string(),
                     {}});
  }
  if (asked.size() > accounts_at_once_max)
    decoded.errors.push_back(
        {Refusal::rows_are_too_many, "accounts", std::to_string(accounts_at_once_max)});
  return asked;
}

// Each password once, and with it the act; 100 ms for each.
Writer::Batch batch_of(std::vector<ToMake>& asked, const Writer::Click& click, const Actor& actor) {
  RandomSource random = RandomSource::from_system();
  Writer::Batch batch;
  for (ToMake& one : asked) {
    one.password = make_one_time_password(random);
    OrgRequest& request = batch.org_acts.emplace_back();
    request.body = click.body;
    request.actor = actor;
    request.on_account = MakeAccount{one.person, one.name, hash_password(one.password)};
  }
  return batch;
}

Reply made_reply(std::span<const ToMake> made) {
  Reply reply;
  Json json(reply.body);
  json.object().key("accounts").list();
  for (const ToMake& one : made)
    json.object()
        .member("person", static_cast<const Uuid&>(one.person))
        .member("name", one.name)
        .member("one_time_password", one.password)
        .end_object();
  json.end_list().end_object();
  return reply;
}

void write_account(Json& json, const Body& body, const AccountRow& row) {
  json.object().member("name", row.name).key("person");
  write_person_name(json, body, row.person);
  json.member("state", name_of(row.state))
      .member("must_change_password", row.must_change)
      .end_object();
}

void write_entry(Json& json, const Body& body, const Entry& entry) {
  const Result<AccountSaid> said = decode_account(entry.changes);
  json.object()
      .member("seq", entry.head.seq)
      .member("at", entry.head.at)
      .member("act", entry.head.act)
      .member("role", name_of(entry.head.role))
      .key("by");
  if (entry.head.actor.is_nil())
    json.null();  // at the machine
  else
    write_person_name(json, body, entry.head.actor);
  json.member("name", said ? said->name : "")
      .member("password_sha256", said ? said->password_sha256 : "")
      .end_object();
}

// Never the name, which many type their password for, and never a password.
void tell_of(std::string_view act, const PersonId& by, const Uuid& about, const Refused* refused) {
  if (refused)
    spdlog::warn("account=refused act={} law={} person={} about={}", act, name_of(refused->law),
                 to_text(by), to_text(about));
  else
    spdlog::info("account=done act={} person={} about={}", act, to_text(by), to_text(about));
}

struct NamedAct {
  std::string_view name;
  std::string_view entry;
};
constexpr NamedAct named_acts[] = {{"lock", account_acts::lock},
                                   {"unlock", account_acts::unlock},
                                   {"reset", account_acts::reset},
                                   {"end", account_acts::end}};

AccountAct act_named(std::string_view name, std::string account, std::string_view password) {
  if (name == "lock") return LockAccount{std::move(account)};
  if (name == "unlock") return UnlockAccount{std::move(account)};
  if (name == "end") return EndAccount{std::move(account)};
  return ResetPassword{std::move(account), hash_password(password)};
}

}  // namespace

Reply list_accounts(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const bool may = holds(visit, Role::administrator) ||
                   holds(visit, Role::security_administrator) || holds(visit, Role::auditor);
  if (!may) return visit.refused(Refusal::post_does_not_allow_this);
  return read_within_bounds(visit, [](const Reader& reader, RandomSource&) {
    const std::vector<AccountRow> rows = account_rows(reader.connection, reader.body.no);
    const auto turn = reader.turn();
    Reply reply;
    Json json(reply.body);
    json.object().key("accounts").list();
    for (const AccountRow& row : rows) write_account(json, reader.body, row);
    json.end_list().end_object();
    return std::optional(std::move(reply));
  });
}

Reply list_account_entries(Visit& visit) {
  const auto name = visit.query.take("account");
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  if (!holds(visit, Role::security_administrator) && !holds(visit, Role::auditor))
    return visit.refused(Refusal::post_does_not_allow_this);
  if (!name) return visit.refused(Refusal::field_is_missing, "account");
  return read_within_bounds(visit,
                            [name = folded_account_name(*name), language = visit.language](
                                const Reader& reader, RandomSource&) -> std::optional<Reply> {
                              const auto row = account_row(reader.connection, reader.body.no, name);
                              if (!row) return problem(Refusal::nothing_is_there, language);
                              const std::vector<Entry> entries = account_entries_of(
                                  reader.connection, reader.body.no, row->person);
                              const auto turn = reader.turn();
                              Reply reply;
                              Json json(reply.body);
                              json.object().key("entries").list();
                              for (const Entry& entry : entries) {
                                const Result<AccountSaid> said = decode_account(entry.changes);
                                if (is_about_second_factor(entry) || (said && said->name == name))
                                  write_entry(json, reader.body, entry);
                              }
                              json.end_list().end_object();
                              return reply;
                            });
}

Reply make_accounts(Visit& visit) {
  DecodedAct decoded = decode_act(fields_of_making(), {}, visit.request.body);
  check_required(fields_of_making(), decoded);
  std::vector<ToMake> asked = accounts_asked(decoded);
  if (!decoded.errors.empty()) return visit.refused(decoded.errors);
  // Before any password is made: who may not make one has no time of ours.
  if (!holds(visit, Role::administrator)) return visit.refused(Refusal::post_does_not_allow_this);
  return answer_later(
      visit, [&site = visit.site, language = visit.language, click = click_of(visit),
              actor = visit.actor, asked = std::move(asked)]() mutable {
        // What was told once is told to nobody again: a second click learns that it was done.
        if (const auto done = site.writer.answered(click); !done || *done) {
          if (!done) return problem(done.error(), language);
          Reply reply = made_reply({});
          reply.add("Idempotent-Replayed", "true");
          return reply;
        }
        Writer::Batch batch = batch_of(asked, click, actor);
        batch.org_acts.front().idempotency_key = click.key;
        batch.org_acts.front().request_digest = click.digest;
        const auto refusals = site.writer.perform_all(std::move(batch));
        std::vector<Refused> errors;
        for (const Writer::BatchRefusal& one : refusals) {
          Refused refused = one.refused;
          refused.field = "accounts." + std::to_string(one.index + 1) + "." + refused.field;
          tell_of(account_acts::make, actor.person, asked[one.index].person, &refused);
          errors.push_back(std::move(refused));
        }
        if (!errors.empty()) return problem(errors, language);
        for (const ToMake& one : asked)
          tell_of(account_acts::make, actor.person, one.person, nullptr);
        return made_reply(asked);
      });
}

Reply act_on_account(Visit& visit) {
  const auto named = std::ranges::find(named_acts, visit.named[0], &NamedAct::name);
  if (named == std::end(named_acts))
    return visit.refused(Refusal::act_is_unknown, "act", visit.named[0]);
  std::string account;
  const TextMember members[] = {{"account", &account, account_name_length_max}};
  if (const auto errors = decode_texts(members, visit.request.body); !errors.empty())
    return visit.refused(errors);
  if (!holds(visit, Role::security_administrator))
    return visit.refused(Refusal::post_does_not_allow_this);
  return answer_later(
      visit, [&site = visit.site, language = visit.language, click = click_of(visit),
              actor = visit.actor, named, account = folded_account_name(account)] {
        RandomSource random = RandomSource::from_system();
        const bool resets = named->entry == account_acts::reset;
        const std::string password = resets ? make_one_time_password(random) : std::string();
        OrgRequest request;
        request.body = click.body;
        request.actor = actor;
        request.on_account = act_named(named->name, account, password);
        request.idempotency_key = click.key;
        request.request_digest = click.digest;
        const auto done = site.writer.perform(std::move(request));
        const PersonId about = site.accounts.person_of(click.body, account);
        if (!done) {
          tell_of(named->entry, actor.person, about, &done.error());
          return problem(done.error(), language);
        }
        tell_of(named->entry, actor.person, about, nullptr);
        Reply reply;
        Json json(reply.body);
        json.object().member("name", account);
        if (resets && !done->replayed) json.member("one_time_password", password);
        json.end_object();
        if (done->replayed) reply.add("Idempotent-Replayed", "true");
        return reply;
      });
}

Reply change_password(Visit& visit) {
  std::string password, new_password;
  const TextMember members[] = {{"password", &password, password_length_max},
                                {"new_password", &new_password, password_length_max}};
  if (const auto errors = decode_texts(members, visit.request.body); !errors.empty())
    return visit.refused(errors);
  if (const auto checked = check_password(new_password); !checked)
    return visit.refused(checked.error().law, "new_password", checked.error().detail);
  if (password == new_password) return visit.refused(Refusal::nothing_would_change, "new_password");
  const Hash session = session_key_of(visit.site.session_token(visit.request));
  return prove(
      visit, {.of = account_acts::change, .password = std::move(password)},
      [&site = visit.site, language = visit.language, body = visit.body->no, actor = visit.actor,
       new_password = std::move(new_password), session](const OpenedAccount& opened) {
        OrgRequest request;
        request.body = body;
        request.actor = actor;
        request.on_account =
            ChangePassword{opened.name, hash_password(new_password), opened.password_hash, session};
        if (const auto done = site.writer.perform(std::move(request)); !done)
          return problem(done.error(), language);
        tell_of(account_acts::change, actor.person, actor.person, nullptr);
        Reply reply;
        reply.status = 204;
        return reply;
      });
}

}  // namespace chuangyou

// `chuangyou accounts`: what nobody in the house may do alone for one of the three who run it.
// Whoever has the machine acts for nobody in particular, and the journal says so.
#include <fmt/core.h>

#include <algorithm>

#include "access/accounts.h"
#include "campaign/load.h"
#include "cli/commands.h"
#include "storage/account_rows.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

struct AccountsAsked {
  std::string database, campaigns, what, body, name, person, role;
  bool clock_is_right = false;
};

// Those of the three who have none as well: one of them takes over and cannot come in yet.
int list_accounts_of(const AccountsAsked& asked, const Body& body, Date today) {
  Connection connection(asked.database, OpenFor::reading);
  const std::vector<AccountRow> rows = account_rows(connection, body.no);
  for (const AccountRow& row : rows) {
    const Person* person = body.people.find(row.person);
    fmt::print("{}\t{}\t{}{}\n", row.name, person ? person->name : "-", name_of(row.state),
               row.must_change ? "\tmust_change_password" : "");
  }
  for (const PersonId& id : body.people.administrators()) {
    const bool has_one = std::ranges::any_of(rows, [&](const AccountRow& row) {
      return row.person == id && row.state != AccountState::ended;
    });
    const auto runs_the_house = [today](const HeldPost& post) {
      return is_administrative(post.role) && (!post.until || today <= *post.until);
    };
    const Person* person = body.people.find(id);
    if (has_one || !person || std::ranges::none_of(body.people.posts_of(id), runs_the_house))
      continue;
    fmt::print("-\t{}\tno_account\t{}\n", person->name, to_text(id));
  }
  return 0;
}

// By his id, or by his name where one alone is called so.
Result<PersonId> person_asked(const AccountsAsked& asked, const Body& body) {
  if (asked.person.empty()) return refuse(Refusal::field_is_missing, "person");
  if (const auto id = parse_uuid(asked.person); id && body.people.find(*id)) return PersonId(*id);
  std::vector<PersonId> called;
  for (const PersonId& id : body.people.search(SoughtName(asked.person), [] {}))
    if (body.people.find(id)->name == asked.person) called.push_back(id);
  if (called.empty()) return refuse(Refusal::person_is_unknown, "person", asked.person);
  if (called.size() == 1) return called.front();
  std::string ids;
  for (const PersonId& id : called) ids.append(ids.empty() ? "" : ", ").append(to_text(id));
  return refuse(Refusal::name_is_ambiguous, "person", ids);
}

Result<AccountAct> act_asked(const AccountsAsked& asked, const Body& body,
                             const std::string& password) {
  const std::string name = folded_account_name(asked.name);
  if (asked.what == "unlock") return UnlockAccount{name};
  if (asked.what == "end") return EndAccount{name};
  if (asked.what == "reset") return ResetPassword{name, hash_password(password)};
  const Result<PersonId> person = person_asked(asked, body);
  if (!person) return std::unexpected(person.error());
  return MakeAccount{*person, name, hash_password(password)};
}

// One of the three is given back, or goes, where the others cannot do it together any more.
Result<OrgAct> post_act_asked(const AccountsAsked& asked, const Body& body, Date today, Moment now,
                              RandomSource& random) {
  const Result<PersonId> person = person_asked(asked, body);
  if (!person) return std::unexpected(person.error());
  const auto role = std::ranges::find(role_names, asked.role);
  if (role == std::end(role_names) || !is_administrative(static_cast<Role>(role - role_names)))
    return refuse(Refusal::role_is_unknown, "role", asked.role);
  const Role wanted = static_cast<Role>(role - role_names);
  if (asked.what == "appoint")
    return Appoint{{make_uuid_v7(now, random), *person, wanted, body.tree.unit(0).id, today, {}}};
  for (const HeldPost& post : body.people.posts_of(*person))
    if (post.role == wanted && is_in_force(post, today)) return EndPost{post.id, today};
  return refuse(Refusal::post_is_unknown, "role", asked.role);
}

int run_accounts(const AccountsAsked& asked, const CommandContext& context) {
  const auto writing = SoleWriter::of(asked.database);
  if (!writing) return tell(writing.error());
  const Moment now = context.now();
  if (const auto fits = check_clock(asked.database, now, asked.clock_is_right); !fits)
    return tell(fits.error());
  Bodies bodies;
  if (const auto loaded = load_bodies({asked.database, asked.campaigns}, bodies, now); !loaded)
    return tell(loaded.error());
  if (const auto whole = check_end(asked.database, bodies, now); !whole) return tell(whole.error());
  const Body* body = bodies.find(asked.body);
  if (body == nullptr) return tell({Refusal::body_is_unknown, "body", asked.body});
  if (asked.what == "list")
    return list_accounts_of(asked, *body, body->zone.date_at(body_now(*body, now)));
  RandomSource random = RandomSource::from_system();
  if (asked.what == "appoint" || asked.what == "dismiss") {
    Result<OrgAct> act =
        post_act_asked(asked, *body, body->zone.date_at(body_now(*body, now)), now, random);
    if (!act) return tell(act.error());
    Writer writer(asked.database, bodies, context.now, RandomSource::from_system());
    const auto done = writer.perform(OrgRequest{body->no, std::move(*act), {}});
    return done ? 0 : tell(done.error());
  }
  if (asked.name.empty()) return tell({Refusal::field_is_missing, "name", {}});
  const bool tells_password = asked.what == "reset" || asked.what == "make";
  const std::string password = tells_password ? make_one_time_password(random) : std::string();
  Result<AccountAct> act = act_asked(asked, *body, password);
  if (!act) return tell(act.error());
  Writer writer(asked.database, bodies, context.now, RandomSource::from_system());
  OrgRequest request;
  request.body = body->no;
  request.on_account = std::move(*act);
  if (const auto done = writer.perform(std::move(request)); !done) return tell(done.error());
  if (tells_password) fmt::print("{}\t{}\n", folded_account_name(asked.name), password);
  return 0;
}

}  // namespace

void add_accounts_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "accounts",
      "at the machine: list a body's accounts; make, reset, unlock or end one, also of the three "
      "who run the house; appoint or dismiss one of them");
  const auto asked = std::make_shared<AccountsAsked>();
  command->add_option("what", asked->what, "list, make, reset, unlock, end, appoint or dismiss")
      ->required()
      ->check(CLI::IsMember({"list", "make", "reset", "unlock", "end", "appoint", "dismiss"}));
  command->add_option("body", asked->body, "key of the body")->required();
  command->add_option("name", asked->name, "log-in name; to make one, that which it gets");
  command->add_option("--person", asked->person, "whose or whom, by name or id");
  command->add_option("--role", asked->role,
                      "administrator, security_administrator or auditor, to appoint or dismiss");
  add_existing_database_option(*command, asked->database);
  add_campaigns_option(*command, asked->campaigns);
  add_clock_option(*command, asked->clock_is_right);
  command->callback([asked, &context] { context.exit_code = run_accounts(*asked, context); });
}

}  // namespace chuangyou

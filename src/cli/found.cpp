// `chuangyou found`: a body of one's own, with its first unit and the three who run it.
#include <fmt/core.h>

#include <algorithm>

#include "access/accounts.h"
#include "campaign/found_house.h"
#include "cli/commands.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

struct FoundAsked {
  std::string database, campaigns, root_type = "department";
  NewBody body;
  FirstPeople people;
  bool clock_is_right = false;
};

struct Told {
  std::string_view post;
  FirstPerson* person;
  std::string password = {};
};

int run_found(FoundAsked asked, const CommandContext& context) {
  const auto writing = SoleWriter::of(asked.database);
  if (!writing) return tell(writing.error());
  const Moment now = context.now();
  if (const auto fits = check_clock(asked.database, now, asked.clock_is_right); !fits)
    return tell(fits.error());
  const Places places{asked.database, asked.campaigns};
  Bodies bodies;
  if (const auto loaded = load_bodies(places, bodies, now); !loaded) return tell(loaded.error());
  if (const auto whole = check_end(asked.database, bodies, now); !whole) return tell(whole.error());
  asked.people.root_type = static_cast<UnitType>(
      std::ranges::find(unit_type_names, asked.root_type) - std::begin(unit_type_names));
  if (const auto checked = check_house(places, asked.body, asked.people, bodies); !checked)
    return tell(checked.error());
  RandomSource random = RandomSource::from_system();
  Told three[] = {{"administrator", &asked.people.administrator},
                  {"security_administrator", &asked.people.security_administrator},
                  {"auditor", &asked.people.auditor}};
  for (Told& one : three) {
    one.password = make_one_time_password(random);
    one.person->password_hash = hash_password(one.password);
  }
  const auto founded = found_house(places, asked.body, asked.people, bodies, now, random);
  if (!founded) return tell(founded.error());
  fmt::print("{} {} {}\n", asked.body.key, asked.body.name.zh, asked.body.name.en);
  for (const Told& one : three)
    fmt::print("{}\t{}\t{}\t{}\n", one.post, one.person->name,
               folded_account_name(one.person->account), one.password);
  fmt::print(
      "一次性密码只显示这一次，首次登录须改。\n"
      "Each password is shown this once, and has to be changed at the first log-in.\n");
  return 0;
}

void add_person_options(CLI::App& command, const std::string& post, const std::string& what,
                        FirstPerson& person) {
  command.add_option("--" + post, person.name, "name of the " + what)->capture_default_str();
  command.add_option("--" + post + "-account", person.account, "log-in name of the " + what)
      ->capture_default_str();
}

}  // namespace

void add_found_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "found", "found a body with its first unit and the three who run it; prints three passwords");
  const auto asked = std::make_shared<FoundAsked>();
  asked->people.administrator = {"系统管理员", "admin", {}};
  asked->people.security_administrator = {"安全管理员", "security", {}};
  asked->people.auditor = {"审计员", "auditor", {}};
  command->add_option("body", asked->body.key, "key of the body: small letters, digits, dashes")
      ->required();
  add_database_option(*command, asked->database);
  add_campaigns_option(*command, asked->campaigns);
  add_clock_option(*command, asked->clock_is_right);
  command->add_option("--campaign", asked->body.campaign, "key of its campaign")->required();
  command->add_option("--name-zh", asked->body.name.zh, "its name in Chinese")->required();
  command->add_option("--name-en", asked->body.name.en, "its name in English")->required();
  command->add_option("--zone", asked->body.zone, "its time zone; the campaign's if not said");
  command->add_option("--pack", asked->body.policy,
                      "its numbers of practice; the campaign's if not said");
  command->add_option("--calendar", asked->body.calendar,
                      "its working calendar; the campaign's if not said");
  command->add_option("--root", asked->people.root,
                      "name of the first unit; that of the body if not said");
  command->add_option("--root-type", asked->root_type, "type of the first unit")
      ->check(CLI::IsMember(
          std::vector<std::string>(std::begin(unit_type_names), std::end(unit_type_names))))
      ->capture_default_str();
  add_person_options(*command, "administrator", "administrator", asked->people.administrator);
  add_person_options(*command, "security-administrator", "security administrator",
                     asked->people.security_administrator);
  add_person_options(*command, "auditor", "auditor", asked->people.auditor);
  command->callback([asked, &context] { context.exit_code = run_found(*asked, context); });
}

}  // namespace chuangyou

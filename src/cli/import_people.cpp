// `chuangyou import-people`: a list of people out of a CSV or XLSX file. People are added, posts
// proposed for a second person to sign, accounts get one-time passwords; all or nothing.
#include <fmt/core.h>

#include <filesystem>
#include <fstream>

#include "access/accounts.h"
#include "campaign/load.h"
#include "cli/commands.h"
#include "imports/find_mapping.h"
#include "imports/people_list.h"
#include "imports/people_mapping.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

struct PeopleFileAsked {
  std::string database, campaigns, body, as, file, mapping, sheet, charset, keys;
  bool apply = false, same_names = false;
  bool clock_is_right = false;
};

Result<ImportMapping> mapping_of(const PeopleFileAsked& asked, const Body& body) {
  if (asked.mapping.empty()) return people_mapping();
  const Result<std::string> text =
      text_of_mapping(body, std::filesystem::path(asked.campaigns) / "imports", asked.mapping);
  return text ? read_people_mapping(*text) : std::unexpected(text.error());
}

void print_findings(const PeoplePlan& plan) {
  for (const auto& [title, field] : plan.columns) fmt::print("column\t{}\t{}\n", title, field);
  for (const ListWord& word : plan.words.all())
    fmt::print("word\t{}\t{}\t{}\t{}\n", word.column, word.word,
               word.means ? word.means->empty() ? "-" : *word.means : "?", word.rows);
  for (const ImportFinding& finding : plan.findings) {
    const std::string times = finding.count > 1 ? fmt::format(" ×{}", finding.count) : "";
    fmt::print("{} {}{}\t{}\t{}\t{}\t{} / {}\n", finding.is_note ? "note" : "error", finding.row,
               times, finding.column, code_of(finding), finding.refused.detail,
               words_of(Language::zh, finding), words_of(Language::en, finding));
  }
  if (plan.findings_are_cut) fmt::print("… more findings than are listed\n");
}

int apply(const PeopleFileAsked& asked, PeoplePlan plan, Body& body, Bodies& bodies,
          const Actor& actor, const CommandContext& context) {
  RandomSource random = RandomSource::from_system();
  std::vector<std::string> passwords, hashes;
  for (std::size_t i = 0; i < plan.accounts.size(); ++i) {
    passwords.push_back(make_one_time_password(random));
    hashes.push_back(hash_password(passwords.back()));
  }
  const std::vector<AccountWish> wishes = plan.accounts;
  Writer::Beside beside;
  if (!asked.keys.empty()) beside.keys.emplace(asked.keys);
  Writer writer(asked.database, bodies, context.now, RandomSource::from_system(), beside);
  fmt::print("{} people added, {} posts proposed, {} accounts made in {}\n", plan.people,
             plan.posts, plan.accounts.size(), asked.body);
  if (plan.acts.empty() && plan.accounts.empty()) return 0;
  std::ifstream file(asked.file, std::ios::binary);
  const PeopleFile told{RecordId(make_uuid_v7(body_now(body, context.now()), random)),
                        to_hex(hash_of(HashFunction::sha256, file)),
                        std::filesystem::path(asked.file).filename().string()};
  const auto refusals = writer.perform_all(batch_of(std::move(plan), body.no, actor, hashes, told));
  if (!refusals.empty()) return tell(refusals.front().refused);
  fmt::print("import {}\n", to_text(told.import));
  for (std::size_t i = 0; i < wishes.size(); ++i)
    fmt::print("{}\t{}\t{}\n", wishes[i].account, wishes[i].person_name, passwords[i]);
  if (!wishes.empty())
    fmt::print(
        "一次性密码只显示这一次，首次登录须改。\n"
        "Each password is shown this once, and has to be changed at the first log-in.\n");
  return 0;
}

int run_import_people(const PeopleFileAsked& asked, const CommandContext& context) {
  const auto writing = SoleWriter::of(asked.database);
  if (!writing) return tell(writing.error());
  if (const auto fits = check_clock(asked.database, context.now(), asked.clock_is_right); !fits)
    return tell(fits.error());
  Bodies bodies;
  if (const auto loaded = load_bodies({asked.database, asked.campaigns}, bodies, context.now());
      !loaded)
    return tell(loaded.error());
  if (const auto whole = check_end(asked.database, bodies, context.now()); !whole)
    return tell(whole.error());
  Body* body = bodies.find(asked.body);
  if (body == nullptr) return tell({Refusal::body_is_unknown, "body", asked.body});
  const auto person = find_account(asked.database, body->no, asked.as);
  if (!person) return tell({Refusal::person_is_unknown, "as", asked.as});
  auto mapping = mapping_of(asked, *body);
  if (!mapping) return tell(mapping.error());
  if (!asked.sheet.empty()) mapping->layout.sheet = asked.sheet;
  std::ifstream file(asked.file, std::ios::binary);
  if (!file) return tell({Refusal::file_cannot_be_read, "file", asked.file});

  const Moment now = body_now(*body, context.now());
  const Actor actor = body->people.actor(*person, body->zone.date_at(now), body->tree);
  Connection reading(asked.database, OpenFor::reading);
  RandomSource random = RandomSource::from_system();
  constexpr std::size_t any_number = 20'000;  // nobody waits for whoever sits at the machine
  PeoplePlan plan = plan_people(file, *mapping,
                                {*body, reading, actor, random, now, asked.file, asked.charset,
                                 any_number, asked.same_names});
  print_findings(plan);
  fmt::print(
      "rows {}, people to be added {}, posts to be proposed {}, accounts to be made {}, "
      "unchanged {}, without a post {}, words to be told {}, findings {}{}\n",
      plan.rows, plan.people, plan.posts, plan.accounts.size(), plan.unchanged, plan.without_post,
      plan.words.asked(), plan.findings_in_all, plan.was_gb18030 ? ", GB18030" : "");
  if (!plan.is_clean()) return 1;
  return asked.apply ? apply(asked, std::move(plan), *body, bodies, actor, context) : 0;
}

}  // namespace

void add_import_people_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "import-people",
      "check a list of people; with --apply, add them, propose their posts and make accounts");
  const auto asked = std::make_shared<PeopleFileAsked>();
  add_existing_database_option(*command, asked->database);
  add_campaigns_option(*command, asked->campaigns);
  add_clock_option(*command, asked->clock_is_right);
  command->add_option("--body", asked->body, "key of the body")->required();
  command->add_option("--as", asked->as, "log-in name of the administrator")->required();
  command->add_option(
      "--mapping", asked->mapping,
      "kept at the desk, or a file in <campaigns>/imports; else by the usual titles");
  command->add_option("--keys", asked->keys, "folder of secrets; <database>.keys where not given");
  command->add_option("--charset", asked->charset, "in which a CSV file is written, as GB18030");
  command->add_option("--sheet", asked->sheet, "of a workbook; the first where not given");
  command->add_flag("--same-names", asked->same_names,
                    "whoever is called as the one person of that name is that person");
  command->add_flag("--apply", asked->apply, "do it; without it the file is only checked");
  command->add_option("file", asked->file, "the CSV or XLSX file")->required();
  command->callback([asked, &context] { context.exit_code = run_import_people(*asked, context); });
}

}  // namespace chuangyou

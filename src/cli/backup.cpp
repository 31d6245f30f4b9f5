#include <fmt/core.h>

#include <filesystem>

#include "campaign/backup.h"
#include "cli/commands.h"
#include "storage/keys.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

struct BackupAsked {
  std::string place, database, keys, work;
  std::string campaigns = default_campaigns();
  bool only_verifies = false;
};

void print_bodies(const Backup& backup) {
  for (const BackedUpBody& body : backup.bodies)
    fmt::print("{}: {} entries, the last of {}\n", body.key, body.entries, to_text(body.at));
}

int run_backup(const BackupAsked& asked, Moment now) {
  const auto made = make_backup(asked.database, asked.place, now);
  if (!made) return tell(made.error());
  fmt::print("{}: {} bytes, {} files\n", asked.place, made->bytes, made->files.size());
  print_bodies(*made);
  const std::string keys = asked.keys.empty() ? Keys::beside(asked.database).string() : asked.keys;
  fmt::print(
      "密钥不在备份内，请另行妥善保管：{}\n"
      "The keys are not in the backup; keep this folder apart and safe: {}\n",
      keys, keys);
  return 0;
}

int run_verify_backup(const BackupAsked& asked, Moment now) {
  const std::filesystem::path place = std::filesystem::absolute(asked.place).lexically_normal();
  const auto beside = (place.has_filename() ? place : place.parent_path()).parent_path().string();
  const auto verified =
      verify_backup(asked.place, asked.campaigns, asked.work.empty() ? beside : asked.work, now);
  if (!verified) return tell(verified.error());
  print_bodies(verified->backup);
  fmt::print("the backup of {} was restored and is what its journal says: {} files, {} rows{}\n",
             to_text(verified->backup.at), verified->backup.files.size(), verified->rows,
             verified->are_tables_compared
                 ? ""
                 : "; another edition of the program made the tables, they were made anew");
  return 0;
}

}  // namespace

void add_backup_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "backup", "copy a house, while it works, into a folder; or try whether a backup is good");
  const auto asked = std::make_shared<BackupAsked>();
  command
      ->add_option("place", asked->place, "folder of the backup; with --verify, one that is there")
      ->required();
  auto* verify = command->add_flag("--verify", asked->only_verifies,
                                   "restore it elsewhere and compare; nothing is changed");
  auto* database = command->add_option("--database", asked->database, "the database file")
                       ->excludes(verify)
                       ->check(CLI::ExistingFile)
                       ->transform([](const std::string& path) { return resolved_path(path); });
  command->add_option("--keys", asked->keys, "folder of secrets, where it is not <database>.keys");
  command->add_option("--campaigns", asked->campaigns, "folder with the data of campaigns")
      ->capture_default_str();
  command
      ->add_option("--work", asked->work, "folder to restore into; beside the backup if not said")
      ->needs(verify)
      ->check(CLI::ExistingDirectory);
  command->callback([asked, database, &context] {
    if (!asked->only_verifies && database->count() == 0) throw CLI::RequiredError("--database");
    context.exit_code = asked->only_verifies ? run_verify_backup(*asked, context.now())
                                             : run_backup(*asked, context.now());
  });
}

}  // namespace chuangyou

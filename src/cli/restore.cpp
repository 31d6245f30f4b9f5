#include <fmt/core.h>

#include "campaign/backup.h"
#include "cli/commands.h"
#include "storage/keys.h"

namespace chuangyou {
namespace {

struct RestoreAsked {
  std::string place, until;
  Places into;
};

int run_restore(const RestoreAsked& asked, Moment now) {
  const std::optional<RestoreUntil> until = parse_restore_until(asked.until);
  const auto restored = restore(asked.place, asked.into, until, now);
  if (!restored) return tell(restored.error());
  for (const auto& [body, end] : restored->bodies) fmt::print("{}: {} entries\n", body, end);
  fmt::print(
      "已恢复到 {0}。把密钥放回 {1}，再启动：\n"
      "  旧系统在备份之后没有再办过事（迁移）：serve --nothing-is-missing\n"
      "  备份之后的事项已丢失：serve "
      "--go-on-without-missing-entries（日志会记下，并启用新的签名密钥）\n"
      "Restored to {0}. Put the keys back into {1}, then start:\n"
      "  the old house did nothing after the backup (a move): serve --nothing-is-missing\n"
      "  what came after it is lost: serve --go-on-without-missing-entries (the journal says so, "
      "and a new key signs)\n",
      asked.into.database, Keys::beside(asked.into.database).string());
  return 0;
}

}  // namespace

void add_restore_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "restore", "bring a backup back to an empty place, whole or up to a position");
  const auto asked = std::make_shared<RestoreAsked>();
  command->add_option("from", asked->place, "folder of the backup")->required();
  add_database_option(*command, asked->into.database);
  add_campaigns_option(*command, asked->into.campaigns);
  command
      ->add_option("--until", asked->until,
                   "BODY:ENTRY, the others whole; or a moment, as 2026-11-28T02:00:00+08:00")
      ->check([](const std::string& text) {
        return parse_restore_until(text) ? std::string()
                                         : "wants BODY:ENTRY or a moment with its zone";
      });
  command->callback([asked, &context] { context.exit_code = run_restore(*asked, context.now()); });
}

}  // namespace chuangyou

#include <fmt/core.h>

#include "cli/commands.h"
#include "journal/journal.h"

namespace chuangyou {
namespace {

struct VerifyAsked {
  std::string database;
};

int run_verify(const VerifyAsked& asked) {
  Connection reading(asked.database, OpenFor::reading);
  const std::vector<VerifyFinding> findings = verify(reading);
  for (const VerifyFinding& finding : findings)
    fmt::print("body {} entry {} seal {} {} ({})\n", static_cast<int>(finding.body), finding.seq,
               finding.seal, finding.what, finding.count);
  if (findings.empty()) {
    fmt::print("the journal is whole\n");
    return 0;
  }
  return tell({Refusal::journal_was_changed, {}, std::to_string(findings.size())});
}

}  // namespace

void add_verify_command(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("verify", "read the whole journal again and compare every hash and seal");
  const auto asked = std::make_shared<VerifyAsked>();
  add_database_option(*command, asked->database);
  command->callback([asked, &context] { context.exit_code = run_verify(*asked); });
}

}  // namespace chuangyou

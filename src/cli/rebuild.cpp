#include <fmt/core.h>

#include "campaign/load.h"
#include "cli/commands.h"
#include "storage/sole_writer.h"

namespace chuangyou {

void add_rebuild_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "rebuild", "make every table that the journal can make again, in a new file");
  const auto places = std::make_shared<Places>();
  add_existing_database_option(*command, places->database);
  add_campaigns_option(*command, places->campaigns);
  command->callback([places, &context] {
    const auto writing = SoleWriter::of(places->database);
    if (!writing) {
      context.exit_code = tell(writing.error());
      return;
    }
    const auto rebuilt = rebuild(*places, context.now());
    if (!rebuilt) {
      context.exit_code = tell(rebuilt.error());
      return;
    }
    fmt::print("{} entries followed\n", rebuilt->entries);
    for (const std::string& table : rebuilt->left_empty)
      fmt::print(stderr, "{} could not be read and is empty now\n", table);
  });
}

}  // namespace chuangyou

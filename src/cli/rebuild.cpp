#include <fmt/core.h>

#include "campaign/load.h"
#include "cli/commands.h"
#include "storage/sole_writer.h"

namespace chuangyou {

void add_rebuild_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "rebuild", "empty every table that the journal can make and make it again");
  const auto places = std::make_shared<Places>();
  add_database_option(*command, places->database);
  add_campaigns_option(*command, places->campaigns);
  command->callback([places, &context] {
    const auto writing = SoleWriter::of(places->database);
    if (!writing) {
      context.exit_code = tell(writing.error());
      return;
    }
    const auto followed = rebuild(*places, context.now());
    if (!followed) {
      context.exit_code = tell(followed.error());
      return;
    }
    fmt::print("{} entries followed\n", *followed);
  });
}

}  // namespace chuangyou

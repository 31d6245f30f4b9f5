// The commands, one function each: it adds itself to the program's options and says what to run.
#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/refusal.h"
#include "core/result.h"
#include "jobs/serve_options.h"

namespace chuangyou {

class Bodies;

struct WitnessAsked {
  std::string listen = "127.0.0.1:8085";
  std::string file, key_file, name;
  std::vector<std::string> logs;
  bool begins_anew = false;
};

// What main hands to the commands: the clock, which nothing below it has, and what lives in http.
struct CommandContext {
  std::function<Moment()> now;
  std::function<int(ServeOptions)> serve;
  std::function<int(const WitnessAsked&)> witness;
  std::function<std::string()> openapi;
  int exit_code = 0;
};

void add_serve_command(CLI::App& app, CommandContext& context);
void add_witness_command(CLI::App& app, CommandContext& context);
void add_import_command(CLI::App& app, CommandContext& context);
void add_import_units_command(CLI::App& app, CommandContext& context);
void add_export_command(CLI::App& app, CommandContext& context);
void add_rebuild_command(CLI::App& app, CommandContext& context);
void add_verify_command(CLI::App& app, CommandContext& context);
void add_schema_command(CLI::App& app, CommandContext& context);
void add_demo_command(CLI::App& app, CommandContext& context);
void add_backup_command(CLI::App& app, CommandContext& context);
void add_restore_command(CLI::App& app, CommandContext& context);
void add_found_command(CLI::App& app, CommandContext& context);
void add_accounts_command(CLI::App& app, CommandContext& context);
void add_import_people_command(CLI::App& app, CommandContext& context);

// Options that several commands share.
void add_database_option(CLI::App& command, std::string& database);
// Of a command that founds none: a mistyped name is refused and leaves no file behind.
void add_existing_database_option(CLI::App& command, std::string& database);
void add_campaigns_option(CLI::App& command, std::string& campaigns);
// The folder here, else the one that the package brings.
std::string default_campaigns();
void add_clock_option(CLI::App& command, bool& is_right);

// clock_may_be_wrong where the clock does not fit the last entry and nobody vouches for it: acts
// from the command line are stamped with it like all others.
Result<void> check_clock(const std::string& database, Moment now, bool is_right);

// entries_are_missing, journals_disagree: what `serve` would refuse acts for is no way in here.
Result<void> check_end(const std::string& database, const Bodies& bodies, Moment now);
// `name [field] [detail]: sentence` in both languages, to standard error; returns 1, the exit code.
int tell(const Refused& refused);

}  // namespace chuangyou

#include <fmt/core.h>

#include <filesystem>

#include "campaign/house_clock.h"
#include "campaign/lost_entries.h"
#include "cli/commands.h"
#include "core/words.h"
#include "storage/sole_writer.h"

namespace chuangyou {

void add_database_option(CLI::App& command, std::string& database) {
  // What lies beside a database lies beside the file itself, whatever link leads to it.
  command.add_option("--database", database, "the database file")
      ->required()
      ->transform([](const std::string& path) { return resolved_path(path); });
}

void add_existing_database_option(CLI::App& command, std::string& database) {
  const auto is_missing = [](const std::string& path) {
    return std::filesystem::is_regular_file(path) ? std::string()
                                                  : "没有这个文件 no such file: " + path;
  };
  add_database_option(command, database);
  command.get_option("--database")->check(is_missing);
}

std::string default_campaigns() {
  const std::string here = "campaigns", of_the_package = "/usr/share/chuangyou/campaigns";
  return std::filesystem::is_directory(here) ? here : of_the_package;
}

void add_campaigns_option(CLI::App& command, std::string& campaigns) {
  campaigns = default_campaigns();
  command.add_option("--campaigns", campaigns, "folder with the data of campaigns")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
}

void add_clock_option(CLI::App& command, bool& is_right) {
  command.add_flag("--clock-is-right", is_right,
                   "the machine's clock is right, however far it is from the journal's last entry");
}

Result<void> check_clock(const std::string& database, Moment now, bool is_right) {
  const std::optional<Moment> last = last_entry_in_real_time(database);
  const HouseClock::Doubt doubt = HouseClock::doubt_at_start(now, last);
  if (is_right || doubt == HouseClock::Doubt::none) return {};
  return refuse(Refusal::clock_may_be_wrong, to_text(now), "last entry " + to_text(*last));
}

Result<void> check_end(const std::string& database, const Bodies& bodies, Moment now) {
  for (const LostEntries& lost : hold_against_checkpoints(database, bodies, now))
    return lost.missing > 0
               ? refuse(Refusal::entries_are_missing, lost.body, std::to_string(lost.missing))
               : refuse(Refusal::journals_disagree, lost.body, std::to_string(lost.size));
  return {};
}

int tell(const Refused& refused) {
  const std::string key = std::string("refusals.").append(name_of(refused.law));
  fmt::print(stderr, "{}", name_of(refused.law));
  if (!refused.field.empty()) fmt::print(stderr, " [{}]", refused.field);
  if (!refused.detail.empty()) fmt::print(stderr, " {}", refused.detail);
  fmt::print(stderr, "\n  {}\n  {}\n", words(Language::zh, key), words(Language::en, key));
  return 1;
}

}  // namespace chuangyou

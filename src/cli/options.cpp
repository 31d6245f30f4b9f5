#include <fmt/core.h>

#include "cli/commands.h"
#include "core/words.h"

namespace chuangyou {

void add_database_option(CLI::App& command, std::string& database) {
  command.add_option("--database", database, "the database file")->required();
}

void add_campaigns_option(CLI::App& command, std::string& campaigns) {
  campaigns = "campaigns";
  command.add_option("--campaigns", campaigns, "folder with the data of campaigns")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
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

#include "imports/find_mapping.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "ledgers/all.h"

namespace chuangyou {
namespace {

// It becomes part of a path, so nothing but a plain word is looked up.
bool is_plain_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char symbol) {
    return (symbol >= 'a' && symbol <= 'z') || (symbol >= '0' && symbol <= '9') || symbol == '-' ||
           symbol == '_';
  });
}

}  // namespace

Result<std::string> text_of_mapping(const Body& body, const std::filesystem::path& folder,
                                    std::string_view name) {
  if (const KeptMapping* kept = body.frame.mapping(name)) return *kept->content;
  const Refused unknown{Refusal::mapping_is_unknown, "mapping", std::string(name)};
  if (!is_plain_name(name)) return std::unexpected(unknown);
  std::ifstream file(folder / (std::string(name) + ".yaml"));
  if (!file) return std::unexpected(unknown);
  std::ostringstream yaml;
  yaml << file.rdbuf();
  return yaml.str();
}

Result<ImportMapping> find_mapping(const Body& body, const std::filesystem::path& folder,
                                   std::string_view name) {
  const Result<std::string> text = text_of_mapping(body, folder, name);
  if (text) return read_import_mapping(*text);
  if (const Ledger* ledger = find_ledger(name)) return mapping_of_export(*ledger);
  return std::unexpected(text.error());
}

}  // namespace chuangyou

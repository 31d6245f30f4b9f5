#include "core/words.h"

#include <simdjson.h>

#include <array>
#include <map>
#include <optional>
#include <string>

#include "core/embedded.h"

namespace chuangyou {
namespace {

using Flat = std::map<std::string, std::string, std::less<>>;

void flatten(simdjson::dom::element element, const std::string& prefix, Flat& into) {
  if (element.is_string()) {
    into.emplace(prefix, std::string_view(element));
  } else if (element.is_object()) {
    for (const auto member : simdjson::dom::object(element)) {
      const std::string key(member.key);
      flatten(member.value, prefix.empty() ? key : prefix + "." + key, into);
    }
  }
}

// Where the words of a file belong: those of `words/zh/tasks.json` are the ledger's own, so that
// two people can build two ledgers without touching one file.
std::optional<std::string> place_of(std::string_view path, std::string_view language) {
  const std::string common = "words/" + std::string(language);
  if (path == common + ".json") return "";
  // What the server's own pages say: nothing that the desk has to load.
  if (path == "words/portal/" + std::string(language) + ".json") return "portal";
  if (!path.starts_with(common + "/")) return std::nullopt;
  path.remove_prefix(common.size() + 1);
  return "ledgers." + std::string(path.substr(0, path.find('.')));
}

// The files were read and checked when the binary was built, so a fault in them throws. A law that
// a ledger alone has stands among its words and is found among all laws.
Flat load(std::string_view language) {
  Flat flat;
  for (const EmbeddedFile& file : embedded_files()) {
    const std::optional<std::string> place = place_of(file.path, language);
    if (!place) continue;
    simdjson::dom::parser parser;
    const simdjson::dom::object root =
        parser.parse(file.content.data(), file.content.size()).get_object();
    for (const auto member : root) {
      const std::string key(member.key);
      flatten(member.value, place->empty() || key == "refusals" ? key : *place + "." + key, flat);
    }
  }
  return flat;
}

}  // namespace

std::string_view words(Language language, std::string_view key) {
  static const std::array<Flat, 2> all{load("zh"), load("en")};
  const Flat& flat = all[static_cast<std::size_t>(language)];
  const auto found = flat.find(key);
  return found == flat.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace chuangyou

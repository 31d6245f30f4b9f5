#include "core/words.h"

#include <simdjson.h>

#include <array>
#include <map>
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

// The files were read and checked when the binary was built, so a fault in them throws.
Flat load(std::string_view path) {
  Flat flat;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path != path) continue;
    simdjson::dom::parser parser;
    flatten(parser.parse(file.content.data(), file.content.size()), "", flat);
  }
  return flat;
}

}  // namespace

std::string_view words(Language language, std::string_view key) {
  static const std::array<Flat, 2> all{load("words/zh.json"), load("words/en.json")};
  const Flat& flat = all[static_cast<std::size_t>(language)];
  const auto found = flat.find(key);
  return found == flat.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace chuangyou

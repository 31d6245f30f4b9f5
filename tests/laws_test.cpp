// Every law is used and worded, and one that a single ledger has lies beside that ledger, so that
// two people can build two ledgers without touching one file. Reads the sources as text.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "core/refusal.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;
const fs::path root = CHUANGYOU_SOURCE_DIR;
using Names = std::set<std::string>;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The laws beside each ledger, by its name.
std::map<std::string, Names> laws_of_ledgers() {
  std::map<std::string, Names> laws;
  for (const auto& entry : fs::directory_iterator(root / "src/ledgers")) {
    if (entry.path().extension() != ".laws") continue;
    std::ifstream file(entry.path());
    std::string name, status;
    while (file >> name >> status) laws[entry.path().stem()].insert(name);
  }
  return laws;
}

Names laws_of_the_house() {
  Names laws;
  for (const std::string_view name : refusal_names())
    if (name != "none") laws.emplace(name);
  for (const auto& [ledger, own] : laws_of_ledgers())
    for (const std::string& law : own) laws.erase(law);
  return laws;
}

// Where each word of code stands, but for tests and for the places at which laws are declared.
const std::map<std::string, Names>& files_by_word() {
  static const std::map<std::string, Names> by_word = [] {
    std::map<std::string, Names> found;
    const std::regex word(R"(//[^\n]*|"[^"\n]*"|\w+)");
    for (const auto& entry : fs::recursive_directory_iterator(root / "src")) {
      const std::string path = entry.path().lexically_relative(root).generic_string();
      const bool is_code = path.ends_with(".h") || path.ends_with(".cpp");
      if (!is_code || path.ends_with("_test.cpp") || path.ends_with("_for_tests.h") ||
          path == "src/core/refusal.h" || path == "src/http/problem.cpp")
        continue;
      const std::string text = text_of(entry.path());
      for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at)
        found[at->str()].insert(path);
    }
    return found;
  }();
  return by_word;
}

Names users_of(const std::string& law) {
  const auto found = files_by_word().find(law);
  return found == files_by_word().end() ? Names{} : found->second;
}

// Its header, and the parts of it that stand in files of their own.
bool is_of(const std::string& ledger, const std::string& path) {
  return path.starts_with("src/ledgers/") &&
         text_of(root / path).find("\nnamespace chuangyou::" + ledger + " {") != std::string::npos;
}

TEST(Laws, BesideALedgerAreItsOwn) {
  const auto laws = laws_of_ledgers();
  EXPECT_FALSE(laws.empty());
  for (const auto& [ledger, own] : laws)
    for (const std::string& law : own) {
      EXPECT_FALSE(users_of(law).empty()) << law << " is a law that nothing keeps";
      for (const std::string& user : users_of(law))
        EXPECT_TRUE(is_of(ledger, user)) << law << " of " << ledger << " stands in " << user;
    }
}

// Long rules of a ledger lie in a `.cpp` beside its header.
std::string header_beside(const std::string& path) {
  return path.ends_with(".cpp") ? path.substr(0, path.size() - 4) + ".h" : path;
}

// What several ledgers share stands in a header that declares none.
bool is_a_ledger(const std::string& path) {
  return path.starts_with("src/ledgers/") &&
         text_of(root / path).find("\ninline constexpr Ledger ledger{") != std::string::npos;
}

TEST(Laws, ThatOneLedgerAloneHasLieBesideIt) {
  for (const std::string& law : laws_of_the_house()) {
    const Names users = users_of(law);
    ASSERT_FALSE(users.empty()) << law << " is a law that nothing keeps";
    const bool is_of_one = users.size() == 1 && is_a_ledger(header_beside(*users.begin()));
    EXPECT_FALSE(is_of_one) << law << " belongs into a file `.laws` beside " << *users.begin();
  }
}

Names laws_worded_in(const fs::path& file) {
  simdjson::dom::parser parser;
  simdjson::dom::element words;
  Names laws;
  EXPECT_EQ(parser.load(file.string()).get(words), simdjson::SUCCESS) << file;
  simdjson::dom::object refusals;
  if (words["refusals"].get(refusals) == simdjson::SUCCESS)
    for (const auto& [law, sentence] : refusals) laws.emplace(law);
  return laws;
}

TEST(Laws, AreWordedWhereTheyAreDeclared) {
  auto of_ledgers = laws_of_ledgers();
  for (const fs::path language : {"zh", "en"}) {
    EXPECT_EQ(laws_worded_in((root / "words" / language).concat(".json")), laws_of_the_house());
    for (const auto& entry : fs::directory_iterator(root / "words" / language))
      EXPECT_EQ(laws_worded_in(entry.path()), of_ledgers[entry.path().stem()]) << entry.path();
  }
}

}  // namespace
}  // namespace chuangyou

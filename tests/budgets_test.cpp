// What the engine may cost: the words of its vocabulary, the lines that keep them, and the
// functions by which ledgers get past them. Reads the sources and prints where each budget stands.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace chuangyou {
namespace {

namespace fs = std::filesystem;
const fs::path source = fs::path(CHUANGYOU_SOURCE_DIR) / "src";

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string without_comments(const std::string& text) {
  return std::regex_replace(text, std::regex("//[^\n]*"), "");
}

std::map<std::string, std::string> headers_of_ledgers() {
  std::map<std::string, std::string> headers;
  for (const auto& entry : fs::directory_iterator(source / "ledgers"))
    if (const std::string text = text_of(entry.path());
        text.find("\ninline constexpr Ledger ledger{") != text.npos)
      headers[entry.path().stem()] = without_comments(text);
  return headers;
}

// What stands between the braces of a struct or an enum.
std::string inside(const std::string& text, const std::string& opening) {
  const std::size_t begin = text.find(opening);
  EXPECT_NE(begin, std::string::npos) << opening;
  return text.substr(begin + opening.size(), text.find("\n};", begin) - begin - opening.size());
}

std::vector<std::string> found_in(const std::string& text, const std::string& pattern) {
  const std::regex wanted(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), wanted), end; at != end; ++at)
    found.push_back((*at)[1].matched ? (*at)[1] : (*at)[2]);
  return found;
}

// `name = value;`, `name;` or `(*name)(…)`, each at the beginning of a line and after a type.
std::vector<std::string> members_of(const std::string& text, const std::string& name) {
  return found_in(inside(text, "struct " + name + " {"),
                  R"(\n  [\w:<][^;\n(]*?(?:\(\*(\w+)\)\(|(\w+)(?: = [^;]*)?;))");
}

// Each word with the pattern by which a ledger's header uses it. What a kind always takes (the
// names of a choice, the ledgers of a link, the columns of rows) is part of it; a name is no word.
std::map<std::string, std::string> vocabulary() {
  const std::string field = without_comments(text_of(source / "record/field.h"));
  const std::string act = without_comments(text_of(source / "record/act.h"));
  const std::map<std::string, std::string> limits = {
      {"visibility", R"(\.shown\(|\.sealed\(|Visibility::)"},
      {"choices_from", "CampaignList::"},
      {"length_max", R"(text\("|length_max)"},
      {"is_retired", R"(\.retired\(|is_retired)"},
      {"required", R"(\.required)"}};
  std::map<std::string, std::string> words;
  for (const std::string& kind :
       found_in(inside(field, "enum class Kind : std::uint8_t {"), R"(\n\s*(\w+),)"))
    words["kind " + kind] = "Kind::" + kind + R"(\b|\b)" + kind + R"(\()";
  for (const std::string& limit : members_of(field, "FieldTraits"))
    if (!std::set<std::string>{"choices", "links_to", "columns"}.contains(limit))
      words["field " + limit] = limits.at(limit);
  for (const char* whose : {"Act", "Deadline"})
    for (const std::string& attribute : members_of(act, whose))
      if (attribute != "name")
        words[(whose == std::string("Act") ? "act " : "deadline ") + attribute] =
            R"(\.)" + attribute + " = ";
  return words;
}

// The ledger that will be the second, or the first and the second, to use a word (ledgers.md).
const std::map<std::string, std::set<std::string>> to_come = {
    {"field choices_from", {"carriers", "plans"}},
    {"kind choices", {"carriers"}},
    {"kind integer", {"requests"}},
    {"kind units", {"requests"}},
    {"kind number", {"assessments", "nominations"}},
    {"kind moment", {"matters"}},
    {"kind row_link", {"inspections"}},
    {"kind rows", {"inspections"}},
    {"act pause", {"appeals"}},
    {"act gives_receipt", {"appeals"}},
    {"act moves_unit", {"ideas"}},
    {"act sets", {"ratings"}},
    {"act goes_on_with", {"requests"}},
    {"act confirms_entry", {"matters"}},
    {"deadline length_of", {"appeals"}},
    {"deadline since", {"matters"}},
};

TEST(Budgets, TheVocabularyHasAtMost48Words) {
  const auto words = vocabulary();
  std::cout << words.size() << " words of 48\n";
  EXPECT_LE(words.size(), 48u);
  EXPECT_GT(words.size(), 40u) << "or this test has lost some of them";
}

// What a ledger declares itself, and the acts of ledgers/acts_of.h that it names.
std::string all_that_is_declared(const std::string& ledger) {
  static const std::string shared = text_of(source / "ledgers/acts_of.h");
  std::string all = ledger;
  constexpr std::string_view opening = "\nconstexpr Act ";
  for (std::size_t at = shared.find(opening); at != shared.npos;
       at = shared.find(opening, at + 1)) {
    const std::string act = shared.substr(at, shared.find("\n}\n", at) - at);
    const std::string name = act.substr(opening.size(), act.find('(') - opening.size());
    if (ledger.find(name) != ledger.npos) all += act;
  }
  return all;
}

TEST(Budgets, EveryWordHasTwoLedgersOrOneThatIsNamedToCome) {
  const auto headers = headers_of_ledgers();
  for (const auto& [word, pattern] : vocabulary()) {
    std::set<std::string> users;
    for (const auto& [ledger, text] : headers)
      if (std::regex_search(all_that_is_declared(text), std::regex(pattern))) users.insert(ledger);
    const auto awaited = to_come.find(word);
    if (users.size() >= 2) continue;
    EXPECT_NE(awaited, to_come.end()) << word << " has " << users.size() << " ledger";
    if (awaited == to_come.end()) continue;
    users.insert(awaited->second.begin(), awaited->second.end());
    EXPECT_GE(users.size(), 2u) << word;
  }
  for (const auto& [word, ledgers] : to_come)
    EXPECT_TRUE(vocabulary().contains(word)) << word << " is no word any more";
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

std::size_t lines_in(const std::string& folder, const std::string& pattern) {
  const std::regex wanted(pattern);
  std::size_t lines = 0;
  for (const auto& entry : fs::directory_iterator(source / folder)) {
    const std::string name = entry.path().filename();
    const bool is_test =
        name.find("_test.cpp") != name.npos || name.find("_for_tests") != name.npos;
    if (!is_test && std::regex_match(name, wanted)) lines += lines_of(text_of(entry.path()));
  }
  return lines;
}

// `budget` is what engine.md allows; `stands` is where it stands until it is there, and grows no
// more: whoever brings it down writes it here.
void expect_within(const std::string& what, std::size_t lines, std::size_t budget,
                   std::size_t stands) {
  std::cout << what << ": " << lines << " lines, budget " << budget << "\n";
  EXPECT_LE(lines, std::max(budget, stands)) << what;
}

TEST(Budgets, TheEngineIsSmall) {
  expect_within("src/record", lines_in("record", R"(.*\.(h|cpp))"), 2600, 4257);
  expect_within(
      "the ledgers' table in src/storage",
      lines_in("storage", R"((ledger_\w+|row_values|table_shape|course_values)\.(h|cpp))"), 1700,
      2220);
}

// Lines of functions: from `inline Verdict f(…) {` to the brace that closes it in the first column.
std::size_t lines_of_functions(const std::string& text) {
  const std::regex opening(R"((inline|constexpr|bool|template)\b[^=]*\(.*|inline [^=]*$)");
  std::istringstream stream(text);
  std::size_t lines = 0;
  bool is_inside = false;
  for (std::string line; std::getline(stream, line);) {
    const bool opens = !line.starts_with("inline constexpr") && std::regex_match(line, opening);
    is_inside = is_inside || opens;
    if (is_inside) ++lines;
    if (line == "}" || (opens && line.ends_with("}"))) is_inside = false;
  }
  return lines;
}

// A function in a ledger's header is a way past the vocabulary.
TEST(Budgets, HatchesAreAtMostAThirdOfTheLedgers) {
  std::size_t hatches = 0, all = 0;
  for (const auto& entry : fs::directory_iterator(source / "ledgers")) {
    const std::string name = entry.path().filename();
    if (entry.path().extension() != ".h" || name == "all.h") continue;
    const std::string text = text_of(entry.path());
    const std::size_t own = lines_of_functions(text);
    std::cout << name << ": " << own << " of " << lines_of(text) << " lines are functions\n";
    hatches += own;
    all += lines_of(text);
  }
  std::cout << "hatches: " << hatches << " of " << all << " lines\n";
  EXPECT_GT(hatches, 0u);
  EXPECT_LE(hatches * 3, all);
}

}  // namespace
}  // namespace chuangyou

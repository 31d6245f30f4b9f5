// The house rules, as a test (aesthetics rules 14, 18, 19): it reads the tracked sources as text.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

struct File {
  std::string path;  // from the project's root: `src/core/date.h`
  std::string text;
  std::vector<std::string> lines;  // without their line ends
  std::string code;                // text with comments, strings and characters blanked out
};

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

// Where the literal or comment that opens at `start` ends (one past); `start` itself if none opens.
std::size_t end_of_blank(const std::string& text, std::size_t start) {
  const auto past = [&](std::string_view closing, std::size_t from) {
    const std::size_t found = text.find(closing, from);
    return found == std::string::npos ? text.size() : found + closing.size();
  };
  if (text.compare(start, 2, "//") == 0) return std::min(text.find('\n', start), text.size());
  if (text.compare(start, 2, "/*") == 0) return past("*/", start + 2);
  if (text.compare(start, 2, "R\"") == 0) {
    const std::size_t open = text.find('(', start);
    return past(")" + text.substr(start + 2, open - start - 2) + "\"", open);
  }
  const char quote = text[start];
  // A quote inside a number separates its digits: 1'000.
  const bool in_number = quote == '\'' && start > 0 && std::isxdigit(text[start - 1]) != 0;
  if ((quote != '"' && quote != '\'') || in_number) return start;
  std::size_t i = start + 1;
  while (i < text.size() && text[i] != quote) i += text[i] == '\\' ? 2 : 1;
  return std::min(i + 1, text.size());
}

std::string blank_out(const std::string& text) {
  std::string code = text;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = end_of_blank(text, i);
    for (std::size_t j = i; j < end; ++j)
      if (code[j] != '\n') code[j] = ' ';
    i = std::max(end, i + 1);
  }
  return code;
}

// Build output and packages are not ours, and what a fuzzer was fed with is no text.
bool is_skipped(const fs::path& name) {
  return name == "build" || name == "node_modules" || name == "dist" || name == ".git" ||
         name == "corpus";
}

std::vector<File> read_files(const std::vector<std::string>& folders,
                             const std::set<std::string>& endings) {
  std::vector<File> files;
  const fs::path root = CHUANGYOU_SOURCE_DIR;
  for (const std::string& folder : folders) {
    if (!fs::exists(root / folder)) continue;
    for (auto it = fs::recursive_directory_iterator(root / folder); it != end(it); ++it) {
      if (is_skipped(it->path().filename())) it.disable_recursion_pending();
      if (!it->is_regular_file() || !endings.contains(it->path().extension().string())) continue;
      std::string text = read_text(it->path());
      files.push_back({it->path().lexically_relative(root).generic_string(), text, lines_of(text),
                       blank_out(text)});
    }
  }
  std::ranges::sort(files, {}, &File::path);
  return files;
}

const std::vector<File>& cpp_files() {
  static const std::vector<File> files =
      read_files({"src", "tests", "tools", "bench"}, {".h", ".cpp"});
  return files;
}

std::string place(const File& file, std::size_t line) {
  return file.path + ":" + std::to_string(line + 1);
}

// `src/record/act.h` → `record`; empty for what lies in src/ itself or outside it.
std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find('/', 4);
  return path.starts_with("src/") && slash != std::string::npos ? path.substr(4, slash - 4) : "";
}

std::string included(const std::string& line) {
  if (!line.starts_with("#include \"")) return "";
  return line.substr(10, line.find('"', 10) - 10);
}

bool is_word_character(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_';
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t after = at + word.size();
    if ((at == 0 || !is_word_character(text[at - 1])) &&
        (after >= text.size() || !is_word_character(text[after])))
      return true;
  }
  return false;
}

const std::map<std::string, int> floors = {
    {"core", 0},     {"record", 1},    {"net", 1},        {"org", 2},     {"ledgers", 2},
    {"packs", 2},    {"documents", 2}, {"assessment", 3}, {"storage", 3}, {"journal", 4},
    {"campaign", 5}, {"portal", 6},    {"jobs", 6},       {"imports", 6}, {"access", 6},
    {"overview", 6}, {"http", 7},      {"cli", 7},
};

// A test that reads nothing keeps nothing.
TEST(Tidy, ReadsTheSources) {
  EXPECT_GT(cpp_files().size(), 50u);
  for (const char* folder : {"core", "record", "org", "ledgers", "storage", "journal", "campaign"})
    EXPECT_TRUE(std::ranges::any_of(cpp_files(), [&](const File& file) {
      return folder_of(file.path) == folder;
    })) << folder;
}

TEST(Tidy, BlanksOutWhatIsNotCode) {
  EXPECT_EQ(blank_out("a /* b */ c // d\ne"), "a         c     \ne");
  EXPECT_EQ(blank_out(R"(f("x\"{", '{', 1'000))"), "f(      ,    , 1'000)");
  EXPECT_EQ(blank_out("R\"q({\")q\" }"), "          }");
}

TEST(Tidy, FoldersIncludeOnlyLowerFloors) {
  for (const File& file : cpp_files()) {
    const std::string from = folder_of(file.path);
    if (from.empty()) continue;
    ASSERT_TRUE(floors.contains(from)) << "no floor is given for src/" << from;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string header = included(file.lines[i]);
      if (header.empty()) continue;
      const std::string to = header.substr(0, header.find('/'));
      EXPECT_TRUE(floors.contains(to)) << place(file, i) << ": begin at src/, not " << header;
      if (to == from || !floors.contains(to)) continue;
      EXPECT_LT(floors.at(to), floors.at(from)) << place(file, i) << " includes " << header;
    }
  }
}

// By the header that declares it; what several have in common declares none.
std::set<std::string> names_of_ledgers() {
  std::set<std::string> names;
  for (const File& file : cpp_files())
    if (folder_of(file.path) == "ledgers" && file.path.ends_with(".h") &&
        file.text.contains("\ninline constexpr Ledger ledger{"))
      names.insert(fs::path(file.path).stem().string());
  return names;
}

// A ledger cites another by its name; only the list that cmake writes and tests see several.
// Nor does any other file know two of them: what is said of all is declared in each, and what one
// page shows of several is joined by hand in `overview`. Long rules of a ledger lie in a `.cpp`
// beside its header.
TEST(Tidy, LedgersDoNotIncludeEachOther) {
  const std::set<std::string> ledgers = names_of_ledgers();
  for (const File& file : cpp_files()) {
    if (!file.path.starts_with("src/") || file.path.ends_with("_test.cpp")) continue;
    if (folder_of(file.path) == "overview") continue;
    const bool is_beside = ledgers.contains(fs::path(file.path).stem().string());
    std::size_t known = folder_of(file.path) == "ledgers" && file.path.ends_with(".h") ? 1 : 0;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string header(included(file.lines[i]));
      if (!header.starts_with("ledgers/")) continue;
      const std::string named = fs::path(header).stem().string();
      known += ledgers.contains(named);
      const bool is_own = !ledgers.contains(named) || named == fs::path(file.path).stem();
      EXPECT_TRUE(is_own || !is_beside || file.path.ends_with(".h")) << place(file, i);
      EXPECT_LE(known, 1u) << place(file, i);
    }
  }
}

TEST(Tidy, LinesAreShort) {
  const auto width = [](const std::string& line) {  // characters, not bytes
    return std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; });
  };
  for (const File& file : cpp_files())
    for (std::size_t i = 0; i < file.lines.size(); ++i)
      EXPECT_LE(width(file.lines[i]), 100) << place(file, i);
}

enum class Brace { scope, function, initialiser };

// What a brace opens outside functions, told by the code since the last statement. The house format
// puts a blank before the brace of a body and none before that of an initialiser.
Brace kind_of_brace(const std::string& statement) {
  const std::size_t last = statement.find_last_not_of(" \n");
  if (last == std::string::npos) return Brace::scope;
  const bool touches = last + 1 == statement.size();
  if (touches || std::string_view("=,(").find(statement[last]) != std::string_view::npos)
    return Brace::initialiser;
  const bool has_parameters = statement.find('(') != std::string::npos;
  return has_parameters ? Brace::function : Brace::scope;
}

// Calls found(first line, number of lines) for every function body that lies in no other.
template <class Found>
void each_function(const File& file, const Found& found) {
  std::vector<Brace> open;
  std::string statement;
  std::size_t line = 0, first_line = 0;
  for (const char character : file.code) {
    if (character == '\n') ++line;
    if (character == '{') {
      const bool inside = std::ranges::find(open, Brace::function) != open.end();
      open.push_back(inside ? Brace::scope : kind_of_brace(statement));
      if (open.back() == Brace::function) first_line = line;
      if (open.back() != Brace::initialiser) statement.clear();
    } else if (character == '}' && !open.empty()) {
      const Brace closed = open.back();
      open.pop_back();
      if (closed == Brace::function) found(first_line, line - first_line + 1);
      if (closed != Brace::initialiser) statement.clear();
    } else if (character == ';' && (open.empty() || open.back() != Brace::initialiser)) {
      statement.clear();
    } else if (character != '\n' || !statement.empty()) {
      statement += character;
    }
  }
}

TEST(Tidy, FindsFunctions) {
  const std::string text =
      "namespace a {\nstruct S : T {\n  S(int x, T y = {})\n      : T{x}, y_{y} {\n    f();\n  }\n"
      "  int y_ = {};\n};\nconstexpr S all[] = {\n  {g(1)},\n  {2}};\n"
      "int f() {\n  auto l = [] {\n    return 1;\n  };\n  if (x) {\n  }\n}\n}\n";
  std::vector<std::pair<std::size_t, std::size_t>> found;
  each_function({"", text, {}, text},
                [&](std::size_t first, std::size_t length) { found.emplace_back(first, length); });
  EXPECT_EQ(found, (std::vector<std::pair<std::size_t, std::size_t>>{{3, 3}, {11, 7}}));
}

TEST(Tidy, FunctionsAreShort) {
  std::size_t functions = 0;
  for (const File& file : cpp_files()) {
    each_function(file, [&](std::size_t first, std::size_t length) {
      ++functions;
      EXPECT_LE(length, 70u) << place(file, first) << " is a long function";
    });
  }
  EXPECT_GT(functions, 300u);
}

TEST(Tidy, NamesSayWhatAThingIs) {
  const std::vector<std::string> endings = {"Manager", "Service", "Handler", "Helper",
                                            "Engine",  "Base",    "Factory", "Utils"};
  const std::set<std::string> files_and_folders = {"utils",  "util", "helpers", "helper",
                                                   "common", "misc", "shared"};
  for (const File& file : cpp_files()) {
    for (const fs::path& part : fs::path(file.path))
      EXPECT_FALSE(files_and_folders.contains(part.stem().string())) << file.path;
    const std::vector<std::string> code = lines_of(file.code);
    for (std::size_t i = 0; i < code.size(); ++i)
      for (const char* introducer : {"struct ", "class ", "enum ", "using ", "namespace "}) {
        const std::size_t at = code[i].find(introducer);
        if (at == std::string::npos) continue;
        std::size_t end = at + std::string_view(introducer).size();
        const std::size_t start = end;
        while (end < code[i].size() && is_word_character(code[i][end])) ++end;
        const std::string name = code[i].substr(start, end - start);
        for (const std::string& ending : endings)
          EXPECT_FALSE(name.ends_with(ending)) << place(file, i) << ": " << name;
      }
  }
}

TEST(Tidy, NothingIsLeftForLater) {
  for (const File& file : cpp_files()) {
    if (file.path == "tests/tidy_test.cpp") continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i)
      for (const char* mark : {"TODO", "FIXME", "XXX", "HACK"})
        EXPECT_FALSE(has_word(file.lines[i], mark)) << place(file, i);
  }
}

// Today is an argument (rule 18): only the doors to the machine may ask what time it is.
TEST(Tidy, NoClockBelowMain) {
  for (const File& file : cpp_files()) {
    const std::string folder = folder_of(file.path);
    if (folder.empty() || folder == "cli") continue;
    const std::vector<std::string> code = lines_of(file.code);
    for (std::size_t i = 0; i < code.size(); ++i) {
      EXPECT_EQ(code[i].find("system_clock::now"), std::string::npos) << place(file, i);
      for (const char* call : {"gettimeofday", "clock_gettime", "localtime", "time(nullptr)",
                               "time(NULL)", "time(0)", "ucal_getNow", "sqlite3_current_time"})
        EXPECT_FALSE(has_word(code[i], call)) << place(file, i);
    }
    for (const char* in_sql : {"CURRENT_TIMESTAMP", "datetime('now'", "strftime('%s','now'"})
      EXPECT_EQ(file.text.find(in_sql), std::string::npos) << file.path;
  }
}

// A call of the free function append(…), as journal/journal.h declares it; text.append(…) is none.
bool calls_append(const std::string& line) {
  for (std::size_t at = line.find("append("); at != std::string::npos;
       at = line.find("append(", at + 1)) {
    const char before = at == 0 ? ' ' : line[at - 1];
    if (before != '.' && before != '>' && !is_word_character(before)) return true;
  }
  return false;
}

// Another store is to come under the same engine, so no other folder knows how this one is asked.
TEST(Tidy, OnlyStorageAndJournalSpeakSql) {
  constexpr std::string_view words[] = {"SELECT ",     "INSERT ",   "UPDATE ",
                                        "DELETE FROM", "PRAGMA ",   "CREATE TABLE",
                                        "DROP TABLE",  "SAVEPOINT", "ROLLBACK"};
  std::size_t found = 0;
  for (const File& file : cpp_files()) {
    const std::string folder = folder_of(file.path);
    if (!file.path.starts_with("src/") || file.path.ends_with("_test.cpp")) continue;
    const bool may = folder == "storage" || folder == "journal";
    for (std::size_t i = 0; i < file.lines.size(); ++i)
      for (const std::string_view word : words) {
        const std::size_t at = file.lines[i].find(word);
        const std::size_t quote = file.lines[i].find('"');
        if (at == std::string::npos || quote == std::string::npos || quote > at) continue;
        ++found;
        EXPECT_TRUE(may) << place(file, i) << ": " << file.lines[i];
      }
  }
  EXPECT_GT(found, 20u);
}

// The one writer (rule 12). The journal's own folder and tests may append too; whoever appends an
// entry names its type, so that a file without the word has an append of its own.
TEST(Tidy, OnlyPerformAppendsToTheJournal) {
  std::size_t callers = 0;
  for (const File& file : cpp_files()) {
    const std::string folder = folder_of(file.path);
    const bool is_below = floors.contains(folder) && floors.at(folder) <= floors.at("journal");
    if (!file.path.starts_with("src/") || is_below || file.path.ends_with("_test.cpp")) continue;
    if (!has_word(file.code, "Entry")) continue;
    for (const std::string& line : lines_of(file.code)) {
      if (!calls_append(line)) continue;
      ++callers;
      EXPECT_TRUE(file.path.starts_with("src/campaign/perform")) << file.path << ": " << line;
    }
  }
  EXPECT_GE(callers, 1u);
}

TEST(Tidy, EveryFolderOpensWithAReadme) {
  std::set<std::string> folders;
  for (const File& file : cpp_files())
    if (const std::string folder = folder_of(file.path); !folder.empty()) folders.insert(folder);
  for (const std::string& folder : folders) {
    const fs::path readme = fs::path(CHUANGYOU_SOURCE_DIR) / "src" / folder / "README.md";
    EXPECT_TRUE(fs::exists(readme)) << readme;
    const std::size_t lines = lines_of(read_text(readme)).size();
    EXPECT_TRUE(lines >= 3 && lines <= 8) << readme << " has " << lines << " lines";
  }
}

// A header that nobody includes, or a source that no target compiles, is dead.
TEST(Tidy, NoFileIsDead) {
  const fs::path root = CHUANGYOU_SOURCE_DIR;
  const std::regex globbed(
      R"(tests/\w+_test\.cpp|(src/\w+|tests/world|tests/fuzz|bench)/\w+\.cpp)");
  const std::string named =
      read_text(root / "CMakeLists.txt") + read_text(root / "cmake/embed.cmake");
  std::set<std::string> included_somewhere;
  for (const File& file : cpp_files()) {
    for (const std::string& line : file.lines) {
      included_somewhere.insert("src/" + included(line));
      included_somewhere.insert(fs::path(file.path).parent_path() / included(line));
    }
  }
  for (const File& file : cpp_files()) {
    // The headers of ledgers are included by the list that cmake/ledgers.cmake writes.
    if (fs::path(file.path).parent_path().filename() == "ledgers") continue;
    const bool lives = file.path.ends_with(".h") ? included_somewhere.contains(file.path)
                                                 : std::regex_match(file.path, globbed) ||
                                                       named.find(file.path) != std::string::npos;
    EXPECT_TRUE(lives) << file.path << " is included nowhere or in no target";
    const std::string folder = folder_of(file.path);
    EXPECT_TRUE(folder.empty() || named.find("floor(" + folder) != std::string::npos) << folder;
  }
}

const std::vector<File>& text_files() {
  static const std::vector<File> files = [] {
    const std::set<std::string> endings = {".h",     ".cpp", ".md",  ".json", ".yaml", ".yml",
                                           ".ts",    ".vue", ".mjs", ".js",   ".css",  ".html",
                                           ".cmake", ".txt", ".svg", ""};
    auto found = read_files(
        {"src", "tests", "tools", "bench", "cmake", "docs", "words", "campaigns", "web", ".ci"},
        endings);
    for (const char* name : {"do", "CMakeLists.txt", "README.md", "README.zh-CN.md",
                             "ARCHITECTURE.md", ".clang-format", ".clang-tidy", ".gitignore"}) {
      const std::string text = read_text(fs::path(CHUANGYOU_SOURCE_DIR) / name);
      EXPECT_FALSE(text.empty()) << name;
      found.push_back({name, text, lines_of(text), ""});
    }
    return found;
  }();
  return files;
}

// A ledger is its header and its words. Whoever names one elsewhere in the program has made a place
// to which a new ledger must be added; only the demonstration tells of some, and what the public or
// somebody burdened says becomes feedback; what was sent has a board of its own. What `overview`
// joins has pages of its own too, with doors and shapes that name what they show.
TEST(Tidy, NoLedgerIsNamedOutsideItsHeader) {
  const std::set<std::string> ledgers = names_of_ledgers();
  EXPECT_GE(ledgers.size(), 5u);
  const std::regex exempt(R"(src/ledgers/.*|src/cli/demo.*|.*_test\.cpp|.*_for_tests\.h)"
                          R"(|web/src/(generated|pages/public)/.*)"
                          R"(|web/src/components/(AlikeBox|BurdenDialog|DeliveryBoard)\.vue)"
                          R"(|src/overview/.*|src/http/(plan|burden|regular_work)_routes\.cpp)"
                          R"(|src/http/openapi_(plans|burden|work)\.h)"
                          R"(|web/src/pages/(Plan|PlanDocument|Stories|BurdenPage|MonthPage)\.vue)"
                          R"(|web/src/components/(plan|stories)/.*|web/src/locale/.*)");
  for (const File& file : text_files()) {
    const bool is_program = file.path.starts_with("src/") || file.path.starts_with("web/src/");
    if (!is_program || std::regex_match(file.path, exempt)) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i)
      for (const std::string& ledger : ledgers)
        for (const char quote : {'"', '\''})
          EXPECT_EQ(file.lines[i].find(quote + ledger + quote), std::string::npos)
              << place(file, i) << " names the ledger " << ledger;
  }
}

TEST(Tidy, FilesEndWithALineEndAndHoldNoTabs) {
  for (const File& file : text_files()) {
    EXPECT_TRUE(file.text.empty() || file.text.back() == '\n') << file.path;
    EXPECT_EQ(file.text.find('\r'), std::string::npos) << file.path;
    EXPECT_EQ(file.text.find('\t'), std::string::npos) << file.path;
  }
}

// Nothing that holds on one machine only. The patterns are put together so that this file does not
// find itself.
TEST(Tidy, NoMachineIsNamed) {
  const std::vector<std::string> patterns = {
      std::string("npm") + "js.", std::string("deb.deb") + "ian.org", std::string("/ro") + "ot/",
      std::string("/ho") + "me/", std::string("/wo") + "rk/"};
  for (const File& file : text_files())
    for (std::size_t i = 0; i < file.lines.size(); ++i)
      for (const std::string& pattern : patterns)
        EXPECT_EQ(file.lines[i].find(pattern), std::string::npos)
            << place(file, i) << " names " << pattern;
}

void collect_keys(const simdjson::dom::element& element, const std::string& prefix,
                  std::set<std::string>& keys) {
  simdjson::dom::object object;
  if (element.get(object) == simdjson::SUCCESS) {
    for (const auto& [key, value] : object)
      collect_keys(value, prefix.empty() ? std::string(key) : prefix + "." + std::string(key),
                   keys);
    return;
  }
  std::string_view words;
  EXPECT_EQ(element.get(words), simdjson::SUCCESS) << prefix << " is no text";
  EXPECT_FALSE(words.empty()) << prefix << " is empty";
  keys.insert(prefix);
}

void collect_keys_of(const std::filesystem::path& file, const std::string& place,
                     std::set<std::string>& keys) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  EXPECT_EQ(parser.load(file.string()).get(root), simdjson::SUCCESS) << file;
  collect_keys(root, place, keys);
}

// The common words of a language, and those of each ledger.
std::set<std::string> keys_of(const std::string& language) {
  const std::string folder = std::string(CHUANGYOU_SOURCE_DIR) + "/words/" + language;
  std::set<std::string> keys;
  collect_keys_of(folder + ".json", "", keys);
  for (const auto& file : std::filesystem::directory_iterator(folder))
    collect_keys_of(file.path(), "ledgers." + file.path().stem().string(), keys);
  return keys;
}

TEST(Tidy, BothLanguagesSayTheSame) {
  const std::set<std::string> zh = keys_of("zh"), en = keys_of("en");
  EXPECT_GT(zh.size(), 100u);
  for (const std::string& key : zh) EXPECT_TRUE(en.contains(key)) << key << " lacks English";
  for (const std::string& key : en) EXPECT_TRUE(zh.contains(key)) << key << " lacks Chinese";
}

}  // namespace
}  // namespace chuangyou

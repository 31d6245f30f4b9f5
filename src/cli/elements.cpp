#include "cli/elements.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char character : text)
    if (character == at)
      parts.emplace_back();
    else
      parts.back() += character;
  return parts;
}

std::optional<std::vector<Element>> read_list(const fs::path& path) {
  const std::string text = text_of(path);
  std::vector<Element> elements;
  for (const std::string& line : split(text, '\n')) {
    const std::vector<std::string> cells = split(line, '\t');
    if (cells.size() == 4 && cells[0] != "element")
      elements.push_back({cells[0], cells[1], cells[2], cells[3], {}, {}});
  }
  if (elements.empty()) return std::nullopt;
  return elements;
}

// What the lines say that begin as a comment does and then with the word.
std::string said_by(const std::string& text, std::string_view word) {
  const std::regex line("(?:^|\n)[ \t]*(?://|#|<!--|\\*)[ \t]*" + std::string(word) + ":([^\n]*)");
  std::string said;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), line); it != std::sregex_iterator();
       ++it)
    said += (*it)[1].str() + " ";
  return said;
}

bool is_skipped(const fs::path& name) {
  return name == "node_modules" || name == "dist" || name == "generated" || name == "data" ||
         name == "corpus" || name == "declaring";
}

bool is_ledger(const std::string& path, const std::string& text) {
  return path.starts_with("src/ledgers/") && text.contains("\ninline constexpr Ledger ledger{");
}

// A file's name for itself: `src/ledgers/tasks.h`.
class Collecting {
 public:
  Collecting(fs::path root, std::vector<Element>& elements)
      : root_(std::move(root)), elements_(elements) {}

  void look_in(const char* folder) {
    if (!fs::exists(root_ / folder)) return;
    for (auto it = fs::recursive_directory_iterator(root_ / folder); it != end(it); ++it) {
      if (is_skipped(it->path().filename())) it.disable_recursion_pending();
      if (it->is_regular_file() && is_read(it->path())) look_at(it->path());
    }
  }
  const std::optional<Refused>& fault() const { return fault_; }

 private:
  static bool is_read(const fs::path& path) {
    static const std::set<std::string> endings{".h",    ".cpp",      ".vue",  ".ts",  ".mjs",
                                               ".acts", ".scenario", ".yaml", ".html"};
    return endings.contains(path.extension().string());
  }

  void look_at(const fs::path& file) {
    const std::string path = file.lexically_relative(root_).generic_string();
    const std::string text = text_of(file);
    const bool is_test = path.starts_with("tests/") || path.ends_with("_test.cpp");
    if (is_test) {
      note(path, said_by(text, "Shows"), &Element::shown);
      return;
    }
    note(path, said_by(text, "Realises"), &Element::realised);
    if (path.ends_with("/campaign.yaml")) note(path, sources_in(text), &Element::realised);
    if (!is_ledger(path, text)) return;
    const std::string head = text.substr(0, text.find("#pragma once"));
    note(path, head, &Element::realised);
    const std::string acts = "tests/acts/" + file.stem().string() + ".acts";
    if (fs::exists(root_ / acts)) note(acts, head, &Element::shown);
  }

  static std::string sources_in(const std::string& text) {
    static const std::regex source("[\n{][ \t-]*source: ([^\n]*)");
    std::string said;
    for (auto it = std::sregex_iterator(text.begin(), text.end(), source);
         it != std::sregex_iterator(); ++it)
      said += (*it)[1].str() + " ";
    return said;
  }

  void note(const std::string& path, const std::string& said,
            std::set<std::string> Element::*where) {
    for (const std::string& number : element_numbers(said)) {
      const auto element = std::ranges::find(elements_, number, &Element::number);
      if (element != elements_.end())
        ((*element).*where).insert(path);
      else if (!fault_)
        fault_ = Refused{Refusal::choice_is_unknown, path, number};
    }
  }

  fs::path root_;
  std::vector<Element>& elements_;
  std::optional<Refused> fault_;
};

std::string links_to(const std::set<std::string>& paths) {
  std::string links;
  for (const std::string& path : paths) {
    if (!links.empty()) links += "<br>";
    links += fmt::format("[{}](../../{})", path, path);
  }
  return links;
}

std::string row_of(const Element& element) {
  std::string left = element.later.empty() ? "" : "later: " + element.later;
  if (element.later == "open") left = "**open**";
  if (element.is_missing()) left = "**missing**";
  return fmt::format("| {} | {} | {} | {} | {} | {} |\n", element.number, element.phrase,
                     element.meaning, links_to(element.realised), links_to(element.shown), left);
}

}  // namespace

std::vector<std::string> element_numbers(std::string_view text) {
  static const std::regex number(R"(\b([SX])(\d{1,3})\b(?:(?:–|-)\1(\d{1,3})\b)?)");
  const std::string in(text);
  std::vector<std::string> numbers;
  for (auto it = std::sregex_iterator(in.begin(), in.end(), number); it != std::sregex_iterator();
       ++it) {
    const int first = std::stoi((*it)[2]);
    const int last = (*it)[3].matched ? std::stoi((*it)[3]) : first;
    for (int each = first; each <= last; ++each)
      numbers.push_back((*it)[1].str() + std::to_string(each));
  }
  return numbers;
}

Result<std::vector<Element>> collect_elements(const fs::path& sources) {
  const fs::path list = sources / list_of_elements;
  std::optional<std::vector<Element>> elements = read_list(list);
  if (!elements) return refuse(Refusal::file_cannot_be_read, "output", list.string());
  Collecting collecting(sources, *elements);
  for (const char* folder : {"src", "web/src", "campaigns", "tests"}) collecting.look_in(folder);
  if (collecting.fault()) return std::unexpected(*collecting.fault());
  return std::move(*elements);
}

std::string elements_page(const std::vector<Element>& elements) {
  const auto missing = std::ranges::count_if(elements, &Element::is_missing);
  const auto later =
      std::ranges::count_if(elements, [](const Element& one) { return !one.later.empty(); });
  std::string page = fmt::format(
      "# The work plan, element by element\n\nWritten by `chuangyou schema --output .` from what "
      "the sources say of themselves (`src/cli/elements.h`); do not edit.\nWhat the work plan "
      "names (S) and where it disagrees with itself (X), the files that realise it, the tests "
      "that show it,\nand for what is still to come the part of the product that brings it: "
      "listening, supervision, judging, honours.\n\n{} elements; {} have a part that comes later; "
      "{} missing.\n\n| | phrase | meaning | realised in | shown by | left |\n"
      "|---|---|---|---|---|---|\n",
      elements.size(), later, missing);
  for (const Element& element : elements) page += row_of(element);
  return page;
}

}  // namespace chuangyou

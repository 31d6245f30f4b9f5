// Cursors as strangers send them back: none that we did not close opens, and ours open for the same
// list and reader only. Then what storage itself takes for one: whatever place it names, the page
// is of the body and the order that were asked for, and going on from it comes to an end.
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "http/cursors.h"
#include "ledgers/all.h"
#include "org/tree.h"
#include "storage/ledger_table.h"

using namespace chuangyou;

namespace {

constexpr std::size_t cursor_length = 24;
constexpr BodyNo body{3};
constexpr std::int64_t records = 12;

void expect(bool holds) {
  if (!holds) __builtin_trap();
}

bool is_refused(const Result<std::string>& opened) {
  return !opened && opened.error().law == Refusal::cursor_is_malformed;
}

// `inside` is closed for a list; `change` says which of its symbols becomes which.
void outside(std::string_view list, std::string_view inside, std::string_view change) {
  static const Cursors ours{Secret{1, 2, 3}};
  static const Cursors others{Secret{1, 2, 4}};
  static RandomSource random = RandomSource::from_seed(1);
  expect(is_refused(ours.opened(inside, list)));
  std::string cursor(inside.substr(0, cursor_length));
  cursor.resize(cursor_length, 'A');
  const std::string text = ours.closed(cursor, list, random);
  const auto opened = ours.opened(text, list);
  expect(opened && *opened == cursor);
  expect(is_refused(others.opened(text, list)));
  expect(is_refused(ours.opened(text, std::string(list) + "x")));
  if (!list.empty()) expect(is_refused(ours.opened(text, list.substr(1))));
  std::string changed = text;
  for (std::size_t i = 0; i + 1 < change.size(); i += 2)
    changed[static_cast<unsigned char>(change[i]) % changed.size()] = change[i + 1];
  if (changed != text) expect(is_refused(ours.opened(changed, list)));
  expect(is_refused(ours.opened(text.substr(0, text.size() - change.size() % 86 - 1), list)));
}

Uuid id_numbered(std::uint8_t number) {
  Uuid id;
  id.bytes[15] = number;
  return id;
}

class Lists {
 public:
  Lists()
      : folder_(std::filesystem::temp_directory_path() /
                ("fuzz-cursors-" + std::to_string(getpid()))),
        connection_(database_in(folder_), OpenFor::writing),
        table_(*all_ledgers().front()) {
    connection_.run(create_table_sql(table_.ledger()));
    for (std::int64_t number = 1; number <= records; ++number) put(number);
  }

  ~Lists() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  // What a stranger cannot send, unless he has our secret; storage takes it or says what is wrong.
  void go_on_from(std::string_view cursor) {
    for (const bool by_due : {true, false}) {
      ListQuery query;
      query.path = path_segment(0);
      query.by_due = by_due;
      query.limit = 5;
      query.cursor = cursor;
      follow(query);
    }
  }

 private:
  static std::string database_in(const std::filesystem::path& folder) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return folder / "lists.db";
  }

  void put(std::int64_t number) {
    Record record(table_.ledger());
    record.id = RecordId(id_numbered(static_cast<std::uint8_t>(number)));
    record.unit = UnitId(id_numbered(0));
    record.path = path_segment(0);
    record.state =
        table_.ledger().states[number % 3 == 0 ? table_.ledger().states.size() - 1 : 0].name;
    record.version = record.opened_by_entry = number;
    record.created_at = Moment{number / 2 * 1000};
    Standing standing{.opened_at = record.created_at, .stage = record.stage()};
    if (number % 4 != 0) standing.due_at = Moment{number % 5 * 1000};
    table_.put(connection_, body, record, standing, nullptr);
  }

  void follow(ListQuery query) {
    std::vector<std::int64_t> seen;
    do {
      const auto page = table_.list(connection_, body, query);
      if (!page) {
        expect(page.error().law == Refusal::cursor_is_malformed && seen.empty());
        return;
      }
      for (const Record& record : page->records) seen.push_back(record.opened_by_entry);
      expect(seen.size() <= static_cast<std::size_t>(records));
      if (!page->next_cursor.empty()) refused_elsewhere(query, page->next_cursor);
      query.cursor = page->next_cursor;
    } while (!query.cursor.empty());
    std::ranges::sort(seen);
    expect(std::ranges::adjacent_find(seen) == seen.end());
  }

  void refused_elsewhere(ListQuery query, const std::string& cursor) {
    query.cursor = cursor;
    expect(!table_.list(connection_, BodyNo{4}, query));
    query.by_due = !query.by_due;
    expect(!table_.list(connection_, body, query));
  }

  std::filesystem::path folder_;
  Connection connection_;
  LedgerTable table_;
};

constexpr std::string_view symbols =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// Any bytes as a cursor of one list or the other, so that random input comes past its first bytes.
std::string cursor_naming(std::string_view place, bool by_due) {
  std::string bytes{'\x01', by_due ? 'd' : 'r'};
  bytes.append(place.substr(0, 16)).resize(18);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (const char byte : bytes.substr(i, 3))
      group = group << 8 | static_cast<unsigned char>(byte);
    for (const unsigned shift : {18u, 12u, 6u, 0u}) text += symbols[group >> shift & 63];
  }
  return text;
}

}  // namespace

// Three lines: the list, a cursor, and what becomes of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Lists lists;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t first = std::min(text.find('\n'), size);
  const std::string_view rest = text.substr(std::min(first + 1, size));
  const std::size_t second = std::min(rest.find('\n'), rest.size());
  const std::string_view cursor = rest.substr(0, second);
  const std::string_view change = rest.substr(std::min(second + 1, rest.size()));
  outside(text.substr(0, first), cursor, change);
  lists.go_on_from(cursor);
  lists.go_on_from(cursor_naming(change, true));
  lists.go_on_from(cursor_naming(change, false));
  return 0;
}

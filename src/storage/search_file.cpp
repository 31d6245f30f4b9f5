#include "storage/search_file.h"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "core/near_text.h"
#include "ledgers/all.h"
#include "storage/copying.h"
#include "storage/ledger_sql.h"
#include "storage/search_tokens.h"
#include "storage/swapping.h"

namespace chuangyou {
namespace {

// Whether a token is in a row is all that is stored of it, and it is all that is asked: where it
// stands, whoever reads the record sees for himself.
constexpr std::string_view tables =
    "CREATE TABLE made(by TEXT NOT NULL, erasures INTEGER NOT NULL, is_whole INTEGER NOT NULL,"
    " written_in TEXT NOT NULL);"
    "CREATE TABLE followed(body INTEGER PRIMARY KEY, seq INTEGER NOT NULL, commitment BLOB NOT "
    "NULL);"
    "CREATE VIRTUAL TABLE words USING fts5(ledger UNINDEXED, text, tokenize = 'chuangyou',"
    " detail = none, columnsize = 0);"
    "CREATE TABLE near(key INTEGER NOT NULL, row_no INTEGER NOT NULL, PRIMARY KEY(key, row_no))"
    " WITHOUT ROWID;"
    // So many bytes of it may wait in memory: many for the first rows, few afterwards.
    "INSERT INTO words(words, rank) VALUES('hashsize', 16777216)";

constexpr std::string_view all_in_one_body =
    "SELECT rowid, ledger FROM words WHERE words MATCH ?1 AND rowid > ?2 AND rowid < ?3"
    " ORDER BY rowid DESC";

// While the file is made the keys are gathered and put in their order at the end: one by one, each
// would be looked up in another place of a table that is larger than its pages in memory.
constexpr std::string_view gathering =
    "CREATE TEMP TABLE gathered(key INTEGER NOT NULL, row_no INTEGER NOT NULL)";
constexpr std::string_view put_what_was_gathered =
    "INSERT OR IGNORE INTO near(key, row_no) SELECT key, row_no FROM gathered ORDER BY key, row_no;"
    "DROP TABLE gathered";

// Between the texts of one record, of which none holds it.
constexpr char between_texts = '\n';

std::string tag_of(std::string_view ledger) {
  std::string tag;
  append_utf8(tag, tag_mark);
  return tag.append(ledger);
}

// FTS5's own language: tokens in quotes, each of which must be there. None of ours has a quote, for
// it is no letter.
std::string match_of(const SearchedWords& words, std::string_view ledger) {
  std::string match;
  const auto add = [&match](std::string_view token, bool is_beginning) {
    match.append(match.empty() ? "\"" : " AND \"").append(token);
    match.append(is_beginning ? "\"*" : "\"");
  };
  for (const std::u32string& word : words.words)
    for (const SearchToken& token : tokens_for(word)) add(token.text, token.is_beginning);
  if (!ledger.empty()) add(tag_of(ledger), false);
  return match;
}

// The run of the machine since it was switched on, as Linux names it.
constexpr std::string_view unknown_run = "unknown";
std::string run_of_machine() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string run;
  return std::getline(file, run) && !run.empty() ? run : std::string(unknown_run);
}

void add_texts(const FieldSpec& field, const Value& value, std::vector<SearchedText>& texts) {
  const auto is_text = [](const FieldSpec& spec) {
    return spec.visibility != Visibility::sealed &&
           (spec.kind == Kind::text || spec.kind == Kind::long_text);
  };
  if (const auto* text = std::get_if<std::string>(&value); text && is_text(field))
    texts.push_back({std::string(field.name), 0, *text});
  const Rows* rows = std::get_if<Rows>(&value);
  if (!rows || field.visibility == Visibility::sealed) return;
  const std::span<const FieldSpec> columns = field.columns();
  for (const Row& row : rows->all)
    for (std::size_t i = 0; i < std::min(columns.size(), row.cells.size()); ++i)
      if (const auto* text = std::get_if<std::string>(&row.cells[i]); text && is_text(columns[i]))
        texts.push_back(
            {std::string(field.name).append(".").append(columns[i].name), row.id, *text});
}

}  // namespace

std::string search_path(const std::string& database) { return database + ".search"; }

SearchFile::SearchFile(const std::string& path, OpenFor purpose) : connection_(path, purpose) {
  add_tokenizer(connection_);
  // Acts wait for the disk behind whatever else goes there. This file is never forced to it: one
  // of which a power cut may have lost something is made anew.
  if (purpose == OpenFor::writing) connection_.run("PRAGMA synchronous=OFF");
  set_cache(connection_, 2);  // of a file that is asked for a few pages at a time
}

void SearchFile::create(const Made& made) {
  write_without_log(connection_);
  set_cache(connection_, 16);
  connection_.run(tables);
  connection_.run(gathering);
  is_being_made_ = true;
  connection_.statement("INSERT INTO made(by, erasures, is_whole, written_in) VALUES(?, ?, 0, ?)")
      .bind(1, made.by)
      .bind(2, made.erasures)
      .bind(3, run_of_machine())
      .run();
}

std::optional<SearchFile::Made> SearchFile::made() {
  // One of an edition before has no such column: it is none of ours.
  Statement& is_there = connection_.statement(
      "SELECT 1 FROM sqlite_schema WHERE name = 'made' AND sql LIKE '%written_in%'");
  const ResetAtEnd reset_first(is_there);
  if (!is_there.step()) return std::nullopt;
  Statement& find =
      connection_.statement("SELECT by, erasures, written_in FROM made WHERE is_whole = 1");
  const ResetAtEnd reset(find);
  if (!find.step()) return std::nullopt;
  const std::string_view written_in = find.text(2);
  const bool is_on_the_disk = written_in.empty();
  if (!is_on_the_disk && (written_in == unknown_run || written_in != run_of_machine()))
    return std::nullopt;
  return Made{std::string(find.text(0)), find.integer(1)};
}

void SearchFile::mark(std::string_view written_in) {
  connection_.run("PRAGMA synchronous=FULL");
  connection_.statement("UPDATE made SET written_in = ?").bind(1, written_in).run();
  connection_.run("PRAGMA synchronous=OFF");
}
void SearchFile::begin_to_write() { mark(run_of_machine()); }
void SearchFile::leave_in_order() {
  if (!cut_log(connection_)) return;
  force_to_disk(sqlite3_db_filename(connection_.raw(), "main"));
  mark({});
}

SearchFile::Followed SearchFile::followed(BodyNo body) {
  Statement& find = connection_.statement("SELECT seq, commitment FROM followed WHERE body = ?");
  const ResetAtEnd reset(find);
  if (!find.bind(1, static_cast<std::int64_t>(body)).step()) return {};
  return {find.integer(0), std::string(find.blob(1))};
}

void SearchFile::set_followed(BodyNo body, const Followed& now) {
  connection_.statement("INSERT OR REPLACE INTO followed(body, seq, commitment) VALUES(?, ?, ?)")
      .bind(1, static_cast<std::int64_t>(body))
      .bind(2, now.seq)
      .bind_blob(3, now.commitment)
      .run();
}

void SearchFile::finish() {
  connection_.run(put_what_was_gathered);
  is_being_made_ = false;
  connection_.run(
      "INSERT INTO words(words) VALUES('optimize');"
      "INSERT INTO words(words, rank) VALUES('hashsize', 1048576)");
  connection_.run("UPDATE made SET is_whole = 1");
  write_with_log(connection_);
}

void SearchFile::put(BodyNo body, const Record& record, Row row) {
  std::string text = tag_of(record.ledger().name);
  for (const SearchedText& one : searched_texts(record))
    text.append(1, between_texts).append(folded_utf8(one.text));
  const std::int64_t row_no = row_no_of(body, record.opened_by_entry);
  if (row == Row::may_be_there) {
    if (holds(row_no, text)) return;
    remove(body, record.opened_by_entry);
  }
  connection_.statement("INSERT INTO words(rowid, ledger, text) VALUES(?, ?, ?)")
      .bind(1, row_no)
      .bind(2, record.ledger().name)
      .bind(3, text)
      .run();
  put_keys(row_no, text);
}

namespace {

// The keys of each of the texts behind the tag.
std::vector<std::int64_t> keys_of(std::string_view text) {
  std::vector<std::int64_t> keys;
  for (std::size_t from = text.find(between_texts); from != text.npos;) {
    const std::size_t to = text.find(between_texts, ++from);
    const auto more = near_keys(near_parts(text.substr(from, to - from)));
    keys.insert(keys.end(), more.begin(), more.end());
    from = to;
  }
  return keys;
}

}  // namespace

void SearchFile::put_keys(std::int64_t row_no, std::string_view text) {
  Statement& put = connection_.statement(
      is_being_made_ ? "INSERT INTO gathered(key, row_no) VALUES(?, ?)"
                     : "INSERT OR IGNORE INTO near(key, row_no) VALUES(?, ?)");
  for (const std::int64_t key : keys_of(text)) put.bind(1, key).bind(2, row_no).run();
}

void SearchFile::remove_keys(std::int64_t row_no) {
  std::string text;
  {
    Statement& find = connection_.statement("SELECT text FROM words WHERE rowid = ?");
    const ResetAtEnd reset(find);
    if (find.bind(1, row_no).step()) text = find.text(0);
  }
  Statement& remove = connection_.statement("DELETE FROM near WHERE key = ? AND row_no = ?");
  for (const std::int64_t key : keys_of(text)) remove.bind(1, key).bind(2, row_no).run();
}

std::vector<std::int64_t> SearchFile::near(const std::vector<std::int64_t>& keys, BodyNo body) {
  std::map<std::int64_t, int> shared;
  const std::int64_t end = row_no_of(static_cast<BodyNo>(static_cast<int>(body) + 1), 0);
  for (const std::int64_t key : keys) {
    Statement& find = connection_.statement(
        "SELECT row_no FROM near WHERE key = ? AND row_no > ? AND row_no < ?"
        " ORDER BY row_no DESC LIMIT ?");
    const ResetAtEnd reset(find);
    find.bind(1, key).bind(2, row_no_of(body, 0)).bind(3, end).bind(4, rows_of_key_max);
    while (find.step()) ++shared[find.integer(0)];
  }
  std::vector<std::int64_t> rows;
  for (auto one = shared.rbegin(); one != shared.rend(); ++one) rows.push_back(one->first);
  std::ranges::stable_sort(rows, std::greater{}, [&](std::int64_t row) { return shared.at(row); });
  return rows;
}

std::int64_t SearchFile::bytes_of_keys() {
  Statement& sum = connection_.statement("SELECT sum(pgsize) FROM dbstat WHERE name = 'near'");
  const ResetAtEnd reset(sum);
  return sum.step() ? sum.integer(0) : 0;
}

std::string SearchFile::ledger_of(std::int64_t row_no) {
  Statement& find = connection_.statement("SELECT ledger FROM words WHERE rowid = ?");
  const ResetAtEnd reset(find);
  return find.bind(1, row_no).step() ? std::string(find.text(0)) : std::string();
}

// Most acts change no word, and to ask is a tenth of the work of writing.
bool SearchFile::holds(std::int64_t row_no, std::string_view text) {
  Statement& find = connection_.statement("SELECT text FROM words WHERE rowid = ?");
  const ResetAtEnd reset(find);
  return find.bind(1, row_no).step() && find.text(0) == text;
}

void SearchFile::remove(BodyNo body, std::int64_t opened_by_entry) {
  remove_keys(row_no_of(body, opened_by_entry));
  connection_.statement("DELETE FROM words WHERE rowid = ?")
      .bind(1, row_no_of(body, opened_by_entry))
      .run();
}

void SearchFile::each(const SearchedWords& words, BodyNo body, std::string_view ledger,
                      std::int64_t before, const Take& take) {
  if (words.empty()) return;
  const std::string match = match_of(words, ledger);
  const std::int64_t end = row_no_of(static_cast<BodyNo>(static_cast<int>(body) + 1), 0);
  Statement& find = connection_.statement(all_in_one_body);
  const ResetAtEnd reset(find);
  find.bind(1, match).bind(2, row_no_of(body, 0)).bind(3, before == 0 ? end : before);
  while (find.step())
    if (!take(find.integer(0), find.text(1))) return;
}

std::vector<SearchedText> searched_texts(const Record& record) {
  std::vector<SearchedText> texts;
  const std::span<const FieldSpec> fields = record.ledger().fields;
  for (std::size_t i = 0; i < fields.size(); ++i) add_texts(fields[i], record.value_at(i), texts);
  return texts;
}

namespace {

constexpr std::int64_t taken_at_once = 1000;  // rows of one transaction

// Rows of the ledger's table in their order, after this one.
std::vector<std::int64_t> row_numbers(Connection& connection, const Ledger& ledger,
                                      std::int64_t after) {
  std::vector<std::int64_t> rows;
  const std::string sql = "SELECT row_no FROM " + quoted_name(ledger.name) +
                          " WHERE row_no > ? ORDER BY row_no LIMIT ?";
  Statement& find = connection.statement(sql);
  const ResetAtEnd reset(find);
  find.bind(1, after).bind(2, taken_at_once);
  while (find.step()) rows.push_back(find.integer(0));
  return rows;
}

std::int64_t count_rows(Connection& connection, const Ledger& ledger) {
  const std::string sql = "SELECT count(*) FROM " + quoted_name(ledger.name);
  Statement& count = connection.statement(sql);
  const ResetAtEnd reset(count);
  return count.step() ? count.integer(0) : 0;
}

}  // namespace

bool put_all_records(SearchFile& fresh, Connection& from, const SearchProgress& progress) {
  std::int64_t done = 0, in_all = 0;
  for (const Ledger* ledger : all_ledgers()) in_all += count_rows(from, *ledger);
  for (const Ledger* ledger : all_ledgers()) {
    const LedgerTable table(*ledger);
    for (std::int64_t after = 0; progress(done, in_all);) {
      const std::vector<std::int64_t> rows = row_numbers(from, *ledger, after);
      if (rows.empty()) break;
      Transaction transaction(fresh.connection(), Transaction::Mode::immediate);
      for (const std::int64_t row : rows)
        if (const auto record = table.at_row(from, row))
          fresh.put(body_of_row(row), *record, SearchFile::Row::is_new);
      transaction.commit();
      after = rows.back();
      done += std::ssize(rows);
    }
  }
  return progress(done, in_all);
}

}  // namespace chuangyou

#include "storage/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <unordered_map>

#include "storage/log_writes.h"

namespace chuangyou {
namespace {

constexpr int busy_nap_milliseconds = 1;
constexpr int busy_naps_max = 20'000;
constexpr int busy_naps_max_of_checkpoint = 50;

// SQLite's own way of waiting soon naps for a tenth of a second, in which a busy writer would pass
// by a sealing or checkpointing connection again and again.
template <int naps_max>
int nap_when_busy(void*, int naps) {
  if (naps >= naps_max) return 0;
  sqlite3_sleep(busy_nap_milliseconds);
  return 1;
}

[[noreturn]] void fail(sqlite3* database, std::string_view doing) {
  std::string what(doing);
  what += ": ";
  what += database ? sqlite3_errmsg(database) : "out of memory";
  throw StorageError(what, database ? sqlite3_extended_errcode(database) : SQLITE_NOMEM);
}

void must(sqlite3_stmt* statement, int code) {
  if (code != SQLITE_OK) fail(sqlite3_db_handle(statement), sqlite3_sql(statement));
}

// SQLite takes a null pointer for NULL, and an empty view may hold one.
const char* never_null(std::string_view bytes) { return bytes.data() ? bytes.data() : ""; }

void run_all(sqlite3* database, const std::string& sql) {
  if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail(database, sql);
  }
}

std::string answer_of(sqlite3* database, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    fail(database, sql);
  }
  const int code = sqlite3_step(statement);
  std::string answer;
  if (code == SQLITE_ROW) answer = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  if (code != SQLITE_ROW) fail(database, sql);
  return answer;
}

// Measured with acts of a journal entry, a row and five rows of the work list. The cost of an act
// is the number of pages that it touches: each is copied, summed and written to the log, so pages
// of 4 KB write acts a tenth to a sixth faster than 8 KB. Memory-mapped reading is left off: a
// failing disk must be an error that we can tell and not a signal that ends the process, and what
// it would save is in the cache of each connection already. Debian's SQLite zeroes all that is
// deleted; fast means that it does so where the page is written anyway, and erasing asks for more.
void prepare_for_writing(sqlite3* database) {
  run_all(database, "PRAGMA page_size=" + std::to_string(page_bytes));
  if (const std::string mode = answer_of(database, "PRAGMA journal_mode=WAL"); mode != "wal") {
    throw StorageError("the database cannot keep a write-ahead log but only " + mode,
                       SQLITE_CANTOPEN);
  }
  // A small cache of pages: the machine keeps what was read. What a slice of a large file changes
  // should stay in it until the commit; 64 MiB are no faster than 24 for a million rows.
  run_all(database,
          "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-24576;"
          "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF;"
          "PRAGMA secure_delete=FAST");
}

void prepare_for_reading(sqlite3* database) {
  run_all(database,
          "PRAGMA query_only=ON; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY;"
          "PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF");
}

// We make none, so whatever is there is somebody else's, and would act in our name.
void leave_planted_things_alone(sqlite3* database) {
  for (const int option : {SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW})
    if (sqlite3_db_config(database, option, 0, nullptr) != SQLITE_OK) fail(database, "set up");
}

// Counting what SQLite allocates would take a lock with each allocation, of all threads together.
void start_library() {
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  if (configured != SQLITE_OK) throw StorageError("SQLite was started before us", configured);
}

// SQLite would create it for everybody to read; its log and what belongs to the log take over the
// rights of the file.
void create_for_owner_only(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) == 0 || errno != ENOENT) return;
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);  // what is the matter otherwise, SQLite says
}

struct Prepared {
  std::string sql;
  Statement statement;
  sqlite3_stmt* raw = nullptr;
};

}  // namespace

StorageError::StorageError(std::string_view what, int code)
    : std::runtime_error(std::string(what)), sqlite_code(code) {}

Statement& Statement::bind(int position, std::int64_t value) {
  must(statement_, sqlite3_bind_int64(statement_, position, value));
  return *this;
}

Statement& Statement::bind(int position, std::string_view text) {
  must(statement_, sqlite3_bind_text64(statement_, position, never_null(text), text.size(),
                                       SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_blob(int position, std::string_view bytes) {
  must(statement_,
       sqlite3_bind_blob64(statement_, position, never_null(bytes), bytes.size(), SQLITE_STATIC));
  return *this;
}

// Copied, unlike text: an id is often made for the call.
Statement& Statement::bind(int position, const Uuid& id) {
  must(statement_, sqlite3_bind_blob(statement_, position, id.bytes.data(),
                                     static_cast<int>(id.bytes.size()), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind_lasting(int position, const Uuid& id) {
  must(statement_, sqlite3_bind_blob(statement_, position, id.bytes.data(),
                                     static_cast<int>(id.bytes.size()), SQLITE_STATIC));
  return *this;
}

Statement& Statement::bind_null(int position) {
  must(statement_, sqlite3_bind_null(statement_, position));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* database = sqlite3_db_handle(statement_);
  const std::string what = std::string(sqlite3_sql(statement_)) + ": " + sqlite3_errmsg(database);
  const int extended = sqlite3_extended_errcode(database);
  sqlite3_reset(statement_);
  throw StorageError(what, extended);
}

void Statement::run() {
  while (step()) continue;
  reset();
}

// What a reset answers is the error of the last step, which step() has thrown already.
void Statement::reset() { sqlite3_reset(statement_); }

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (!text) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (!bytes) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Uuid Statement::uuid(int column) const {
  Uuid id;
  const std::string_view bytes = blob(column);
  if (bytes.empty()) return id;
  if (bytes.size() != id.bytes.size()) {
    throw StorageError("an id in the database has not 16 bytes", SQLITE_CORRUPT);
  }
  std::memcpy(id.bytes.data(), bytes.data(), id.bytes.size());
  return id;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

struct Connection::State {
  // A call site hands over the same literal each time, so its address finds the statement without
  // hashing some hundred bytes of SQL; the text is compared all the same.
  struct Shortcut {
    const char* address = nullptr;
    Prepared* prepared = nullptr;
  };

  sqlite3* database = nullptr;
  std::deque<Prepared> all;
  std::unordered_map<std::string_view, Prepared*> by_text;  // views into `all`
  std::array<Shortcut, 256> by_address{};

  ~State() {
    for (Prepared& prepared : all) sqlite3_finalize(prepared.raw);
    sqlite3_close(database);
  }

  Prepared& prepare(std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (code != SQLITE_OK) fail(database, sql);
    return all.emplace_back(std::string(sql), Statement(raw), raw);
  }

  Prepared& find_or_prepare(std::string_view sql) {
    const auto address = reinterpret_cast<std::uintptr_t>(sql.data());
    Shortcut& shortcut = by_address[(address >> 3 ^ sql.size()) % by_address.size()];
    if (shortcut.address == sql.data() && shortcut.prepared->sql == sql) return *shortcut.prepared;
    auto found = by_text.find(sql);
    if (found == by_text.end()) {
      Prepared& prepared = prepare(sql);
      found = by_text.emplace(prepared.sql, &prepared).first;
    }
    shortcut = {sql.data(), found->second};
    return *found->second;
  }
};

Connection::Connection(const std::string& path, OpenFor purpose)
    : state_(std::make_unique<State>()) {
  start_library();
  const bool writing = purpose == OpenFor::writing;
  if (writing) create_for_owner_only(path);
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (writing ? SQLITE_OPEN_CREATE : 0);
  const char* files = writing ? file_system_with_whole_log_writes() : nullptr;
  if (sqlite3_open_v2(path.c_str(), &state_->database, flags, files) != SQLITE_OK) {
    fail(state_->database, path);
  }
  sqlite3_extended_result_codes(state_->database, 1);
  leave_planted_things_alone(state_->database);
  sqlite3_busy_handler(state_->database, nap_when_busy<busy_naps_max>, nullptr);
  if (writing) {
    prepare_for_writing(state_->database);
  } else {
    prepare_for_reading(state_->database);
  }
}

Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

void Connection::run(std::string_view sql) { run_all(state_->database, std::string(sql)); }

Statement& Connection::statement(std::string_view sql) {
  Prepared& prepared = state_->find_or_prepare(sql);
  sqlite3_reset(prepared.raw);
  // A position that is forgotten must be NULL and not the text of an earlier act.
  sqlite3_clear_bindings(prepared.raw);
  return prepared.statement;
}

Statement Connection::prepare(std::string_view sql) { return state_->prepare(sql).statement; }

void Connection::let_go() noexcept {
  for (const Prepared& prepared : state_->all) sqlite3_reset(prepared.raw);
  if (!sqlite3_get_autocommit(state_->database))
    sqlite3_exec(state_->database, "ROLLBACK", nullptr, nullptr, nullptr);
}

bool Connection::is_in_the_middle() const {
  return sqlite3_txn_state(state_->database, nullptr) != SQLITE_TXN_NONE;
}

std::int64_t Connection::changes() const { return sqlite3_changes64(state_->database); }

void Connection::give_memory_back() { sqlite3_db_release_memory(state_->database); }

void Connection::interrupt() { sqlite3_interrupt(state_->database); }

sqlite3* Connection::raw() const { return state_->database; }

Transaction::Transaction(Connection& connection, Mode mode) : connection_(connection) {
  connection_.statement(mode == Mode::immediate ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED").run();
}

Transaction::~Transaction() {
  // Some errors have rolled back already; then there is nothing left to take back.
  if (!open_ || sqlite3_get_autocommit(connection_.raw())) return;
  sqlite3_exec(connection_.raw(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  connection_.statement("COMMIT").run();
  open_ = false;
}

ShortPatience::ShortPatience(Connection& connection) : connection_(connection) {
  sqlite3_busy_handler(connection.raw(), nap_when_busy<busy_naps_max_of_checkpoint>, nullptr);
}

ShortPatience::~ShortPatience() {
  sqlite3_busy_handler(connection_.raw(), nap_when_busy<busy_naps_max>, nullptr);
}

Savepoint::Savepoint(Connection& connection) : connection_(connection) {
  connection_.statement("SAVEPOINT act").run();
}

void Savepoint::keep() { connection_.statement("RELEASE act").run(); }

void Savepoint::take_back() {
  connection_.statement("ROLLBACK TO act").run();
  connection_.statement("RELEASE act").run();
}

std::int64_t checkpoint(Connection& connection, bool restart) {
  int frames = 0;
  const int mode = restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
  const ShortPatience patience(connection);
  const int code = sqlite3_wal_checkpoint_v2(connection.raw(), nullptr, mode, &frames, nullptr);
  // Busy: a reader still needs the log. Nothing is wrong, and the next round tries again.
  if (code != SQLITE_OK && code != SQLITE_BUSY) fail(connection.raw(), "checkpoint");
  return restart && code == SQLITE_OK ? 0 : std::max(frames, 0);
}

}  // namespace chuangyou

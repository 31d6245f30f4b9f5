// SQLite behind RAII: a connection, its cached statements, and errors as exceptions (the machine
// broke). WAL, synchronous FULL; the writer's connection never checkpoints by itself, a second
// connection does (architecture.md: PASSIVE alone lets the log grow without end).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/uuid.h"

struct sqlite3;
struct sqlite3_stmt;

namespace chuangyou {

struct StorageError : std::runtime_error {
  StorageError(std::string_view what, int sqlite_code);
  int sqlite_code;
};

enum class OpenFor : std::uint8_t { writing, reading };

inline constexpr std::int64_t page_bytes = 4096;  // of a database that we create

class Statement {
 public:
  Statement() = default;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  // Positions count from 1, columns from 0, as SQLite's own.
  Statement& bind(int position, std::int64_t value);
  Statement& bind(int position, std::string_view text);  // not copied: must outlive step()
  Statement& bind_blob(int position, std::string_view bytes);
  Statement& bind(int position, const Uuid& id);          // 16-byte blob
  Statement& bind_lasting(int position, const Uuid& id);  // not copied: must outlive step()
  Statement& bind_null(int position);
  bool step();  // true = a row is there
  void run();   // step to the end and reset
  void reset();

  std::int64_t integer(int column) const;
  std::string_view text(int column) const;  // valid until the next step or reset
  std::string_view blob(int column) const;
  Uuid uuid(int column) const;
  bool is_null(int column) const;

 private:
  sqlite3_stmt* statement_ = nullptr;
};

// A statement left in the middle keeps its snapshot open and the log from being reused, so every
// loop over rows holds one of these and may then be left by any way out.
struct ResetAtEnd {
  Statement& statement;
  explicit ResetAtEnd(Statement& used) : statement(used) {}
  ResetAtEnd(const ResetAtEnd&) = delete;
  ResetAtEnd& operator=(const ResetAtEnd&) = delete;
  ~ResetAtEnd() { statement.reset(); }
};

class Connection {
 public:
  Connection(const std::string& path, OpenFor);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  void run(std::string_view sql);  // one or several statements without rows
  // Prepared once for each text and kept; reset before use. The reference lives as long as the
  // connection; a statement must not be used by two loops at once.
  Statement& statement(std::string_view sql);
  Statement prepare(std::string_view sql);  // owned by the connection, never shared
  // After a failure: no statement is left in the middle of its rows, where it would keep a snapshot
  // open, and no transaction either.
  void let_go() noexcept;
  // Whether something keeps a snapshot open: it reads on in what stood then.
  bool is_in_the_middle() const;
  std::int64_t changes() const;
  // Of pages that it has read and will hardly need again.
  void give_memory_back();
  // From any thread: what runs on it now ends with a StorageError.
  void interrupt();
  sqlite3* raw() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// begin … commit; rolled back when left without commit().
class Transaction {
 public:
  enum class Mode : std::uint8_t { immediate, deferred };
  Transaction(Connection&, Mode);
  ~Transaction();
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

// Within a transaction: what came after its making is kept or taken back alone.
class Savepoint {
 public:
  explicit Savepoint(Connection&);
  void keep();
  void take_back();

 private:
  Connection& connection_;
};

// Copies the log into the database without ever blocking the writer for long: passive by default,
// RESTART between batches once the log is over 256 MB. Returns the frames (pages) that the log
// still holds: 0 once the next writer starts it anew, the size of the log otherwise.
std::int64_t checkpoint(Connection&, bool restart);

// Who empties the log keeps the writer out while he waits for readers of it, and a reader may take
// long: so he waits only a moment, and the next round tries again.
class ShortPatience {
 public:
  explicit ShortPatience(Connection&);
  ShortPatience(const ShortPatience&) = delete;
  ShortPatience& operator=(const ShortPatience&) = delete;
  ~ShortPatience();

 private:
  Connection& connection_;
};

}  // namespace chuangyou

#include <simdjson.h>

#include "journal/entry_row.h"
#include "journal/journal.h"

namespace chuangyou {
namespace {

constexpr HashFunction every_function[] = {HashFunction::sha256, HashFunction::sm3};

std::optional<HashFunction> said_in(std::string_view changes) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(changes);
  std::string_view name;
  if (parser.parse(padded)["hash"].get(name) != simdjson::SUCCESS) return std::nullopt;
  for (const HashFunction function : every_function)
    if (hash_function_names[static_cast<std::size_t>(function)] == name) return function;
  return std::nullopt;
}

// By which the seal was made; nothing where it was changed.
std::optional<HashFunction> made(const Seal& seal) {
  for (const HashFunction function : every_function)
    if (hash_of_seal(seal, function) == seal.hash) return function;
  return std::nullopt;
}

struct FirstEntry {
  std::string changes, salt, commitment;
};

std::optional<HashFunction> made(const FirstEntry& entry) {
  for (const HashFunction function : every_function)
    if (bytes_of(hash_of(function, {entry.salt, entry.changes})) == entry.commitment)
      return function;
  return std::nullopt;
}

}  // namespace

HashFunction hash_function_of(Connection& connection, BodyNo body) {
  FirstEntry first;
  Statement& find =
      connection.statement("SELECT changes, salt, commitment FROM entries WHERE place = ?");
  {
    const ResetAtEnd reset(find);
    if (find.bind(1, place_of(body, 1)).step())
      first = {std::string(find.text(0)), std::string(find.blob(1)), std::string(find.blob(2))};
  }
  if (const auto function = said_in(first.changes)) return *function;
  for (const Seal& seal : seals(connection, body, 0, 1))
    if (const auto function = made(seal)) return *function;
  return made(first).value_or(HashFunction::sha256);
}

}  // namespace chuangyou

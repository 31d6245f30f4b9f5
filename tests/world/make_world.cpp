// A database for tests from outside: `make_world found <folder> [<day shown>]` makes the small
// province with an account for everybody and prints who they are; `make_world tables <database>`
// prints every table with every row; `make_world account <database> <person> <name>` gives somebody
// who came to the province later an account as well.
#include <fmt/core.h>

#include <cstdio>
#include <exception>
#include <string_view>

#include "access/accounts.h"
#include "life.h"
#include "world.h"

namespace chuangyou::world {
namespace {

std::string password_of(std::string_view key) { return "password of " + std::string(key); }

void add_account_of(World& world, std::string_view key, const Body& body) {
  Result<void> added =
      add_account(world.places().database, body.no, world.person(key), key, password_of(key));
  if (!added) throw std::runtime_error("no account for " + std::string(key));
}

void print_units(const char* name, const Body& body) {
  fmt::print("\"{}\":{{", name);
  for (UnitNo no = 0; no < body.tree.size(); ++no)
    fmt::print("{}\"{}\":\"{}\"", no ? "," : "", body.tree.unit(no).code,
               to_text(body.tree.unit(no).id));
  fmt::print("}}");
}

void print_person(World& world, std::string_view key, std::string_view role,
                  std::string_view unit) {
  fmt::print("\"{}\":{{\"id\":\"{}\",\"password\":\"{}\",\"role\":\"{}\",\"unit\":\"{}\"}}", key,
             to_text(world.person(key)), password_of(key), role, unit);
}

void found(const std::string& folder, const Choices& choices, bool is_lived) {
  World world(folder, choices);
  if (is_lived) live_through(world);
  for (const Somebody& somebody : everybody())
    add_account_of(world, somebody.key, world.province());
  add_account_of(world, "admin", world.province());
  add_account_of(world, "city_clerk", world.city());
  fmt::print("{{\"database\":\"{}\",\"campaigns\":\"{}\",", world.places().database,
             world.places().campaigns);
  print_units("units", world.province());
  fmt::print(",");
  print_units("city_units", world.city());
  fmt::print(",\"people\":{{");
  for (const Somebody& somebody : everybody()) {
    print_person(world, somebody.key, name_of(somebody.role), somebody.unit);
    fmt::print(",");
  }
  print_person(world, "admin", name_of(Role::administrator), "root");
  fmt::print("}}}}\n");
}

int give_account(char** arguments) {
  constexpr BodyNo province{1};  // founded first
  const Result<Uuid> person = parse_uuid(arguments[3]);
  if (!person) return 2;
  const std::string_view name = arguments[4];
  return add_account(arguments[2], province, PersonId(*person), name, password_of(name)) ? 0 : 1;
}

int run(int count, char** arguments) {
  std::string_view command = count > 2 ? arguments[1] : "";
  if (command == "tables") {
    std::string dump = dump_tables(arguments[2]);
    std::fwrite(dump.data(), 1, dump.size(), stdout);
    return 0;
  }
  if (command == "account" && count > 4) return give_account(arguments);
  const bool is_lived = command == "lived";
  if (command != "found" && !is_lived) {
    fmt::print(stderr,
               "make_world found <folder> [<day shown>] | make_world lived <folder> | make_world "
               "tables <database> | make_world account <database> <person> <name>\n");
    return 2;
  }
  Choices choices;
  if (count > 3) {
    Result<Date> day = parse_date(arguments[3]);
    if (!day) return 2;
    choices.shown_as_of = *day;
  }
  found(arguments[2], choices, is_lived);
  return 0;
}

}  // namespace
}  // namespace chuangyou::world

int main(int count, char** arguments) {
  try {
    return chuangyou::world::run(count, arguments);
  } catch (const std::exception& error) {
    fmt::print(stderr, "make_world: {}\n", error.what());
    return 1;
  }
}

// A small province for tests: a works committee, two departments, three branches and the people who
// hold posts there, in a real database, with a clock that the test moves by hand.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/find.h"
#include "campaign/load.h"
#include "campaign/named_fields.h"
#include "campaign/perform.h"

namespace chuangyou::world {

// A folder of its own that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Somebody {
  std::string_view key;  // what tests and accounts call them
  std::string_view name;
  Role role;
  std::string_view unit;  // code of a unit
  bool accountable = false;
  std::string_view until = {};
};
// Everybody of the province, in the order in which they are appointed.
std::span<const Somebody> everybody();

// One act as a test writes it.
struct Wanted {
  std::string_view who;  // a key of everybody(), `citizen` or `clock`
  std::string_view ledger;
  std::string_view act;
  std::optional<RecordId> record = {};
  std::vector<AskedField> fields = {};
  std::string_view reason = {};
  std::string_view unit = {};  // code
  std::string_view key = {};
  std::string_view digest = {};
  std::optional<std::int64_t> version = {};
  std::string_view receipt = {};
};

struct Choices {
  std::optional<Date> shown_as_of = {};
  std::string_view start = "2011-03-01T01:00:00Z";  // a Tuesday, nine o'clock in the province
};

class World {
 public:
  // Founds the bodies `province` and `city` in a new database of the folder.
  World(const std::filesystem::path& folder, const Choices& choices = {});

  Body& province() { return *bodies_.find("province"); }
  Body& city() { return *bodies_.find("city"); }
  Bodies& bodies() { return bodies_; }
  Writer& writer() { return *writer_; }
  const Places& places() const { return places_; }
  UnitId unit(std::string_view code);
  PersonId person(std::string_view key);
  Actor actor(std::string_view key);

  Moment now() const { return Moment{now_}; }
  void go_to(std::string_view moment);  // RFC 3339; never backwards

  ActRequest request(const Wanted& wanted);
  Result<Performed> perform(const Wanted& wanted) { return writer().perform(request(wanted)); }
  // What takes a second person is signed by `granter`: the answer is then the entry of what is
  // done.
  Result<std::int64_t> perform_org(OrgAct act, std::string_view who = "admin");
  // By the two people whom it takes: `admin` proposes and `granter` signs.
  Result<std::int64_t> grant(const HeldPost& post);

  // As the reader who logged in; a connection of its own for each call.
  Result<Found> find(std::string_view who, std::string_view ledger, const RecordId& id);
  Result<Page> list(std::string_view who, std::string_view ledger, ListQuery query);
  Result<std::int64_t> count(std::string_view who, std::string_view ledger, ListQuery query);
  std::vector<Waiting> waiting(std::string_view who);

  // The writer stops; `start` opens the same database again, as after a restart.
  void stop();
  void start();

 private:
  void found_bodies(const Choices& choices);
  void found_province();
  void found_city();
  void found_unit(Body& body, std::string_view code, std::string_view name, UnitType type,
                  std::string_view parent, const Actor& founder);
  void appoint(Body& body, const Somebody& somebody, const Actor& granter);

  Places places_;
  std::atomic<std::int64_t> now_;
  RandomSource random_;
  std::uint64_t starts_ = 0;
  Bodies bodies_;
  std::unique_ptr<Writer> writer_;
};

// Every table of a database with every row, in an order that does not depend on how it came there;
// the snapshot of the figures is left out, since it only saves time.
std::string dump_tables(const std::string& database);

}  // namespace chuangyou::world

// Making a body of the demonstration: every unit, person, post and record comes in by an act of
// somebody who may, like everything else, and on the day on which it would have.
#pragma once

#include <atomic>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/load.h"
#include "campaign/named_fields.h"
#include "cli/demo.h"
#include "imports/import.h"

namespace chuangyou {

template <class T>
T must(Result<T> result, std::string_view what) {
  if (result) return std::move(*result);
  const Refused& refused = result.error();
  throw std::runtime_error("demo: " + std::string(what) + ": " + std::string(name_of(refused.law)) +
                           " " + refused.field + " " + refused.detail);
}

inline void must(const Result<void>& result, std::string_view what) {
  if (!result) must<int>(std::unexpected(result.error()), what);
}

struct NewUnit {
  std::string name;
  UnitType type = UnitType::department;
  UnitId administrative_parent, party_parent;
  std::string code;
  std::vector<std::string> aliases;
};

// One act on a record, or one that opens it.
struct DemoAct {
  std::string_view ledger;
  std::string act;
  std::vector<AskedField> fields;
  std::string reason;
  std::string source;
};

// The time in a body that is being made: it stands still until somebody moves it.
using DemoClock = std::atomic<std::int64_t>;  // microseconds

// What a body of the demonstration is made with.
struct DemoTools {
  const Places& places;
  const Bodies& bodies;
  Writer& writer;
  RandomSource& random;
  DemoClock& clock;
};

class DemoBody {
 public:
  DemoBody(DemoTools tools, Body& body) : tools_(tools), body_(body) {}

  // Never backwards.
  void go_to(Date day, std::int64_t minute_of_day);
  void let_minutes_pass(std::int64_t minutes);
  Moment now() const { return Moment{tools_.clock}; }
  Date today() const { return body_.zone.date_at(now()); }
  // What was written until now. Nobody else seals as long as the body is made, so that whoever
  // draws lots by a seal always draws the same.
  void seal_what_is_written();
  bool is_working(Date day) const { return body_.frame.calendar().is_working(day); }

  // Planned acts take effect together, by commit().
  UnitId unit(NewUnit unit);
  PersonId person(std::string name, MemberKind kind = MemberKind::formal);
  void post(PersonId person, Role role, UnitId unit, bool accountable = false);
  void commit(const Actor& actor);

  Actor actor(PersonId person) const;
  std::string name_of(UnitId unit) const;
  BodyNo no() const { return body_.no; }
  const Body& body() const { return body_; }
  const DemoTools& tools() const { return tools_; }
  std::string file(std::string_view name) const;  // below campaigns/demo

  Performed open(const Actor& actor, UnitId unit, DemoAct act);
  // `receipt`: of a citizen who comes back.
  Performed go_on(const Actor& actor, const RecordId& record, DemoAct act,
                  std::optional<UnitId> unit = std::nullopt,
                  std::optional<std::string> receipt = std::nullopt);
  // A dry run, then the same applied; gunzips `.gz`. What was found is kept for the report.
  void import(const Actor& actor, std::string_view mapping, std::string_view file);
  const std::vector<DemoImport>& imports() const { return imports_; }

 private:
  void set_clock(std::int64_t wanted);
  Performed perform(const Actor& actor, DemoAct act, ActRequest request);
  ImportReport import_once(const Actor& actor, const ImportMapping& mapping,
                           const std::string& path, bool dry_run);

  DemoTools tools_;
  Body& body_;
  std::vector<OrgAct> planned_;
  std::vector<DemoImport> imports_;
};

// The rows of a small table, by column.
using DemoRow = std::map<std::string, std::string, std::less<>>;
std::vector<DemoRow> read_table(const std::string& path);

// The key of a choice of the house; throws where there is none of that name.
template <class Choice>
Choice choice_named(std::span<const std::string_view> names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw std::runtime_error("demo: no choice " + std::string(name));
  return static_cast<Choice>(found - names.begin());
}

// Who will have an account; or, with a receipt, the citizen who needs none.
struct DemoPerson {
  std::string who, account;
  PersonId person;
  std::string receipt;
};
std::vector<DemoPerson> make_model_province(DemoBody&);
std::vector<DemoPerson> make_state_council(DemoBody&);
std::vector<DemoPerson> make_city(DemoBody&);

}  // namespace chuangyou

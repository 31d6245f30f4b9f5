// Making a body of the demonstration: every unit, person, post and record comes in by an act of
// somebody who may, like everything else.
#pragma once

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

class DemoBody {
 public:
  DemoBody(const Places& places, Writer& writer, Body& body, RandomSource& random, Moment now);

  // Planned acts take effect together, by commit().
  UnitId unit(NewUnit unit);
  PersonId person(std::string name, MemberKind kind = MemberKind::formal);
  void post(PersonId person, Role role, UnitId unit, bool accountable = false);
  void commit(const Actor& actor);

  Actor actor(PersonId person) const;
  UnitId unit_named(std::string_view name) const;
  Date today() const { return body_.zone.date_at(now_); }
  BodyNo no() const { return body_.no; }
  std::string file(std::string_view name) const;  // below campaigns/demo

  Performed open(const Actor& actor, UnitId unit, DemoAct act);
  Performed go_on(const Actor& actor, const Performed& record, DemoAct act,
                  std::optional<UnitId> unit = std::nullopt);
  // A dry run, then the same applied; gunzips `.gz`. What was found is kept for the report.
  void import(const Actor& actor, std::string_view mapping, std::string_view file);
  const std::vector<DemoImport>& imports() const { return imports_; }

 private:
  Performed perform(const Actor& actor, DemoAct act, ActRequest request);
  ImportReport import_once(const Actor& actor, const ImportMapping& mapping,
                           const std::string& path, bool dry_run);

  const Places& places_;
  Writer& writer_;
  Body& body_;
  RandomSource& random_;
  Moment now_;
  std::vector<OrgAct> planned_;
  std::vector<DemoImport> imports_;
};

// The rows of a small table, by column.
using DemoRow = std::map<std::string, std::string, std::less<>>;
std::vector<DemoRow> read_table(const std::string& path);

// Who will have an account; or, with a receipt, the citizen who needs none.
struct DemoPerson {
  std::string who, account;
  PersonId person;
  std::string receipt;
};
std::vector<DemoPerson> make_model_province(DemoBody&);
std::vector<DemoPerson> make_city(DemoBody&);

}  // namespace chuangyou

// The city: its departments, and 58,119 requests of residents as another system held them.
#include "cli/demo_body.h"

namespace chuangyou {

std::vector<DemoPerson> make_city(DemoBody& city) {
  const UnitId root = city.unit({"City of Boston", UnitType::region, {}, {}, "", {}});
  const PersonId coordinator = city.person("Alex Morgan", MemberKind::none);
  city.post(coordinator, Role::works_committee, root);
  city.commit(Actor{});

  for (const DemoRow& row : read_table(city.file("boston-311/departments.csv")))
    city.unit({row.at("name"), UnitType::department, root, {}, row.at("code"), {}});
  city.commit(city.actor(coordinator));

  const PersonId head = city.person("Sam Taylor", MemberKind::none);
  const PersonId security = city.person("Pat Jones", MemberKind::none);
  city.post(head, Role::division, city.unit_named("Public Works Department"));
  city.post(security, Role::security_administrator, root);
  city.commit(Actor{});

  city.import(city.actor(coordinator), "boston-311", "boston-311/requests-2015H1.csv.gz");
  return {{"city coordinator", "coordinator", coordinator, ""},
          {"head of Public Works", "works-head", head, ""},
          {"security administrator", "security", security, ""}};
}

}  // namespace chuangyou

// The city: its departments, and 58,119 requests of residents as another system held them.
#include "cli/demo_body.h"

namespace chuangyou {

std::vector<DemoPerson> make_city(DemoBody& city) {
  const UnitId root = city.unit({"City of Boston", UnitType::region, {}, {}, "", {}});
  const PersonId coordinator = city.person("City coordinator", MemberKind::none);
  city.post(coordinator, Role::works_committee, root);
  city.commit(Actor{});

  std::vector<UnitId> departments;
  for (const DemoRow& row : read_table(city.file("boston-311/departments.csv")))
    departments.push_back(
        city.unit({row.at("name"), UnitType::department, root, {}, row.at("code"), {}}));
  city.commit(city.actor(coordinator));

  city.post(city.person("Head of the city's services", MemberKind::none), Role::secretary, root,
            true);
  PersonId head;
  for (const UnitId& department : departments) {
    const std::string name = city.name_of(department);
    const PersonId one = city.person("Head of " + name, MemberKind::none);
    city.post(one, Role::division, department);
    city.post(one, Role::secretary, department, true);
    if (name == "Public Works Department") head = one;
  }
  const PersonId security = city.person("Security administrator", MemberKind::none);
  city.post(security, Role::security_administrator, root);
  city.commit(Actor{});

  city.import(city.actor(coordinator), "boston-311", "boston-311/requests-2015H1.csv.gz");
  return {{"city coordinator", "coordinator", coordinator, ""},
          {"head of Public Works", "works-head", head, ""},
          {"security administrator", "security", security, ""}};
}

}  // namespace chuangyou

// The rows of what lies beside units and people: what a unit is from a day on, below
// whom it hung before, and the work and
// the changes of the tree that wait for somebody's signature.
#pragma once

#include "org/people.h"
#include "org/tree.h"
#include "record/decide.h"
#include "storage/sqlite.h"

namespace chuangyou {

void create_tree_rows_schema(Connection&);
void put_description(Connection&, BodyNo, UnitNo, const UnitDescription&);
void load_descriptions(Connection&, BodyNo, Tree&);
void put_former_parent(Connection&, BodyNo, UnitNo unit, std::size_t place, const FormerParent&);
void load_former_parents(Connection&, BodyNo, Tree&);
void put_handover(Connection&, BodyNo, const Handover&);
void drop_handover(Connection&, BodyNo, const Uuid& handover);
void load_handovers(Connection&, BodyNo, People&);
void put_reorganisation(Connection&, BodyNo, const Reorganisation&);
void drop_reorganisation(Connection&, BodyNo, const Uuid& reorganisation);
void load_reorganisations(Connection&, BodyNo, People&);

}  // namespace chuangyou

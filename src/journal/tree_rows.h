// The rows of what lies beside units and people: what a unit is from a day on, and the work that
// waits for somebody's signature to be his.
#pragma once

#include "org/people.h"
#include "org/tree.h"
#include "record/decide.h"
#include "storage/sqlite.h"

namespace chuangyou {

void create_tree_rows_schema(Connection&);
void put_description(Connection&, BodyNo, UnitNo, const UnitDescription&);
void load_descriptions(Connection&, BodyNo, Tree&);
void put_handover(Connection&, BodyNo, const Handover&);
void drop_handover(Connection&, BodyNo, const Uuid& handover);
void load_handovers(Connection&, BodyNo, People&);

}  // namespace chuangyou

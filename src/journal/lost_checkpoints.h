// A database whose `<database>.checkpoints` is gone has nothing by which a lost end would be
// noticed. That is remembered in the database until somebody decides, for the next seal begins the
// file anew.
#pragma once

#include <vector>

#include "core/date.h"
#include "storage/sqlite.h"

namespace chuangyou {

// Whether seals of the body must stand in the file: since leaves have layout 2, each seal is
// written there too. Of a single one a crash in between may have kept it.
bool was_sealed_beside(Connection&, BodyNo);

void create_lost_checkpoints_schema(Connection&);  // made when something is noted
void note_lost_checkpoints(Connection&, BodyNo, Moment at);
void settle_lost_checkpoints(Connection&, BodyNo);
std::vector<BodyNo> lost_checkpoints(Connection&);  // noted and not settled

}  // namespace chuangyou

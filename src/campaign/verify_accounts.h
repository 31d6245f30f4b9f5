// Holds accounts and second factors against what the journal says of them. No table can be made
// from that, since neither a password nor a secret stands in an entry; but the SHA-256 of what is
// stored of it does.
#pragma once

#include <vector>

#include "campaign/verify_tables.h"
#include "storage/sqlite.h"

namespace chuangyou {

// `copied` holds the entries of `live` up to a moment: who has accounts is read there, since that
// takes all of them, and what stands of each in one snapshot of the live file. A body of which no
// entry tells of any has not been opened by an edition that adopts them, and is passed by.
std::vector<TableFinding> verify_accounts(Connection& live, Connection& copied);

}  // namespace chuangyou

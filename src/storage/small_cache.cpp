#include "storage/small_cache.h"

namespace chuangyou {

void keep_cache_small(Connection& connection) { connection.run("PRAGMA cache_size=-8192"); }

}  // namespace chuangyou

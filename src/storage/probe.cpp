#include "storage/probe.h"

namespace chuangyou {

void create_probe_schema(Connection& connection) {
  connection.run("CREATE TABLE IF NOT EXISTS probe(one INTEGER PRIMARY KEY, filling BLOB)");
}

void write_probe(Connection& connection) {
  connection.statement("INSERT OR REPLACE INTO probe(one, filling) VALUES(1, zeroblob(?))")
      .bind(1, probe_bytes)
      .run();
}

}  // namespace chuangyou

#include "campaign/load.h"

#include "campaign/body_tables.h"
#include "campaign/keeping.h"
#include "campaign/perform_act.h"
#include "campaign/rebuild.h"
#include "campaign/reckoning.h"
#include "journal/erasure.h"
#include "journal/follow.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

Result<void> load_stored(Connection& connection, const Places& places, Bodies& bodies, Moment now) {
  for (const StoredBody& stored : stored_bodies(connection)) {
    Result<std::unique_ptr<Body>> made = make_body(connection, places, stored.no, stored.body, now);
    if (!made) return std::unexpected(made.error());
    Body& body = bodies.add(std::move(*made));
    load_trees(connection, body.no, body.tree, body.people);
    body.last_seq = last_seq(connection, body.no);
    body.may_have_erasures = has_erasures_after(connection, body.no, 0);
    if (std::optional<Entry> last = entry_at(connection, body.no, body.last_seq))
      body.last_at = last->head.at;
  }
  return {};
}

void load_all_figures(Connection& connection, const Bodies& bodies, Moment now) {
  for (const std::unique_ptr<Body>& body : bodies.all())
    load_figures(connection, *body, std::max(body_now(*body, now), body->last_at));
}

}  // namespace

Result<void> load_bodies(const Places& places, Bodies& bodies, Moment now) {
  auto connection = std::make_unique<Connection>(places.database, OpenFor::writing);
  create_every_schema(*connection);
  // Tables of another edition may not even have the columns of this one.
  const bool has_entries = !bodies_with_entries(*connection).empty();
  if (has_entries && were_made_otherwise(*connection)) {
    connection.reset();  // the file that it has open goes
    if (Result<Rebuilt> rebuilt = rebuild(places, now); !rebuilt)
      return std::unexpected(rebuilt.error());
    connection = std::make_unique<Connection>(places.database, OpenFor::writing);
  }
  if (Result<void> loaded = load_stored(*connection, places, bodies, now); !loaded) return loaded;
  if (bodies.all().empty() && !has_entries) return {};
  keep_declarations(*connection);
  for (const std::unique_ptr<Body>& body : bodies.all()) find_reckoning(*connection, *body);
  load_all_figures(*connection, bodies, now);
  return {};
}

Result<void> load_bodies_to_read(const Places& places, Bodies& bodies, Moment now) {
  if (const auto writing = SoleWriter::of(places.database); writing)
    return load_bodies(places, bodies, now);
  Connection connection(places.database, OpenFor::reading);
  if (were_made_otherwise(connection))
    return refuse(Refusal::database_is_in_use, "database", places.database);
  if (Result<void> loaded = load_stored(connection, places, bodies, now); !loaded) return loaded;
  load_all_figures(connection, bodies, now);
  return {};
}

}  // namespace chuangyou

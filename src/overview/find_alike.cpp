#include "overview/find_alike.h"

#include <set>

#include "ledgers/carriers.h"

namespace chuangyou {

Result<PagesRead> find_alike(const Reader& reader, const Uuid& id) {
  Result<Found> found = [&] {
    const auto turn = reader.turn();
    return find_record(reader, carriers::ledger, id);
  }();
  if (!found) return std::unexpected(found.error());
  const Record& carrier = found->record;
  PagesRead alike;
  std::set<Uuid> seen{carrier.id};
  for (std::string path = carrier.path; !path.empty() && alike.records.size() < alike_listed_max;
       path.resize(path.size() - path_segment_size)) {
    for (const State* state : {&carriers::running, &carriers::approved, &carriers::proposed}) {
      ListQuery query;
      query.path = path;
      query.state = std::string(state->name);
      PagesRead read = read_pages(reader, carriers::ledger, std::move(query));
      alike.is_complete = alike.is_complete && read.is_complete;
      for (std::size_t i = 0; i < read.records.size(); ++i)
        if (seen.insert(read.records[i].id).second && carriers::are_alike(carrier, read.records[i]))
          keep(alike, read, i);
    }
  }
  return alike;
}

}  // namespace chuangyou

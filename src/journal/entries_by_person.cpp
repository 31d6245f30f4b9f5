#include "journal/entries_by_person.h"

#include <algorithm>

#include "journal/entry_row.h"
#include "journal/journal.h"

namespace chuangyou {

std::vector<DoneByPerson> entries_by(Connection& connection, BodyNo body, PersonId person,
                                     std::int64_t& after) {
  const std::int64_t last = last_seq(connection, body);
  after = std::max<std::int64_t>(0, last - entries_looked_back_max);
  Statement& find = connection.statement(
      "SELECT place, at, ledger, record, act FROM entries"
      " WHERE place > ? AND place <= ? AND actor = ? ORDER BY place DESC");
  const ResetAtEnd reset(find);
  find.bind(1, place_of(body, after)).bind(2, place_of(body, last)).bind(3, person);
  std::vector<DoneByPerson> done;
  while (find.step())
    done.push_back({seq_of_place(find.integer(0)), Moment{find.integer(1)},
                    std::string(find.text(2)), find.uuid(3), std::string(find.text(4))});
  return done;
}

}  // namespace chuangyou

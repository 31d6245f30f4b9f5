// What a list is narrowed by, from what is left of the address when all else was taken: fields by
// their names.
#pragma once

#include "http/site.h"

namespace chuangyou {

// `kind=service,cost`: any of these choices, units, people, records; `due.from=2011-01-01`,
// `due.until=…`: of days, moments and numbers; `title.contains=…`: of texts; `person.there=false`:
// nothing stands there. A column of rows goes by `team.who`; the moments of every record and
// `source` by their own names. Faults go to visit.query; what is no field stays there.
void take_conditions(Visit& visit, const Ledger& ledger, ListQuery& query);

}  // namespace chuangyou

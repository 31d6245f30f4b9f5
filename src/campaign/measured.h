// A measure of the campaign as a list of a ledger: what is in it as far as the reader sees, and the
// address that opens the same list (Law 5, S31). Nothing here weighs, adds up or compares.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "campaign/find.h"

namespace chuangyou {

// Whether the house can count what a campaign's file asks for; field_is_unknown, choice_is_unknown
// with the place there, `phases[0].gates[1].measure.ledger`.
Result<void> check_measures(const Campaign&);

struct Measured {
  CampaignMeasure measure;
  ListCount count;
  std::string query;
};
// Nullopt where the house has no such ledger or field, or the reader may not pick by it. `by`: the
// day by which what it counts must have been due, where it asks for one.
std::optional<Measured> find_measured(const Reader&, const CampaignMeasure&, const Uuid& unit,
                                      std::optional<Date> by);

// What stands open before the gates of a phase on a day, in the whole body, as `tasks/<id>`: each
// record once, and one more than `most` where there are more.
std::vector<std::string> open_at_gates(Connection&, const Body&, std::string_view phase, Date by,
                                       std::size_t most);

}  // namespace chuangyou

// What a rule may ask of other records and of the tree while it decides, answered from one
// connection and one body: for those that write, for the check of a file that is to be imported,
// and for whoever reads what is offered to him.
#pragma once

#include "campaign/body.h"

namespace chuangyou {

// Bounds what one question may cost; rules ask for caps and quotas, which are far below.
inline constexpr std::int64_t counted_at_most = 10'000;

// Open units of one of the types (empty: of any) below it, collective names and itself left out.
// Told of each unit that it looks at.
std::vector<Uuid> units_below(const Tree&, const Uuid& below, std::span<const std::string> types,
                              std::size_t at_most = SIZE_MAX,
                              const std::function<void()>& looked_at = {});

// The circumstances keep a reference to both.
void allow_look_ups(Circumstances&, Connection&, const Body&);
Circumstances with_look_ups(const Body&, Connection&);

}  // namespace chuangyou

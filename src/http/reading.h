// A read whose length only shows while it is read. It is tried on the loop for as long as two
// milliseconds take, and else made anew by a thread of its own, where it keeps nobody waiting.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "http/site.h"

namespace chuangyou {

// Called once on the loop, with the body locked, or a second time off it, where the reader takes
// the lock by turns. Nullopt on the loop: this is nothing for it. It keeps no reference to a Visit.
using MakeReply = std::function<std::optional<Reply>(const Reader&, RandomSource&)>;
Reply read_within_bounds(Visit& visit, MakeReply make);

// Never on the loop, by a thread of `work`; `turn` is held until it is read.
Reply read_elsewhere(Visit& visit, SlowWork& work, MakeReply make, std::shared_ptr<void> turn = {});

// Within bounds too: an answer that is given after the visit, when what was asked is done.
void answer_within_bounds(Site&, Lane&, const Answer&, Language,
                          std::function<Reply(Connection&)> make);

// The unit to begin with: the highest in which the actor holds a post.
std::optional<Uuid> own_top_unit(const Visit& visit);
// Reads, within bounds, of the unit asked for, else of that one; after all of the query was taken.
using ReadAtUnit = std::function<std::optional<Reply>(const Reader&, const Uuid& unit)>;
Reply read_at_unit(Visit& visit, std::optional<Uuid> asked, ReadAtUnit read);

}  // namespace chuangyou

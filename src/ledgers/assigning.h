// What follows from the clauses of a directive that ask a task: one for each unit of which it is
// asked, and none twice, through all revisions.
#pragma once

#include "ledgers/clauses.h"
#include "ledgers/sending.h"

namespace chuangyou::directives {

inline constexpr std::size_t tasks_max = 10'000;
// A task that is asked of nobody by name is asked of every unit of the audience, and one that is
// asked of a collective name of its members. One that is named is not counted.
std::size_t tasks_asked(const Deciding&, std::size_t units_addressed);

// One task for each clause that asks one and each unit of which it is asked, so many at once as
// there are deliveries. Of a document that was sent to nobody the issuer has them.
std::vector<Caused> tasks_to_come(const Deciding&);
// Of a clause that asks something else by now the tasks that earlier versions laid down give way to
// those that stand in their place, where they are planned or begun: so many at once as well.
std::vector<Caused> tasks_outdated(const Deciding&);
std::vector<Filled> counts_the_tasks(const Deciding&);

inline constexpr std::string_view laying_down[] = {"title", "answers", "due"};
inline constexpr Cause lays_down[] = {{"tasks", "lay_down", laying_down, tasks_to_come},
                                      {"tasks", "give_way", {}, tasks_outdated}};

}  // namespace chuangyou::directives

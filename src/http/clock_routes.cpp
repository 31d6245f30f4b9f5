// Confirming the machine's clock, by the administrator.
#include "http/acting.h"
#include "http/decode.h"
#include "http/problem.h"
#include "http/rooms.h"

namespace chuangyou {

Reply confirm_clock(Visit& visit) {
  const bool says_something = !visit.request.body.empty();
  const auto errors =
      says_something ? decode_texts({}, visit.request.body) : std::vector<Refused>();
  if (!errors.empty()) return visit.refused(errors);
  return answer_later(visit, [&watch = visit.site.clock_watch, click = click_of(visit),
                              actor = visit.actor, language = visit.language]() {
    const auto seq = watch.confirm(click, actor);
    if (!seq) return problem(seq.error(), language);
    Reply reply;
    Json(reply.body).object().member("seq", *seq).end_object();
    return reply;
  });
}

}  // namespace chuangyou

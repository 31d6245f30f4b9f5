// Lists as somebody likes to look at them, kept for him alone.
#include "http/acting.h"
#include "http/decode.h"
#include "http/list_query.h"
#include "http/problem.h"
#include "http/rooms.h"
#include "ledgers/all.h"

namespace chuangyou {

Reply list_saved_views(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  Reply reply;
  Json json(reply.body);
  json.object().key("views").list();
  for (const SavedViewRow& view :
       saved_view_rows(visit.lane.reading, visit.body->no, visit.actor.person))
    json.object()
        .member("ledger", view.ledger)
        .member("name", view.name)
        .member("query", view.query)
        .end_object();
  json.end_list().end_object();
  return reply;
}

Reply save_view(Visit& visit) {
  SavedViewRow view;
  const TextMember members[] = {{"ledger", &view.ledger, 100},
                                {"name", &view.name, view_name_length_max},
                                {"query", &view.query, view_query_length_max}};
  const auto errors = decode_texts(members, visit.request.body);
  if (!errors.empty()) return visit.refused(errors);
  const Ledger* ledger = find_ledger(view.ledger);
  if (!ledger) return visit.refused(Refusal::ledger_is_unknown, "ledger", view.ledger);
  // Read as the list will read it, so that nothing is kept that no list can show.
  visit.query = QueryString(view.query);
  list_asked(visit, *ledger, {});
  if (auto wrong = visit.query.errors(); !wrong.empty()) return visit.refused(wrong);
  return answer_later(
      visit, [&views = visit.site.saved_views, body = visit.body->no, person = visit.actor.person,
              language = visit.language, view = std::move(view)] {
        if (const auto saved = views.save(body, person, view); !saved)
          return problem(saved.error(), language);
        Reply reply;
        reply.status = 204;
        return reply;
      });
}

Reply drop_view(Visit& visit) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  return answer_later(
      visit, [&views = visit.site.saved_views, body = visit.body->no, person = visit.actor.person,
              language = visit.language, ledger = visit.named[0], name = visit.named[1]] {
        if (const auto dropped = views.drop(body, person, ledger, name); !dropped)
          return problem(dropped.error(), language);
        Reply reply;
        reply.status = 204;
        return reply;
      });
}

}  // namespace chuangyou

// Whoever brings in a file answers for it with his name: an entry holds the file's hash, so that
// what was read can be held against it for ever.
#include <algorithm>

#include "campaign/body_tables.h"
#include "campaign/perform_act.h"
#include "record/who_speaks.h"

namespace chuangyou {
namespace {

const Post* post_that_signs(const Actor& actor, Date today) {
  const auto signs = std::ranges::find_if(actor.posts, [&](const Post& post) {
    return signs_files(post.role) && is_in_force(post, today);
  });
  if (signs != actor.posts.end()) return &*signs;
  return actor.posts.empty() ? nullptr : &actor.posts.front();
}

}  // namespace

void ActPath::sign_import(BodyNo no, const RecordId& import, const Actor& actor,
                          std::string_view file, Moment real_now, std::vector<Done>& done) {
  Body& body = *bodies_.find(no);
  const Moment now = std::max(body_now(body, real_now), body.last_at);
  EntryHead head = head_for(body, actor, post_that_signs(actor, body.zone.date_at(now)), now);
  head.ledger = bodies_ledger;
  head.record = import;
  head.act = sign_import_act;
  Done what;
  what.body = no;
  what.committed = {no,
                    head.seq,
                    head.at,
                    bodies_ledger,
                    head.record,
                    std::string(head.act),
                    body.tree.size() ? body.tree.path_of(0) : std::string()};
  write_entry(body, std::move(head), R"({"file":")" + std::string(file) + R"("})");
  done.push_back(std::move(what));
}

}  // namespace chuangyou

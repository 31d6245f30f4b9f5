#include "record/common_acts.h"

#include "core/text.h"
#include "record/who_speaks.h"

namespace chuangyou {
namespace {

constexpr std::string_view secure = "https://";

// Where one can go by a click: a host, no name and password before it, nothing that ends it early.
bool is_address(std::string_view text) {
  if (!text.starts_with(secure)) return false;
  const std::string_view host =
      text.substr(secure.size(), text.find_first_of("/?#", secure.size()) - secure.size());
  const auto is_plain = [](char symbol) {
    const auto byte = static_cast<unsigned char>(symbol);
    return byte > 0x20 && byte != 0x7F && !std::string_view("\"<>\\^`{|}").contains(symbol);
  };
  return !host.empty() && !host.contains('@') && std::ranges::all_of(text, is_plain);
}

std::size_t length_max(EvidenceKind kind) {
  return kind == EvidenceKind::text ? 500 : kind == EvidenceKind::address ? 2000 : 200;
}

// The nearest of the line before any other that he holds.
const Post* post_for(const Actor& actor, const Record& record, Date today) {
  const Post* nearest = nullptr;
  for (const Post& post : actor.posts) {
    if (!is_in_force(post, today)) continue;
    const bool is_nearer =
        !nearest || (covers(post.path, record.path) && (!covers(nearest->path, record.path) ||
                                                        post.path.size() > nearest->path.size()));
    if (is_nearer) nearest = &post;
  }
  return nearest;
}

}  // namespace

Result<void> check_evidence(std::span<const Evidence> evidence) {
  if (evidence.size() > evidence_max)
    return refuse(Refusal::rows_are_too_many, "evidence", std::to_string(evidence_max));
  for (const Evidence& one : evidence) {
    if (one.kind == EvidenceKind::record) continue;
    if (is_blank(one.text)) return refuse(Refusal::field_is_missing, "evidence");
    if (character_count(one.text) > length_max(one.kind))
      return refuse(Refusal::field_is_too_long, "evidence", std::to_string(length_max(one.kind)));
    if (one.kind == EvidenceKind::address && !is_address(one.text))
      return refuse(Refusal::address_is_not_https, "evidence", one.text);
  }
  return {};
}

Result<const Post*> decide_common(const Record& record, const CommonAsked& asked,
                                  const Actor& actor, Date today, const PathOfUnit& path_of) {
  const Sight sight = sight_of(actor, record, today, path_of);
  if (sight == Sight::nothing && asked.act != unfollow_act)
    return refuse(Refusal::nothing_is_there);
  // Neither the clock nor whoever comes with a receipt alone: somebody who has a name here.
  if (actor.person.is_nil()) return refuse(Refusal::post_does_not_allow_this);
  const bool may = asked.act == remark_act   ? sight == Sight::whole
                   : asked.act == attach_act ? may_act_on(actor, record, today, path_of)
                                             : true;
  if (!may) return refuse(Refusal::post_does_not_allow_this);
  if (asked.act == remark_act && is_blank(asked.remark))
    return refuse(Refusal::field_is_missing, "remark");
  if (character_count(asked.remark) > remark_length_max)
    return refuse(Refusal::field_is_too_long, "remark", std::to_string(remark_length_max));
  if (asked.act == attach_act && asked.evidence.empty())
    return refuse(Refusal::field_is_missing, "evidence");
  if (Result<void> fits = check_evidence(asked.evidence); !fits)
    return std::unexpected(fits.error());
  return post_for(actor, record, today);
}

}  // namespace chuangyou

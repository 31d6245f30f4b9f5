// The way of an act from a request to the writer and back, the same for people and for citizens.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "http/decode.h"
#include "http/site.h"
#include "journal/erasure.h"

namespace chuangyou {

// If-Match: the versions on which the act may be done, of which one that is no version of ours is
// left out; nullopt for `*`, which is on any. etag_is_missing; request_is_malformed.
using Versions = std::optional<std::vector<std::int64_t>>;
Result<Versions> versions_asked(const Request& request);
// If-None-Match: whether the reader holds what he would get.
bool is_kept(const Request& request, std::string_view etag);
std::string etag_of(const Record&, std::span<const ErasedPart>);
// Of method, address, body, version and person: what an Idempotency-Key is held against.
std::string digest_of(const Visit& visit);

// How the record goes back to whoever acted.
struct ActReply {
  int status = 200;
  bool public_only = false;
  // Done beside a record, by somebody who perhaps sees it no longer: then he hears no more of it.
  bool is_beside = false;
};

// Hands the act to the writer; the reply is made on the connection's own loop after the commit.
Reply submit(Visit& visit, ActRequest request, ActReply reply);

// Who clicked, and what his key is held against.
Writer::Click click_of(const Visit& visit);

// As whoever sends a file calls it; one that is no name is refused with the rest of the query.
std::string file_name_of(Visit& visit);

// The same of an act on units, people or erasures, which is waited for: the answer is the number of
// its entry. Whoever wants to hear of a refusal is told the act as it was asked.
using TellRefused = std::function<void(const OrgRequest& asked, const Refused&)>;
Reply perform_click(Visit& visit, OrgRequest act, TellRefused tell = {});

// For acts that are waited for (units, imports): runs `perform` on another thread.
Reply answer_later(Visit& visit, std::move_only_function<Reply()> perform);
Reply answer_later(Visit& visit, SlowWork& work, std::move_only_function<Reply()> perform);

}  // namespace chuangyou

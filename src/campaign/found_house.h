// Founding a body of one's own: the body, its first unit, and the three who run it from the first
// moment on, each a person of his own with an account. One transaction, so that there is never a
// body in which one person alone could grant himself anything.
#pragma once

#include <string>
#include <vector>

#include "campaign/load.h"
#include "org/tree.h"

namespace chuangyou {

struct FirstPerson {
  std::string name;
  std::string account;        // the log-in name
  std::string password_hash;  // Argon2id, of a one-time password
};
struct FirstPeople {
  std::string root;  // the name of the first unit; empty: that of the body in Chinese
  UnitType root_type = UnitType::department;
  FirstPerson administrator, security_administrator, auditor;
};

// Keys of the campaigns whose files lie there, in order; and what each is called and is for.
std::vector<std::string> campaigns_there(const Places&);
struct CampaignOffered {
  std::string key;
  Words name, purpose;
  std::optional<Date> from, until;  // of its phases, from the first to the last; open: it goes on
};
std::vector<CampaignOffered> campaigns_offered(const Places&);
// The pack that a body founded now begins with where none was said: the campaign's own, unless the
// campaign's last phase is over by then; whatever held in its years holds no longer.
NewBody with_pack_of_its_years(const Places&, NewBody, Moment now);
inline constexpr std::string_view pack_of_today = "current";

// Whether it could be founded so, before any password is hashed: body_stands_already [key],
// field_is_missing, field_has_wrong_kind [key], choice_is_unknown [campaign] with those that there
// are, administrators_never_share_a_person and name_is_taken where two of the three are alike.
// All that speaks against it, or the first of that.
std::vector<Refused> faults_of_house(const Places&, const NewBody&, const FirstPeople&,
                                     const Bodies&);
Result<void> check_house(const Places&, const NewBody&, const FirstPeople&, const Bodies&);
// No Writer may be running.
Result<BodyNo> found_house(const Places&, const NewBody&, const FirstPeople&, Bodies&, Moment now,
                           RandomSource&);

}  // namespace chuangyou

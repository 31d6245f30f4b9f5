#include "campaign/account_acts.h"

#include <algorithm>

#include "core/control_characters.h"
#include "core/text.h"

namespace chuangyou {
namespace {

struct Judge {
  const Actor& actor;
  const People& people;
  const AccountsStand& stands;
  Date today;

  // Whoever has the machine acts for nobody in particular, and may what has to be done there.
  // So does what follows of itself when somebody becomes one of the three.
  bool is_at_the_machine() const { return actor.person.is_nil() && !actor.is_the_clock; }

  Result<const Post*> post_of(Role role) const {
    if (is_at_the_machine()) return nullptr;
    const auto post = std::ranges::find_if(
        actor.posts, [&](const Post& one) { return one.role == role && is_in_force(one, today); });
    if (post == actor.posts.end()) return refuse(Refusal::post_does_not_allow_this);
    return &*post;
  }
  // One of the three, now or from a later day on.
  bool runs_the_house(const PersonId& person) const {
    return std::ranges::any_of(people.posts_of(person), [&](const HeldPost& post) {
      return is_administrative(post.role) && (!post.until || today <= *post.until);
    });
  }
  Result<void> may_be_him(const PersonId& person, std::string_view field) const {
    if (is_at_the_machine()) return {};
    if (person == actor.person)
      return refuse(Refusal::nobody_grants_himself_rights, std::string(field));
    if (runs_the_house(person))
      return refuse(Refusal::post_does_not_allow_this, std::string(field));
    return {};
  }
  // Of somebody else, by the security administrator.
  Result<AccountDecided> of_another() const {
    const Result<const Post*> under = post_of(Role::security_administrator);
    if (!under) return std::unexpected(under.error());
    if (!stands.row) return refuse(Refusal::nothing_is_there, "account");
    if (!is_at_the_machine() && stands.row->person == actor.person)
      return refuse(Refusal::nobody_grants_himself_rights, "account");
    return AccountDecided{*stands.row, *under};
  }
  Result<AccountDecided> turned(AccountState from, AccountState to) const {
    Result<AccountDecided> decided = of_another();
    if (!decided) return decided;
    if (decided->after.state == to) return refuse(Refusal::nothing_would_change, "account");
    if (decided->after.state != from) return refuse(Refusal::state_does_not_allow_this, "account");
    decided->after.state = to;
    decided->ends_sessions = to != AccountState::open;
    return decided;
  }
  bool is_himself(const PersonId& person) const {
    return !actor.person.is_nil() && !actor.is_nobody() && person == actor.person;
  }
  bool has_second_factor() const {
    return stands.second.is_set() || (stands.second_row && stands.second_row->is_confirmed);
  }

  Result<AccountDecided> operator()(const MakeAccount& act) const {
    const Result<const Post*> under = post_of(Role::administrator);
    if (!under) return std::unexpected(under.error());
    if (Result<void> called = check_account_name(act.name, "name"); !called)
      return std::unexpected(called.error());
    if (!people.find(act.person))
      return refuse(Refusal::person_is_unknown, "person", to_text(act.person));
    if (Result<void> may = may_be_him(act.person, "person"); !may)
      return std::unexpected(may.error());
    if (stands.row) return refuse(Refusal::name_is_taken, "name", act.name);
    const bool has_one = std::ranges::any_of(
        stands.of_person, [](const AccountRow& row) { return row.state != AccountState::ended; });
    if (has_one)
      return refuse(Refusal::person_has_an_account_already, "person", to_text(act.person));
    return AccountDecided{{act.name, act.person, act.password_hash, AccountState::open, true},
                          *under};
  }
  Result<AccountDecided> operator()(const LockAccount&) const {
    return turned(AccountState::open, AccountState::locked);
  }
  Result<AccountDecided> operator()(const UnlockAccount&) const {
    return turned(AccountState::locked, AccountState::open);
  }
  Result<AccountDecided> operator()(const ResetPassword& act) const {
    Result<AccountDecided> decided = of_another();
    if (!decided) return decided;
    AccountRow& after = decided->after;
    if (Result<void> may = may_be_him(after.person, "account"); !may)
      return std::unexpected(may.error());
    if (after.state == AccountState::ended)
      return refuse(Refusal::state_does_not_allow_this, "account");
    after.password_hash = act.password_hash;
    after.must_change = true;
    decided->drops_second_factor = has_second_factor();
    decided->ends_sessions = true;
    return decided;
  }
  Result<AccountDecided> operator()(const ChangePassword& act) const {
    if (!stands.row || !is_himself(stands.row->person))
      return refuse(Refusal::nothing_is_there, "account");
    if (stands.row->state != AccountState::open)
      return refuse(Refusal::state_does_not_allow_this, "account");
    // Whoever knew the old one knows nothing since it was reset.
    if (stands.row->password_hash != act.replaced)
      return refuse(Refusal::name_or_password_is_wrong, "password");
    AccountDecided decided{*stands.row, nullptr};
    decided.after.password_hash = act.password_hash;
    decided.after.must_change = false;
    decided.ends_sessions = true;
    return decided;
  }
  Result<AccountDecided> operator()(const EndAccount&) const {
    const bool is_let_go = actor.is_the_clock && stands.row && stands.is_kept_too_long;
    Result<AccountDecided> decided =
        is_let_go ? AccountDecided{*stands.row, nullptr} : of_another();
    if (!decided) return decided;
    if (Result<void> may = may_be_him(decided->after.person, "account"); !may)
      return std::unexpected(may.error());
    if (decided->after.state == AccountState::ended)
      return refuse(Refusal::nothing_would_change, "account");
    decided->after = {decided->after.name, decided->after.person, {}, AccountState::ended, false};
    decided->drops_second_factor = has_second_factor();
    decided->ends_sessions = true;
    return decided;
  }
  // Until its one-time password is changed nobody has done anything with it.
  Result<AccountDecided> operator()(const TakeBackAccount& act) const {
    const Result<const Post*> under = post_of(Role::administrator);
    if (!under) return std::unexpected(under.error());
    if (!stands.row) return refuse(Refusal::nothing_is_there, "account", act.name);
    if (stands.row->state != AccountState::open || !stands.row->must_change || has_second_factor())
      return refuse(Refusal::records_changed_since_import, "account", act.name);
    AccountDecided decided{*stands.row, *under};
    decided.after.password_hash.clear();
    decided.ends_sessions = decided.drops_row = true;
    return decided;
  }
  // What the journal tells of stands in the way even where its row has gone: else whoever took the
  // row out could put his own telephone in its place.
  Result<AccountDecided> operator()(const SetSecondFactor& act) const {
    if (!is_himself(act.person)) return refuse(Refusal::post_does_not_allow_this);
    if (has_second_factor()) return refuse(Refusal::it_is_there_already);
    if (!stands.second_row || stands.second_row->sealed != act.sealed)
      return refuse(Refusal::nothing_is_there);
    return AccountDecided{
        {.name = {}, .person = act.person, .password_hash = {}}, nullptr, false, true};
  }
  Result<AccountDecided> operator()(const DropSecondFactor& act) const {
    if (!is_himself(act.person)) return refuse(Refusal::post_does_not_allow_this);
    if (!has_second_factor()) return refuse(Refusal::nothing_is_there);
    return AccountDecided{
        {.name = {}, .person = act.person, .password_hash = {}}, nullptr, true, false};
  }
};

}  // namespace

std::string folded_account_name(std::string_view name) {
  std::string text(trimmed(name));
  for (char& symbol : text)
    if (symbol >= 'A' && symbol <= 'Z') symbol = static_cast<char>(symbol - 'A' + 'a');
  return text;
}

Result<void> check_account_name(std::string_view name, std::string_view field) {
  if (!is_utf8(name)) return refuse(Refusal::text_is_neither_utf8_nor_gb18030, std::string(field));
  if (is_blank(name)) return refuse(Refusal::field_is_missing, std::string(field));
  if (character_count(name) > account_name_length_max)
    return refuse(Refusal::field_is_too_long, std::string(field),
                  std::to_string(account_name_length_max));
  if (has_control_characters(name, false))
    return refuse(Refusal::field_has_wrong_kind, std::string(field));
  return {};
}

std::string_view name_of(const AccountAct& act) {
  constexpr std::string_view names[] = {
      account_acts::make,       account_acts::lock,        account_acts::unlock,
      account_acts::reset,      account_acts::change,      account_acts::end,
      account_acts::set_second, account_acts::drop_second, account_acts::take_back};
  static_assert(std::size(names) == std::variant_size_v<AccountAct>);
  return names[act.index()];
}

Result<AccountDecided> decide(const AccountAct& act, const Actor& actor, const People& people,
                              const AccountsStand& stands, Date today) {
  if (actor.is_the_clock && !std::holds_alternative<EndAccount>(act))
    return refuse(Refusal::post_does_not_allow_this);
  return std::visit(Judge{actor, people, stands, today}, act);
}

}  // namespace chuangyou

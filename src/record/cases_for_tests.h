// A ledger for the tests of this floor, which may not look at the real ones: a case that is told,
// taken in hand, answered and judged; every part of the vocabulary occurs once.
#pragma once

#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "record/decide.h"
#include "record/well_formed.h"

namespace chuangyou::cases {

inline constexpr std::string_view colours[] = {"red", "blue"};
inline constexpr Field<Kind::text> title{
    "title", {.required = true, .length_max = 10, .visibility = Visibility::public_}};
inline constexpr Field<Kind::choices> tags{"tags", {.choices = colours}};
inline constexpr Field<Kind::integer> size{"size"};
inline constexpr Field<Kind::text> contact{"contact",
                                           {.length_max = 50, .visibility = Visibility::sealed}};
inline constexpr Field<Kind::date> first_due{"first_due"};
inline constexpr Field<Kind::date> due{"due"};
inline constexpr Field<Kind::moment> promised_by{"promised_by"};
inline constexpr Field<Kind::moment> received_at{"received_at"};
inline constexpr Field<Kind::moment> answered_at{"answered_at"};
inline constexpr Field<Kind::choice> strand{"strand", {.choices_from = CampaignList::strands}};
inline constexpr FieldSpec fields[] = {title, tags,        size,        contact,     first_due,
                                       due,   promised_by, received_at, answered_at, strand};

inline constexpr State states[] = {
    {.name = "told", .stage = Stage::open, .awaits = {"answer"}},
    {.name = "waiting", .stage = Stage::open, .awaits = {"resume"}},
    {.name = "answered",
     .stage = Stage::claimed,
     .is_public = true,
     .awaits = {"judge", "contest"}},
    {"judged", Stage::confirmed},
    {.name = "not_solved", .stage = Stage::open, .is_contested = true, .awaits = {"answer"}},
    {"dated", Stage::open},
    {"dropped", Stage::ended},
};

inline constexpr Right anyone[] = {{Role::citizen, At::anywhere}, {Role::signed_in, At::anywhere}};
inline constexpr Right sender[] = {{Role::citizen, At::own}, {Role::signed_in, At::subject}};
inline constexpr Right doers[] = {{Role::division, At::own}};
inline constexpr Right either[] = {{Role::secretary, At::own}, {Role::personnel, At::own}};
inline constexpr Right superiors[] = {{Role::secretary, At::above}};

inline constexpr std::string_view telling[] = {"title",       "tags",        "size",  "contact",
                                               "received_at", "promised_by", "strand"};
inline constexpr std::string_view dating[] = {"title", "due"};
inline constexpr std::string_view takes_due[] = {"due"};
inline constexpr std::string_view takes_size[] = {"size"};
inline constexpr std::string_view takes_answered[] = {"answered_at"};
inline constexpr std::string_view is_told[] = {"told"};
inline constexpr std::string_view is_waiting[] = {"waiting"};
inline constexpr std::string_view is_answered[] = {"answered"};
inline constexpr std::string_view is_dated[] = {"dated"};
inline constexpr std::string_view in_hand[] = {"told", "not_solved"};
inline constexpr std::string_view open[] = {"told", "waiting", "not_solved"};
inline constexpr std::string_view first_round[] = {"told", "waiting"};
inline constexpr std::string_view second_round[] = {"not_solved"};

inline Verdict is_not_thirteen(const Deciding& deciding) {
  const std::int64_t* number = deciding.after.get(size);
  return {number && *number == 13 ? Refusal::number_is_out_of_range : Refusal::none, "size"};
}

inline constexpr Act acts[] = {
    {.name = "tell", .to = "told", .may = anyone, .takes = telling, .rule = is_not_thirteen},
    {.name = "date", .to = "dated", .may = doers, .takes = dating, .needs = dating},
    {.name = "redate", .from = is_dated, .may = doers, .takes = takes_due},
    {.name = "warn", .from = is_dated, .may = the_clock},
    {.name = "count",
     .from = in_hand,
     .may = doers,
     .takes = takes_size,
     .needs = takes_size,
     .reason = Reason::required,
     .rule = is_not_thirteen},
    {.name = "ask", .from = is_told, .to = "waiting", .may = doers, .pause = Pause::starts},
    {.name = "resume", .from = is_waiting, .to = "told", .may = sender, .pause = Pause::ends},
    {.name = "end_wait", .from = is_waiting, .to = "told", .may = the_clock, .pause = Pause::ends},
    {.name = "pass_on", .from = in_hand, .may = doers, .moves_unit = true},
    {.name = "answer", .from = in_hand, .to = "answered", .may = doers, .takes = takes_answered},
    {.name = "judge", .from = is_answered, .to = "judged", .may = sender},
    {.name = "contest", .from = is_answered, .to = "not_solved", .may = sender},
    {.name = "drop",
     .from = open,
     .to = "dropped",
     .may = either,
     .reason = Reason::required,
     .sign_off = SignOff::all_of},
    {.name = "remind", .from = open, .may = the_clock},
};

// Sizes above 100 have no clock, others one of as many working days.
inline Length length_of_size(const Record& record) {
  const std::int64_t* number = record.get(size);
  if (!number) return {10, DayKind::working, "cases.reply_days"};
  return {*number > 100 ? 0 : static_cast<std::int32_t>(*number), DayKind::working, {}};
}

inline constexpr Length five_and_one[] = {{5, DayKind::working, {}},
                                          {1, DayKind::working, "cases.late_days"}};
inline constexpr Deadline deadlines[] = {
    {.name = "reply",
     .states = first_round,
     .field = "promised_by",
     .length_of = length_of_size,
     .since = "received_at",
     .then = "remind"},
    {.name = "second_reply", .states = second_round, .length = {10, DayKind::natural, {}}},
    {.name = "date",
     .states = is_dated,
     .field = "due",
     .first_field = "first_due",
     .repeats = {.before = five_and_one, .warns_by = "warn"}},
};

inline constexpr Ledger ledger{.name = "cases",
                               .title = "title",
                               .place = 10,
                               .fields = fields,
                               .states = states,
                               .acts = acts,
                               .deadlines = deadlines,
                               .read = superiors,
                               .closed_at = "answered_at",
                               .opened_at = "received_at",
                               .waits = {{20, DayKind::working, {}}, "end_wait"}};
static_assert(well_formed(ledger));

inline UnitId unit(std::uint8_t number) {
  Uuid id;
  id.bytes[15] = number;
  return UnitId(id);
}
inline PersonId person(std::uint8_t number) {
  Uuid id;
  id.bytes[0] = number;
  return PersonId(id);
}
// Unit 1 is the root, 2 and 3 stand below it.
inline std::string_view path_of(const Uuid& id) {
  if (id == unit(1)) return "aaaa";
  if (id == unit(2)) return "aaaabbbb";
  if (id == unit(3)) return "aaaacccc";
  return {};
}
inline Post post(Role role, std::uint8_t number) {
  return {role, unit(number), std::string(path_of(unit(number))), make_date(2000, 1, 1), {}};
}
inline Actor holder(std::uint8_t who, Role role, std::uint8_t where) {
  Actor actor;
  actor.person = person(who);
  actor.posts = {post(role, where)};
  return actor;
}
inline Actor citizen(bool holds_receipt) {
  Actor actor;
  actor.holds_receipt = holds_receipt;
  return actor;
}

// Lets people act on one case, one after the other, as of any moment.
struct House {
  House() {
    std::ifstream file(CHUANGYOU_SOURCE_DIR "/campaigns/calendars/cn/days.csv", std::ios::binary);
    std::string days(std::istreambuf_iterator<char>(file), {});
    calendar = WorkingCalendar::from_csv("cn", days).value();
  }
  Circumstances circumstances() const {
    return {calendar,
            zone,
            [this](std::string_view name, Date on) -> std::optional<Fixed> {
              if (name == "light.yellow_days") return yellow_days;
              if (name != "cases.reply_days") return std::nullopt;
              for (const auto& [from, days] : reply_days)
                if (on >= from) return Fixed{days * 1'000'000};
              return std::nullopt;
            },
            path_of,
            {},
            {},
            {},
            campaign_has};
  }
  Moment at(std::string_view local) const { return zone.parse_local(local).value(); }

  Result<Changes> try_to(std::string_view act, const Actor& actor, std::string_view local,
                         std::vector<std::pair<std::string_view, Value>> given = {},
                         std::string reason = {}, std::optional<UnitId> to = {}) const {
    Asked asked{*ledger.act(act), {}, std::move(reason), to};
    if (asked.act.from.empty() && !to) asked.unit = unit(2);
    for (auto& [name, value] : given)
      asked.fields.push_back({ledger.index_of(*ledger.field(name)), std::move(value)});
    return decide(record, asked, actor, at(local), circumstances());
  }
  // Acts; nothing said means that it was allowed.
  Refusal act(std::string_view name, const Actor& actor, std::string_view local,
              std::vector<std::pair<std::string_view, Value>> given = {}, std::string reason = {},
              std::optional<UnitId> to = {}) {
    Result<Changes> changes = try_to(name, actor, local, std::move(given), std::move(reason), to);
    if (!changes) return changes.error().law;
    apply(record, *changes, at(local), actor.person, record.version + 1);
    return Refusal::none;
  }

  WorkingCalendar calendar = WorkingCalendar::plain_weeks("plain");
  Zone zone = Zone::named("Asia/Shanghai").value();
  std::map<Date, std::int64_t, std::greater<>> reply_days;
  std::function<bool(CampaignList, std::string_view)> campaign_has;
  std::optional<Fixed> yellow_days;  // none: the pack does not say
  Record record{ledger};
};

}  // namespace chuangyou::cases

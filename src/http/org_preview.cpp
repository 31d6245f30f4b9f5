// What an act on units would do, shown before anybody does it.
#include <algorithm>
#include <variant>

#include "campaign/handover.h"
#include "campaign/succession.h"
#include "http/org_fields.h"
#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "ledgers/all.h"
#include "org/reorganisation.h"
#include "record/concealment.h"
#include "storage/step_limit.h"

namespace chuangyou {
namespace {

// Some acts look at each unit of the tree more than once, without SQLite.
constexpr std::int64_t steps_of_a_unit = 4;

// What is asked, and what the records say to it.
struct Shown {
  MergePreview units;
  Names names;
  const DescribeUnit* describes = nullptr;
  bool takes_two = false;
  std::vector<Uuid> coming_above = {};
};

struct Looking {
  const Reader& reader;
  std::vector<LedgerTable> tables;

  explicit Looking(const Reader& its_reader) : reader(its_reader) {
    for (const Ledger* ledger : all_ledgers()) tables.emplace_back(*ledger);
  }
  const Body& body() const { return reader.body; }
  PolicyValue policy() const { return body().circumstances().policy; }

  Names names(const UnitId& unit, bool with_shields) const {
    NamesAsked asked{body().no, unit, with_shields, {}};
    asked.is_kept_from = [this](const Record& record) {
      return is_kept_from(reader.actor, record, reader.today(), body().circumstances().path_of);
    };
    return names_of(reader.connection, tables, body().tree, asked);
  }

  Shown operator()(const MergeUnits& act) const {
    const Tree& tree = body().tree;
    Shown shown{preview(act, tree, body().people, reader.today(), policy()), names(act.from, true)};
    if (tree.find(act.from) && tree.find(act.into)) add_judged(*succession_of(act), shown);
    return shown;
  }
  void add_judged(const Succession& succession, Shown& shown) const {
    const std::vector<SelfJudged> judged =
        self_judged(reader.connection, tables, body().no, succession, body().tree);
    chuangyou::add_judged(judged, shown.names);
    if (succession.judge.is_nil() && needing_a_judge(judged) > 0)
      shown.units.warnings.emplace_back(name_of(Refusal::judge_is_not_named));
  }
  Shown operator()(const CloseUnit& act) const {
    Shown shown{preview(act, body().tree, body().people), names(act.unit, false)};
    if (shown.names.records > 0)
      shown.units.warnings.emplace_back(name_of(Refusal::unit_has_open_records));
    return shown;
  }
  Shown operator()(const SplitUnit& act) const {
    Shown shown{preview(act, body().tree, body().people), {}};
    if (act.all) shown.names = names(act.unit, true);
    return shown;
  }
  Shown operator()(const MoveUnit& act) const {
    Shown shown{preview(act, body().tree, body().people, reader.today(), policy()), {}};
    const Succession succession = succession_of(act);
    if (body().tree.find(succession.from) && body().tree.find(succession.into))
      add_judged(succession, shown);
    return shown;
  }
  Shown operator()(const ProposeHandover& act) const {
    Shown shown;
    if (body().tree.find(act.unit))
      shown.names =
          in_hand(reader.connection, tables, body().tree, {body().no, act.unit, act.from});
    if (shown.names.records == 0)
      shown.units.warnings.emplace_back(name_of(Refusal::nothing_would_change));
    return shown;
  }
  // Whoever signs is shown what whoever proposed it was shown.
  Shown operator()(const SignReorganisation& act) const {
    const std::optional<OrgAct> proposed = act_proposed(act);
    return proposed ? std::visit(*this, *proposed) : Shown();
  }
  std::optional<OrgAct> act_proposed(const SignReorganisation& act) const {
    const Reorganisation* proposed = body().people.reorganisation(act.reorganisation);
    Result<OrgAct> asked = proposed ? act_in(*proposed) : refuse(Refusal::nothing_is_there);
    return asked ? std::optional(std::move(*asked)) : std::nullopt;
  }
  // Who sees more by it, and whether it takes a second person.
  void look_who_sees(const OrgAct& act, Shown& shown) const {
    if (const auto* sign = std::get_if<SignReorganisation>(&act)) {
      if (const auto proposed = act_proposed(*sign)) look_who_sees(*proposed, shown);
      return;
    }
    const Body& its = body();
    shown.takes_two = takes_two_people(act, its.tree, its.people, reader.today());
    shown.coming_above = posts_coming_above(act, its.tree, its.people, reader.today());
  }
  Shown operator()(const DescribeUnit& act) const { return {{}, {}, &act}; }
  template <class Other>
  Shown operator()(const Other&) const {
    return {};
  }
};

// Who holds it, and where; left open for what else is to be said.
void write_post(Json& json, const Body& body, const HeldPost& post) {
  json.object().member("id", post.id).key("person");
  write_person_name(json, body, post.person);
  json.member("role", name_of(post.role)).key("unit");
  write_unit_name(json, body, post.unit);
}

void write_fate(Json& json, const Body& body, const PostFate& fate) {
  const HeldPost* post = body.people.post(fate.post);
  if (post == nullptr) return;
  write_post(json, body, *post);
  json.member("passes_over", fate.passes_over).end_object();
}

constexpr std::size_t coming_above_listed_max = 50;

void write_who_sees(Json& json, const Body& body, const Shown& shown) {
  json.member("takes_two_people", shown.takes_two).key("coming_above").list();
  const std::size_t listed = std::min(shown.coming_above.size(), coming_above_listed_max);
  for (std::size_t i = 0; i < listed; ++i) {
    write_post(json, body, *body.people.post(shown.coming_above[i]));
    json.end_object();
  }
  json.end_list().member("coming_above_in_all", shown.coming_above.size());
}

// Those that whoever asks may see; how many there are he is told in any case.
void write_records(Json& json, const Looking& looking, const Names& names) {
  json.key("records").list();
  const Reader& reader = looking.reader;
  for (const Names::One& one : names.first) {
    std::optional<Record> record =
        LedgerTable(*one.ledger).get(reader.connection, reader.body.no, one.record);
    if (!record) continue;
    const Sight sight =
        sight_of(reader.actor, *record, reader.today(), reader.body.circumstances().path_of);
    if (sight == Sight::nothing) continue;
    redact(*record, sight);
    const auto* title = std::get_if<std::string>(&record->value(one.ledger->title));
    json.object()
        .member("ledger", one.ledger->name)
        .member("id", static_cast<const Uuid&>(one.record))
        .key("title");
    if (title)
      json.put(*title);
    else
      json.null();
    json.end_object();
  }
  json.end_list();
}

// What it takes the place of, and the day from which something else is said already.
void write_said_before(Json& json, const Tree& tree, const DescribeUnit& act) {
  const UnitNo no = tree.number_of(act.unit);
  const UnitDescriptions& descriptions = tree.descriptions();
  const UnitDescription* before = no == no_unit ? nullptr : descriptions.on(no, act.from);
  json.object();
  write_description(json.key("before"), before);
  std::optional<Date> until;
  if (no != no_unit)
    for (const UnitDescription& one : descriptions.of(no))
      if (one.from > act.from && !until) until = one.from;
  json.member("until", until).end_object();
}

// `open_records`: so many are not over and name the unit, each counted once; by what, says
// `named_by`, where no field is the record's own unit.
Reply preview_reply(const Looking& looking, const Shown& shown) {
  Reply reply;
  Json json(reply.body);
  json.object()
      .member("units_below", shown.units.units_below)
      .member("open_records", shown.names.records)
      .key("named_by")
      .list();
  for (const NamedBy& by : shown.names.by) {
    json.object().member("ledger", by.ledger->name).key("field");
    if (by.field)
      json.put(by.field->name);
    else
      json.null();
    json.member("records", by.records).end_object();
  }
  json.end_list();
  write_records(json, looking, shown.names);
  json.key("posts").list();
  for (const PostFate& fate : shown.units.posts) write_fate(json, looking.body(), fate);
  json.end_list().key("warnings").list();
  for (const std::string& warning : shown.units.warnings) json.put(warning);
  json.end_list();
  write_who_sees(json, looking.body(), shown);
  if (shown.describes)
    write_said_before(json.key("description"), looking.body().tree, *shown.describes);
  json.end_object();
  return reply;
}

void add_warning(Shown& shown, Refusal law) {
  if (law == Refusal::none) return;
  std::vector<std::string>& warnings = shown.units.warnings;
  if (std::ranges::find(warnings, name_of(law)) == warnings.end())
    warnings.emplace_back(name_of(law));
}

DecodedAct act_asked(Visit& visit, const OrgActFields& fields) {
  DecodedAct asked;
  for (std::size_t place = 0; place < fields.fields.size(); ++place) {
    const auto text = visit.query.take(fields.fields[place].name);
    if (!text) continue;
    auto value = value_from_text(fields.fields[place], *text);
    if (value)
      asked.fields.push_back({place, std::move(*value)});
    else
      asked.errors.push_back(value.error());
  }
  check_required(fields.fields, asked);
  for (Refused& error : visit.query.errors()) asked.errors.push_back(std::move(error));
  return asked;
}

}  // namespace

Reply preview_organisation(Visit& visit) {
  const OrgActFields* fields = find_org_act_fields(visit.named[0]);
  const bool can_preview = fields != nullptr && fields->has_preview;
  if (!can_preview)
    return visit.refused(Refusal::act_is_unknown, "act", std::string(visit.named[0]));
  const DecodedAct asked = act_asked(visit, *fields);
  if (!asked.errors.empty()) return visit.refused(asked.errors);
  const OrgAct act = org_act_of(*fields, asked.fields, visit.real_now, visit.lane.random);
  return read_within_bounds(
      visit, [act, language = visit.language](const Reader& reader, RandomSource&) {
        const auto turn = reader.turn();
        const Body& body = reader.body;
        StepLimit::spend(reader.connection, steps_of_a_unit * body.tree.size());
        // Whoever may not do it has no business to know what it would do; whatever else speaks
        // against it is among the warnings.
        const auto may = decide(act, reader.actor, body.tree, body.people, reader.today());
        if (!may && may.error().law == Refusal::post_does_not_allow_this)
          return std::optional(problem(may.error(), language));
        const Looking looking(reader);
        Shown shown = std::visit(looking, act);
        looking.look_who_sees(act, shown);
        add_warning(shown, may ? Refusal::none : may.error().law);
        return std::optional(preview_reply(looking, shown));
      });
}

}  // namespace chuangyou

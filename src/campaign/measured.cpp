#include "campaign/measured.h"

#include <algorithm>
#include <functional>
#include <set>

#include "ledgers/all.h"

namespace chuangyou {
namespace {

constexpr std::int64_t measured_most = 10'000;

// By what it counts, as a list takes it and as its address says it.
struct Counting {
  std::string_view name, parameter;
  std::optional<Stage> stage = {};
};
constexpr Counting countings[] = {
    {"all", ""},
    {"open", "&stage=open", Stage::open},
    {"claimed", "&stage=claimed", Stage::claimed},
    {"confirmed", "&stage=confirmed", Stage::confirmed},
    {"ended", "&stage=ended", Stage::ended},
    {"overdue", "&overdue=true"},
    {"contested", "&word=no"},
};

struct AsList {
  const Ledger* ledger;
  ListQuery query;
  std::string parameters;  // after `unit`
};

bool add_conditions(const CampaignMeasure& measure, std::optional<Date> by, AsList& list) {
  for (const auto& [name, wanted] : measure.where) {
    const FieldSpec* field = list.ledger->field(name);
    if (!field || (field->kind != Kind::choice && field->kind != Kind::choices)) return false;
    list.query.conditions.push_back({name, Compare::is, {wanted}});
    list.parameters += "&" + name + "=" + wanted;
  }
  if (measure.due.empty()) return true;
  const FieldSpec* due = list.ledger->field(measure.due);
  if (!due || due->kind != Kind::date || !by) return false;
  list.query.conditions.push_back({measure.due, Compare::until, {*by}});
  list.parameters += "&" + measure.due + ".until=" + to_text(*by);
  return true;
}

// Each aim by where it stands in the campaign's file.
void each_measure(const Campaign& campaign,
                  const std::function<void(const CampaignMeasure&, const std::string&)>& use) {
  const auto numbered = [](std::string_view list, std::size_t number) {
    return std::string(list) + "[" + std::to_string(number) + "]";
  };
  const auto use_list = [&](const std::vector<Aim>& aims, const std::string& list, bool is_gate,
                            std::string_view phase) {
    std::size_t number = 0;
    for (const Aim& aim : aims) {
      if (aim.phase != phase) continue;
      const std::string place = numbered(list, number++) + (is_gate ? ".measure" : ".measures");
      for (std::size_t i = 0; i < aim.measures.size(); ++i)
        use(aim.measures[i], is_gate ? place : numbered(place, i));
    }
  };
  use_list(campaign.subjects, "subjects", false, {});
  use_list(campaign.needs, "needs", false, {});
  for (std::size_t i = 0; i < campaign.phases.size(); ++i) {
    const std::string phase = numbered("phases", i);
    use_list(campaign.tracks, phase + ".tracks", false, campaign.phases[i].key);
    use_list(campaign.gates, phase + ".gates", true, campaign.phases[i].key);
  }
}

bool is_choice_of(const FieldSpec& field, const std::string& value, const Campaign& campaign) {
  if (field.choices_from != CampaignList::none) return campaign.has(field.choices_from, value);
  return std::ranges::find(field.choices, value) != field.choices.end();
}

Result<void> check_measure(const CampaignMeasure& measure, const std::string& place,
                           const Campaign& campaign) {
  const Ledger* ledger = find_ledger(measure.ledger);
  if (!ledger) return refuse(Refusal::choice_is_unknown, place + ".ledger", measure.ledger);
  for (const auto& [name, value] : measure.where) {
    const FieldSpec* field = ledger->field(name);
    const std::string said = place + ".where." + name;
    if (!field || (field->kind != Kind::choice && field->kind != Kind::choices))
      return refuse(Refusal::field_is_unknown, said, name);
    if (!is_choice_of(*field, value, campaign))
      return refuse(Refusal::choice_is_unknown, said, value);
  }
  if (measure.due.empty()) return {};
  const FieldSpec* due = ledger->field(measure.due);
  if (!due || due->kind != Kind::date)
    return refuse(Refusal::field_is_unknown, place + ".due", measure.due);
  return {};
}

// Nullopt where the house has not what it asks for.
std::optional<AsList> as_list(const CampaignMeasure& measure, std::string path,
                              std::optional<Date> by, Moment now) {
  const Ledger* ledger = find_ledger(measure.ledger);
  const auto* counting = std::ranges::find(countings, measure.count, &Counting::name);
  if (!ledger || counting == std::end(countings)) return std::nullopt;
  AsList list{ledger, {}, std::string(counting->parameter)};
  list.query.path = std::move(path);
  list.query.stage = counting->stage;
  if (counting->name == "overdue") list.query.overdue_at = now;
  if (counting->name == "contested") list.query.word = false;
  if (!add_conditions(measure, by, list)) return std::nullopt;
  return list;
}

}  // namespace

Result<void> check_measures(const Campaign& campaign) {
  Result<void> fault;
  each_measure(campaign, [&](const CampaignMeasure& measure, const std::string& place) {
    if (fault) fault = check_measure(measure, place, campaign);
  });
  return fault;
}

std::optional<Measured> find_measured(const Reader& reader, const CampaignMeasure& measure,
                                      const Uuid& unit, std::optional<Date> by) {
  std::optional<AsList> list;
  std::optional<std::int64_t> known;
  {
    const auto turn = reader.turn();
    if (!reader.body.tree.find(unit)) return std::nullopt;
    list = as_list(measure, std::string(reader.body.tree.path_of(unit)), by, reader.now);
    if (list) known = count_by_figures(reader, *list->ledger, list->query);
  }
  if (!list) return std::nullopt;
  Measured measured{measure,
                    {known.value_or(0), true},
                    "/api/" + measure.ledger + "?unit=" + to_text(unit) + list->parameters};
  if (known) return measured;
  const Result<ListCount> counted =
      count_list(reader, *list->ledger, std::move(list->query), measured_most);
  if (!counted) return std::nullopt;
  measured.count = *counted;
  return measured;
}

std::vector<std::string> open_at_gates(Connection& connection, const Body& body,
                                       std::string_view phase, Date by, std::size_t most) {
  std::set<std::string> open;
  for (const Aim& gate : body.frame.campaign.gates) {
    if (gate.phase != phase || body.tree.size() == 0) continue;
    for (const CampaignMeasure& measure : gate.measures) {
      auto list = as_list(measure, std::string(body.tree.path_of(0)), by, body.zone.end_of(by));
      // What cannot be counted is not clear: of a campaign that was adopted before measures were
      // checked.
      if (!list) open.insert("gates/" + gate.key);
      if (!list) continue;
      list->query.limit = most + 1;
      const Result<Page> page = LedgerTable(*list->ledger).list(connection, body.no, list->query);
      if (!page) continue;
      for (const Record& record : page->records)
        if (open.size() <= most) open.insert(measure.ledger + "/" + to_text(record.id));
    }
  }
  return {open.begin(), open.end()};
}

}  // namespace chuangyou

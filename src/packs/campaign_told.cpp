// Realises: S2 S31 S35 S41 S42 X2 X3 X4 X10 X12 — where the text is from and what of it is ours,
// the needs with what shows how far they are, a text for each audience, quotations with *sic*
#include "packs/campaign_parts.h"

namespace chuangyou {
namespace {

CampaignMeasure read_measure(const DataMap& map) {
  CampaignMeasure measure;
  measure.ledger = map.text("ledger");
  measure.count =
      map.choice("count", {"all", "open", "overdue", "claimed", "confirmed", "contested", "ended"});
  measure.where = map.pairs("where");
  measure.due = map.text_or_empty("due");
  return measure;
}

std::vector<Aim> read_aims(const DataMap& from, std::string_view list) {
  std::vector<Aim> all;
  for (const DataMap& map : from.maps(list, {"key", "name", "quote", "source", "measures"})) {
    Aim aim{read_named(map)};
    aim.quote = map.text_or_empty("quote");
    for (const DataMap& one : map.maps("measures", {"ledger", "count", "where"}))
      aim.measures.push_back(read_measure(one));
    all.push_back(std::move(aim));
  }
  refuse_double_keys(from, list, all);
  return all;
}

std::vector<Aim> read_quotes(const DataMap& file) {
  std::vector<Aim> all;
  for (const DataMap& map : file.maps("quotes", {"key", "text", "source"})) {
    Aim quote;
    quote.key = map.text("key");
    quote.quote = map.text("text");
    quote.source = map.text("source");
    all.push_back(std::move(quote));
  }
  refuse_double_keys(file, "quotes", all);
  return all;
}

std::vector<CampaignText> read_told_list(const DataMap& file, std::string_view list) {
  std::vector<CampaignText> all;
  for (const DataMap& map : file.maps(list, {"key", "name", "text", "source"}))
    all.push_back({read_named(map), read_words(map, "text", true)});
  refuse_double_keys(file, list, all);
  return all;
}

// What is masked is read as the province is called here; without a name of it nothing could stand
// in its place.
std::vector<Slip> read_slips(const DataMap& file, const Words& province) {
  std::vector<Slip> all;
  for (const DataMap& map :
       file.maps("slips", {"text", "reading", "is_masked", "note", "source"})) {
    Slip slip;
    slip.text = map.text("text");
    slip.is_masked = map.yes_no_or("is_masked", false);
    if (slip.is_masked && province.zh.empty())
      file.refuse_key(Refusal::field_is_missing, "province");
    slip.reading = slip.is_masked ? "〔" + province.zh + "〕" : map.text("reading");
    slip.note = read_words(map, "note", true);
    slip.source = map.text("source");
    all.push_back(std::move(slip));
  }
  return all;
}

std::optional<Origin> read_origin(const DataMap& file, const std::vector<Milestone>& milestones) {
  const std::optional<DataMap> map =
      file.map("origin", {"source_posted_at", "posted_by", "effective_from",
                          "effective_until_milestone", "authority", "source"});
  if (!map) return std::nullopt;
  const std::optional<Date> posted = map->date("source_posted_at");
  if (!posted) map->refuse_key(Refusal::field_is_missing, "source_posted_at");
  Origin origin;
  origin.source_posted_at = posted.value_or(Date{});
  origin.posted_by = read_words(*map, "posted_by", true);
  origin.authority = read_words(*map, "authority", true);
  origin.from = map->date("effective_from");
  origin.until_milestone = map->text_or_empty("effective_until_milestone");
  if (!origin.until_milestone.empty() &&
      std::ranges::find(milestones, origin.until_milestone, &Milestone::key) == milestones.end())
    map->refuse_key(Refusal::choice_is_unknown, "effective_until_milestone",
                    origin.until_milestone);
  origin.source = map->text("source");
  return origin;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

}  // namespace

void read_way_through(const DataMap& phase, const std::string& key, Campaign& campaign) {
  for (Aim& track : read_aims(phase, "tracks")) {
    track.phase = key;
    campaign.tracks.push_back(std::move(track));
  }
  std::vector<Aim> gates;
  for (const DataMap& map : phase.maps("gates", {"key", "name", "source", "measure"})) {
    Aim gate{read_named(map)};
    gate.phase = key;
    const auto measure = map.map("measure", {"ledger", "count", "where", "due"});
    if (!measure) map.refuse_key(Refusal::field_is_missing, "measure");
    if (measure) gate.measures.push_back(read_measure(*measure));
    gates.push_back(std::move(gate));
  }
  refuse_double_keys(phase, "gates", gates);
  std::ranges::move(gates, std::back_inserter(campaign.gates));
}

void read_told(const DataMap& file, Campaign& campaign) {
  campaign.origin = read_origin(file, campaign.milestones);
  campaign.province = read_words(file, "province", false);
  campaign.website = read_words(file, "website", false);
  campaign.journal = read_words(file, "journal", false);
  campaign.subjects = read_aims(file, "subjects");
  campaign.needs = read_aims(file, "needs");
  campaign.quotes = read_quotes(file);
  campaign.slips = read_slips(file, campaign.province);
  campaign.remarks = read_told_list(file, "remarks");
  campaign.audiences = read_told_list(file, "audiences");
}

Quoted quoted(const Campaign& campaign, std::string_view text) {
  Quoted quote{std::string(text), {}, {}};
  for (const Slip& slip : campaign.slips) {
    if (!text.contains(slip.text)) continue;
    quote.slips.push_back(&slip);
    if (slip.is_masked) replace_all(quote.shown, slip.text, slip.reading);
  }
  quote.read = quote.shown;
  for (const Slip* slip : quote.slips)
    if (!slip->is_masked) replace_all(quote.read, slip->text, slip->reading);
  if (quote.read == quote.shown) quote.read.clear();
  return quote;
}

}  // namespace chuangyou

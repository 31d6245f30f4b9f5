// Realises: S2 S35 X1 X2 X3 X4 X10 X11 X12
#include "http/campaign_json.h"

#include <algorithm>

namespace chuangyou {
namespace {

void write_words(Json& json, std::string_view name, const Words& words) {
  json.key(name).object().member("zh", words.zh).member("en", words.en).end_object();
}

void write_words_or_null(Json& json, std::string_view name, const Words& words) {
  if (!words.zh.empty()) return write_words(json, name, words);
  json.key(name).null();
}

// The members that every named part has; whoever calls closes the object.
Json& begin_named(Json& json, const Named& named) {
  json.object().member("key", named.key);
  write_words(json, "name", named.name);
  return json.member("source", named.source);
}

void write_one(Json& json, std::string_view name, const std::optional<Named>& named) {
  json.key(name);
  if (named)
    begin_named(json, *named).end_object();
  else
    json.null();
}

void write_list(Json& json, std::string_view name, const std::vector<Named>& all) {
  json.key(name).list();
  for (const Named& named : all) begin_named(json, named).end_object();
  json.end_list();
}

// X12: with *sic* where the text slips, and apart from it how that is read.
void write_quote(Json& json, const Campaign& campaign, const std::string& text) {
  json.key("quote");
  if (text.empty()) {
    json.null();
    return;
  }
  const Quoted quote = quoted(campaign, text);
  json.object().member("text", quote.shown).key("read");
  if (quote.read.empty()) {
    json.null();
  } else {
    json.put(quote.read);
  }
  json.key("slips").list();
  for (const Slip* slip : quote.slips) {
    json.object().member("text", slip->is_masked ? slip->reading : slip->text);
    json.member("is_masked", slip->is_masked).member("source", slip->source);
    write_words(json, "note", slip->note);
    json.end_object();
  }
  json.end_list().end_object();
}

void write_aims(Json& json, std::string_view name, const Campaign& campaign,
                const std::vector<Aim>& aims, std::string_view phase) {
  json.key(name).list();
  for (const Aim& aim : aims) {
    if (aim.phase != phase) continue;
    begin_named(json, aim);
    write_quote(json, campaign, aim.quote);
    json.end_object();
  }
  json.end_list();
}

// Undated until announced: what hangs on it is provisional (S51).
bool is_undated(const Campaign& campaign, const std::string& milestone) {
  const auto found = std::ranges::find(campaign.milestones, milestone, &Milestone::key);
  return found != campaign.milestones.end() && !found->effective_date;
}

void write_days_left(Json& json, const std::optional<Date>& day, const WorkingCalendar& calendar,
                     Date today) {
  json.key("days_left");
  if (!day) {
    json.null();
    return;
  }
  json.object()
      .member("working", std::int64_t{calendar.between(today, *day).count})
      .member("natural", std::int64_t{day->days} - today.days)
      .member("provisional", *day > today && calendar.skips_a_provisional_day(today, *day))
      .end_object();
}

void write_milestones(Json& json, const Campaign& campaign, const WorkingCalendar& calendar,
                      Date today) {
  json.key("milestones").list();
  for (const Milestone& milestone : campaign.milestones) {
    json.object().member("key", milestone.key);
    write_words(json, "name", milestone.name);
    json.member("date", milestone.effective_date)
        .member("provisional", !milestone.effective_date)
        .member("source_text", milestone.source_text);
    write_words(json, "correction_reason", milestone.correction_reason);
    write_quote(json, campaign, milestone.quote);
    write_days_left(json, milestone.effective_date, calendar, today);
    json.member("source", milestone.source)
        .member("reason", milestone.reason)
        .member("by_entry", entry_or_null(milestone.by_entry))
        .end_object();
  }
  json.end_list();
}

// Who it was stands in the entry, for those who read it.
void write_end_signed(Json& json, const std::optional<EndSigned>& first) {
  json.key("end_signed");
  if (!first) {
    json.null();
    return;
  }
  json.object()
      .member("on", first->on)
      .member("hands_on", first->hands_on)
      .member("by_entry", first->by_entry)
      .end_object();
}

void write_phases(Json& json, const Campaign& campaign) {
  json.key("phases").list();
  for (const Named& phase : campaign.phases) {
    begin_named(json, phase)
        .member("from", phase.from)
        .member("until", phase.until)
        .member("provisional", is_undated(campaign, phase.after_milestone) ||
                                   is_undated(campaign, phase.until_milestone))
        .member("reason", phase.reason)
        .member("by_entry", entry_or_null(phase.by_entry))
        .member("ended_on", phase.ended_on)
        .member("ended_by_entry", entry_or_null(phase.ended_by_entry))
        .member("handed_on", phase.handed_on);
    write_end_signed(json, phase.end_signed);
    write_aims(json, "tracks", campaign, campaign.tracks, phase.key);
    write_aims(json, "gates", campaign, campaign.gates, phase.key);
    json.end_object();
  }
  json.end_list();
}

void write_notices(Json& json, const Campaign& campaign) {
  json.key("notices").list();
  for (const CampaignNotice& notice : check(campaign)) {
    json.object().member("law", name_of(notice.law)).member("about", notice.about);
    json.member("said", notice.said).member("held", notice.held);
    write_words(json, "reason", notice.reason);
    json.end_object();
  }
  json.end_list();
}

void write_origin(Json& json, const std::optional<Origin>& origin) {
  json.key("origin");
  if (!origin) {
    json.null();
    return;
  }
  json.object().member("source_posted_at", origin->source_posted_at);
  write_words(json, "posted_by", origin->posted_by);
  json.member("from", origin->from).member("until", origin->until);
  write_words(json, "authority", origin->authority);
  json.member("source", origin->source).end_object();
}

void write_told(Json& json, std::string_view name, const std::vector<CampaignText>& all) {
  json.key(name).list();
  for (const CampaignText& told : all) {
    begin_named(json, told);
    write_words(json, "text", told.text);
    json.end_object();
  }
  json.end_list();
}

void write_quotes(Json& json, const Campaign& campaign) {
  json.key("quotes").list();
  for (const Aim& one : campaign.quotes) {
    json.object().member("key", one.key).member("source", one.source);
    write_quote(json, campaign, one.quote);
    json.end_object();
  }
  json.end_list();
}

}  // namespace

std::optional<std::int64_t> entry_or_null(std::int64_t entry) {
  return entry == 0 ? std::nullopt : std::optional(entry);
}

void write_campaign(Json& json, const Campaign& campaign, const WorkingCalendar& calendar,
                    Date today) {
  json.member("key", campaign.key).member("type", campaign.type);
  write_words(json, "name", campaign.name);
  json.member("closed_on", campaign.closed_on);
  write_one(json, "predecessor", campaign.predecessor);
  write_one(json, "successor", campaign.successor);
  begin_named(json.key("red_line"), campaign.red_line).end_object();
  begin_named(json.key("theme"), campaign.theme).end_object();
  write_list(json, "requirements", campaign.requirements);
  write_list(json, "strands", campaign.strands);
  write_list(json, "handles", campaign.handles);
  write_list(json, "organisation_criteria", campaign.organisation_criteria);
  write_list(json, "member_criteria", campaign.member_criteria);
  write_list(json, "tiers", campaign.tiers);
  write_list(json, "roles", campaign.roles);
  write_milestones(json, campaign, calendar, today);
  write_phases(json, campaign);
  write_notices(json, campaign);
  write_origin(json, campaign.origin);
  write_words_or_null(json, "province", campaign.province);
  write_words_or_null(json, "website", campaign.website);
  write_words_or_null(json, "journal", campaign.journal);
  write_aims(json, "subjects", campaign, campaign.subjects, {});
  write_aims(json, "needs", campaign, campaign.needs, {});
  write_quotes(json, campaign);
  write_told(json, "remarks", campaign.remarks);
  write_told(json, "audiences", campaign.audiences);
}

}  // namespace chuangyou

#include "campaign/frame_files.h"

#include <fstream>
#include <sstream>

#include "campaign/body_tables.h"
#include "campaign/measured.h"
#include "core/text.h"
#include "journal/journal.h"

namespace chuangyou {
namespace {

// Below the folder of all campaigns.
std::string campaign_file(const std::string& key) { return key + "/campaign.yaml"; }
std::string pack_file(const std::string& key) { return "policy/" + key + ".yaml"; }
std::string calendar_file(const std::string& key) { return "calendars/" + key + "/days.csv"; }

Result<std::string> file_text(const Places& places, const std::string& name) {
  const std::string path = places.campaigns + "/" + name;
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse(Refusal::file_cannot_be_read, {}, path);
  std::stringstream text;
  text << file.rdbuf();
  // An entry is JSON: what is no UTF-8 could be written there and never read again.
  if (!is_utf8(text.view())) return refuse(Refusal::file_cannot_be_read, {}, path);
  return std::move(text).str();
}

const std::string& first_given(const std::string& wanted, const std::string& otherwise) {
  return wanted.empty() ? otherwise : wanted;
}

}  // namespace

Result<Frame> frame_in_journal(Connection& connection, BodyNo body) {
  Frame frame;
  const std::optional<Entry> founding = entry_at(connection, body, 1);
  if (!founding) return frame;
  for (const Entry& entry : entries_of(connection, body, founding->head.record)) {
    if (entry.head.ledger != bodies_ledger || !is_frame_act(entry.head.act)) continue;
    const Result<FrameAct> act = decode_frame_act(entry.head.act, entry.changes);
    if (!act || !apply(frame, *act, entry.head.seq, entry.head.at))
      return refuse(Refusal::journal_was_changed, "seq", std::to_string(entry.head.seq));
  }
  return frame;
}

Result<std::vector<FrameAct>> frame_files(const Places& places, const NewBody& wanted) {
  std::vector<FrameAct> acts;
  Campaign campaign;
  if (!wanted.campaign.empty()) {
    Result<std::string> text = file_text(places, campaign_file(wanted.campaign));
    if (!text) return std::unexpected(text.error());
    Result<Campaign> read = read_campaign(wanted.campaign, *text);
    if (!read) return std::unexpected(read.error());
    if (Result<void> counted = check_measures(*read); !counted)
      return std::unexpected(counted.error());
    campaign = std::move(*read);
    acts.emplace_back(StartCampaign{wanted.campaign, std::move(*text)});
  }
  const std::string& pack = first_given(wanted.policy, campaign.policy_pack);
  Result<std::string> values = file_text(places, pack_file(pack));
  if (!values) return std::unexpected(values.error());
  acts.emplace_back(AdoptPack{pack, std::move(*values)});
  AdoptCalendar calendar;
  calendar.key = first_given(wanted.calendar, campaign.calendar);
  if (calendar.key != plain_weeks) {
    Result<std::string> days = file_text(places, calendar_file(calendar.key));
    if (!days) return std::unexpected(days.error());
    calendar.content = std::move(*days);
  }
  acts.emplace_back(std::move(calendar));
  return acts;
}

Result<Frame> frame_of(const std::vector<FrameAct>& files) {
  Frame frame;
  for (const FrameAct& act : files)
    if (Result<void> applied = apply(frame, act, 0, Moment{}); !applied)
      return std::unexpected(applied.error());
  return frame;
}

std::vector<std::string> files_that_differ(const Places& places, const Frame& frame) {
  std::vector<std::string> differ;
  const auto hold = [&](const std::string& name, const std::string& adopted) {
    const Result<std::string> text = file_text(places, name);
    if (text && to_hex(hash_of(HashFunction::sha256, {*text})) != adopted) differ.push_back(name);
  };
  if (!frame.campaign.key.empty()) hold(campaign_file(frame.campaign.key), frame.campaign_sha256);
  hold(pack_file(frame.policy.name), frame.policy_sha256);
  const AdoptedCalendar& calendar = *frame.calendars.back();
  if (calendar.key != plain_weeks) hold(calendar_file(calendar.key), calendar.sha256);
  return differ;
}

}  // namespace chuangyou

// A small world for tests of acts: two lines of units under one root, a policy map, the calendar of
// the People's Republic, the zone of Shanghai. People come to be when they are first named.
#pragma once

#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "record/decide.h"

namespace chuangyou {

struct SmallWorld {
  struct UnitInWorld {
    std::string_view name, parent, path;
  };
  static constexpr UnitInWorld units[] = {
      {"root", "", "aaaa"},
      {"bureau", "root", "aaaabbbb"},
      {"branch_1", "bureau", "aaaabbbbcccc"},
      {"team", "branch_1", "aaaabbbbccccdddd"},
      {"branch_2", "bureau", "aaaabbbbeeee"},
      {"office", "root", "aaaaffff"},
      {"branch_3", "office", "aaaaffffgggg"},
  };

  // An id that only tells its name apart from others.
  static Uuid id_of(std::string_view kind, std::string_view name) {
    Uuid id;
    std::size_t at = 0;
    for (std::string_view part : {kind, std::string_view("/"), name})
      for (char symbol : part) {
        auto byte = static_cast<std::uint8_t>(symbol);
        id.bytes[at % 16] = static_cast<std::uint8_t>(id.bytes[at % 16] * 31u + byte);
        ++at;
      }
    return id;
  }
  // The keys of the model campaign, so that what a table writes is known to a province with the
  // whole of it; a plan of the tables has to cover a few of them.
  static bool has(CampaignList list, std::string_view key) {
    const auto is_in = [&](std::initializer_list<std::string_view> keys) {
      return std::ranges::find(keys, key) != keys.end();
    };
    if (list == CampaignList::requirements)
      return is_in({"scientific_development", "social_harmony", "serve_the_people",
                    "strengthen_organisations"});
    if (list == CampaignList::strands) return is_in({"learning_organisation", "serving_organ"});
    return is_in({"m1", "m2", "phase_1", "phase_2"});
  }
  static std::vector<std::string> keys_to_cover(CampaignList list) {
    if (list == CampaignList::requirements) return {"serve_the_people", "social_harmony"};
    return {list == CampaignList::strands ? "serving_organ" : "m1"};
  }

  static UnitId unit(std::string_view name) { return UnitId(id_of("unit", name)); }
  static std::string_view name_of_unit(const Uuid& id) {
    for (const UnitInWorld& each : units)
      if (unit(each.name) == id) return each.name;
    return {};
  }
  static std::string_view parent_of(std::string_view name) {
    for (const UnitInWorld& each : units)
      if (each.name == name) return each.parent;
    return {};
  }
  static std::string_view path_of(const Uuid& id) {
    for (const UnitInWorld& each : units)
      if (unit(each.name) == id) return each.path;
    return {};
  }

  static Role role(std::string_view name) {
    for (std::size_t i = 0; i < std::size(role_names); ++i)
      if (role_names[i] == name) return static_cast<Role>(i);
    throw std::invalid_argument("no such role: " + std::string(name));
  }
  // `role@unit`, in office since 2000 unless dates are given.
  static Post post(Role role, std::string_view unit_name) {
    return {
        role, unit(unit_name), std::string(path_of(unit(unit_name))), make_date(2000, 1, 1), {}};
  }
  static Actor actor(std::string_view name, std::vector<Post> posts) {
    Actor actor;
    actor.person = PersonId(id_of("person", name));
    actor.posts = std::move(posts);
    return actor;
  }

  static std::string read_file(const std::string& path) {
    std::ifstream file(std::string(CHUANGYOU_SOURCE_DIR "/") + path, std::ios::binary);
    if (!file) throw std::invalid_argument("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  WorkingCalendar calendar =
      WorkingCalendar::from_csv("cn", read_file("campaigns/calendars/cn/days.csv")).value();
  Zone zone = Zone::named("Asia/Shanghai").value();
  std::map<std::string, std::int64_t, std::less<>> policy = {{"document.general_characters", 5000},
                                                             {"document.special_characters", 4000},
                                                             {"notice.least_days", 3},
                                                             {"problems.relapse_days", 183},
                                                             {"requests.cap_per_quarter", 3},
                                                             {"interventions.cooling_days", 10}};

  Circumstances circumstances() const {
    PolicyValue value = [this](std::string_view name, Date) -> std::optional<Fixed> {
      if (name.starts_with("vote.")) return Fixed{500'000};  // the only shares that a rule reads
      auto found = policy.find(name);
      if (found == policy.end()) return std::nullopt;
      return Fixed{found->second * 1'000'000};
    };
    Circumstances all{calendar,
                      zone,
                      value,
                      path_of,
                      unit_at,
                      [this](const Uuid& person, Date on) { return posts_of(person, on); },
                      [this](const Uuid& unit, Date on) { return holders_at(unit, on); }};
    all.posts_ever = [this](const Uuid& person) {
      std::vector<Post> posts;
      for (const Actor& somebody : seated)
        if (somebody.person == person)
          posts.insert(posts.end(), somebody.posts.begin(), somebody.posts.end());
      return posts;
    };
    all.units_below = [](const Uuid& below, std::span<const std::string> types) {
      std::vector<Uuid> found;
      if (types.size() == 1 && types[0] == "collective") return found;  // nobody has such a name
      for (const UnitInWorld& each : units)
        if (unit(each.name) != below && covers(path_of(below), each.path))
          found.push_back(unit(each.name));
      return found;
    };
    all.campaign_has = [](CampaignList list, std::string_view key) { return has(list, key); };
    all.campaign_keys = [](CampaignList list) { return keys_to_cover(list); };
    all.count = [this](const Query&) { return look_up_finds; };
    all.find = [this](const Query& query, std::int64_t) {
      std::vector<RecordId> found(static_cast<std::size_t>(look_up_finds));
      for (std::size_t i = 0; i < found.size(); ++i)
        found[i] = RecordId(id_of("found", std::to_string(i)));
      for (const auto& [id, record] : kept)
        if (is_asked_for(query, record)) found.emplace_back(id);
      return found;
    };
    all.find_leading = [this](const Query& query, std::int64_t) {
      std::vector<LeadsTo> found(static_cast<std::size_t>(look_up_finds));
      for (const auto& [id, record] : kept) {
        const auto* link = std::get_if<Link>(&record.value(query.field));
        const bool leads = link && link->record == query.is && is_of(query, record);
        if (leads) found.push_back({RecordId(id), link->row, record.unit});
      }
      return found;
    };
    all.first_seal_after = [this](Moment moment, std::int64_t entry) -> std::optional<SealMade> {
      for (const SealInWorld& seal : seals)
        if (seal.at > moment && seal.last >= entry)
          return SealMade{std::string(64, static_cast<char>('0' + seal.last % 10)), seal.last};
      return std::nullopt;
    };
    all.record = [this](std::string_view, const Uuid& id) {
      const auto record = kept.find(id);
      return record == kept.end() ? std::nullopt : std::optional(record->second);
    };
    return all;
  }
  static UnitId unit_at(std::string_view path) {
    for (const UnitInWorld& each : units)
      if (each.path == path) return unit(each.name);
    return {};
  }

  // What rules find when they look other records up: so many of whatever they ask for, and of those
  // of a unit and below it whatever lies there.
  std::int64_t look_up_finds = 0;
  std::map<Uuid, Record> kept;
  static bool is_of(const Query& query, const Record& record) {
    return query.ledger == record.ledger().name &&
           (query.states.empty() ||
            std::ranges::find(query.states, record.state) != query.states.end());
  }
  static bool is_asked_for(const Query& query, const Record& record) {
    return query.field == "unit" && is_of(query, record) &&
           covers(path_of(query.is), record.path) && (!query.unit || *query.unit == record.unit);
  }

  // The seals of the journal, in their order: when each was made and up to which entry it lies.
  struct SealInWorld {
    Moment at;
    std::int64_t last = 0;
  };
  std::vector<SealInWorld> seals;

  // Whoever sits somewhere without having to act.
  std::vector<Actor> seated;
  std::vector<Post> posts_of(const Uuid& person, Date on) const {
    std::vector<Post> posts;
    for (const Actor& somebody : seated)
      for (const Post& post : somebody.posts)
        if (somebody.person == person && post.from <= on && (!post.until || on <= *post.until))
          posts.push_back(post);
    return posts;
  }
  std::vector<std::pair<PersonId, Role>> holders_at(const Uuid& unit, Date on) const {
    std::vector<std::pair<PersonId, Role>> holders;
    for (const Actor& somebody : seated)
      for (const Post& post : posts_of(somebody.person, on))
        if (post.unit == unit) holders.emplace_back(somebody.person, post.role);
    return holders;
  }
  // `2011-03-01 10:00`, local time.
  Moment at(std::string_view local) const { return zone.parse_local(local).value(); }
};

}  // namespace chuangyou

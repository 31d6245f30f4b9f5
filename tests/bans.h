// What the rules against formalism forbid (R9 and the product's third law), as checks of whatever
// is declared: names, words in both languages, kinds of field, clocks, numbers of practice, the
// open API. Each is a function of a declaration, so that a test can hand it one that breaks a ban.
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/ledger.h"

namespace chuangyou::bans {

enum class Ban : std::uint8_t {
  check_ins,
  points,
  time_online,
  likes,
  forced_photos,
  league_of_persons,
  publicity_as_score,
};
inline constexpr Ban all[] = {Ban::check_ins,         Ban::points,
                              Ban::time_online,       Ban::likes,
                              Ban::forced_photos,     Ban::league_of_persons,
                              Ban::publicity_as_score};
inline constexpr std::string_view ban_names[] = {
    "check-ins",     "points, badges and streaks", "log-in or study time", "likes",
    "forced photos", "a league of persons",        "publicity as score"};

// How each of them is called. English ones stand alone between other words, Chinese ones anywhere.
struct Called {
  std::vector<std::string_view> zh, en;
};
inline Called called(Ban ban) {
  switch (ban) {
    case Ban::check_ins:
      return {{"打卡", "签到", "每日一报", "报平安", "接龙"},
              {"check in", "check ins", "checkin", "checked in", "roll call", "clock in",
               "punch in", "daily report"}};
    case Ban::points:
      return {{"积分", "加分", "扣分", "勋章", "徽章", "奖章", "连续登录", "连胜", "经验值"},
              {"point", "points", "badge", "badges", "streak", "streaks", "medal", "medals",
               "leaf tokens"}};
    case Ban::time_online:
      return {{"在线时长", "在线时间", "学习时长", "学时", "登录次数", "登录天数", "登录率",
               "活跃度", "活跃天数", "使用率", "安装率", "停留时间"},
              {"online time", "time online", "study time", "study minutes", "study hours",
               "minutes studied", "log in count", "log ins of", "login count", "active days",
               "days active", "usage rate", "install rate", "last seen", "time spent"}};
    case Ban::likes:
      return {{"点赞", "获赞", "赞数", "转发量", "转发数", "阅读量", "浏览量", "评论数", "人气"},
              {"likes", "liked by", "upvote", "upvotes", "thumbs up", "reactions", "share count",
               "shares count", "page views", "view count", "read count", "comment count",
               "popularity"}};
    case Ban::forced_photos:
      return {{"照片", "拍照", "截图", "截屏", "自拍", "录像", "视频", "定位", "轨迹", "人脸"},
              {"photo", "photos", "selfie", "screenshot", "screenshots", "video", "gps",
               "geolocation", "latitude", "longitude", "track points", "face image"}};
    case Ban::league_of_persons:
      return {{"排行", "排名", "名次", "榜单", "红黑榜", "龙虎榜", "光荣榜", "末位淘汰"},
              {"rank", "ranks", "ranked", "ranking", "rankings", "leaderboard", "league",
               "top performers", "best members"}};
    case Ban::publicity_as_score:
      return {{"采用率", "采用数", "刊登数", "发稿数", "稿件数", "报道数", "宣传得分", "批示数",
               "批示次数"},
              {"articles placed", "articles published", "published count", "publication score",
               "publicity score", "press mentions", "remarks obtained", "used rate"}};
  }
  return {};
}

// `logInCount` and `log_in_count` are read as `log in count`; what is no letter or digit parts.
inline std::string as_words(std::string_view name) {
  std::string words = " ";
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto letter = static_cast<unsigned char>(name[i]);
    const bool begins =
        std::isupper(letter) && i > 0 && std::islower(static_cast<unsigned char>(name[i - 1]));
    if (begins) words += ' ';
    words += std::isalnum(letter) ? static_cast<char>(std::tolower(letter)) : ' ';
  }
  return words + ' ';
}

inline bool names_it(Ban ban, std::string_view said) {
  const Called by = called(ban);
  const std::string words = as_words(said);
  const auto stands_alone = [&](std::string_view one) {
    return words.contains(' ' + std::string(one) + ' ');
  };
  return std::ranges::any_of(by.en, stands_alone) ||
         std::ranges::any_of(by.zh, [&](std::string_view one) { return said.contains(one); });
}

// Where a ban is broken, and by what.
using Places = std::vector<std::string>;

struct Said {
  std::string place, words;
};
inline Places named_in(Ban ban, const std::vector<Said>& all_said) {
  Places places;
  for (const auto& [place, said] : all_said)
    if (names_it(ban, said)) places.push_back(place + ": " + said);
  return places;
}

// The wire names of a ledger; its words stand in the files of words.
inline void add_names(std::vector<Said>& said, const std::string& place,
                      std::span<const FieldSpec> fields) {
  for (const FieldSpec& field : fields) {
    said.push_back({place, std::string(field.name)});
    for (const std::string_view choice : field.choices)
      said.push_back({place + "." + std::string(field.name), std::string(choice)});
    add_names(said, place + "." + std::string(field.name), field.columns());
  }
}
inline std::vector<Said> names_in(const Ledger& ledger) {
  const std::string place(ledger.name);
  std::vector<Said> said{{"ledgers", place}};
  add_names(said, place, ledger.fields);
  const auto add = [&](std::string_view name) { said.push_back({place, std::string(name)}); };
  for (const State& state : ledger.states) add(state.name);
  for (const Act& act : ledger.acts) add(act.name);
  for (const Deadline& deadline : ledger.deadlines) add(deadline.name);
  return said;
}

// A number that nobody says is one that the program counts up: of whom, if not of persons?
inline Places tallies(const Ledger& ledger) {
  Places places;
  for (const FieldSpec& field : ledger.fields) {
    const bool is_number = field.kind == Kind::integer || field.kind == Kind::number;
    const bool is_said = std::ranges::any_of(ledger.acts, [&](const Act& act) {
      return std::ranges::find(act.takes, field.name) != act.takes.end();
    });
    if (is_number && !is_said && !field.is_retired)
      places.push_back(std::string(ledger.name) + "." + std::string(field.name));
  }
  return places;
}

// How often a year a clock may ask for the same again. A new word of the vocabulary does not
// compile here before somebody has said it; a day or a week would make a check-in of every clock.
constexpr int times_a_year(Period every) {
  switch (every) {
    case Period::none:
      return 0;
    case Period::quarter:
      return 4;
    case Period::half_year:
      return 2;
    case Period::year:
      return 1;
  }
  return 366;
}

// What a field may hold that somebody is made to fill in. Likewise: no kind holds a picture, a
// track or a measured time, and one that came would have to be named here.
constexpr bool is_said_in_words_or_numbers(Kind kind) {
  switch (kind) {
    case Kind::text:
    case Kind::long_text:
    case Kind::integer:
    case Kind::number:
    case Kind::date:
    case Kind::moment:
    case Kind::choice:
    case Kind::choices:
    case Kind::yes_no:
    case Kind::unit:
    case Kind::units:
    case Kind::person:
    case Kind::link:
    case Kind::row_link:
    case Kind::rows:
      return true;
  }
  return false;
}

// An act that says nothing and changes nothing but that it was done: somebody was there.
inline Places mere_attendance(const Ledger& ledger) {
  Places places;
  for (const Act& act : ledger.acts) {
    const bool is_the_clocks = std::ranges::all_of(act.may, [](const Right& right) {
      return right.role == Role::the_clock || right.role == Role::consequence;
    });
    const bool moves = act.takes_unit() || act.transfer != Transfer::none ||
                       act.pause != Pause::none || !act.sets.empty() || !act.causes.empty() ||
                       act.fills != nullptr || act.confirms_entry;
    const bool says = !act.takes.empty() || act.reason != Reason::none;
    if (act.to.empty() && !is_the_clocks && !moves && !says)
      places.push_back(std::string(ledger.name) + "." + std::string(act.name));
  }
  return places;
}

// Evidence may stand beside every act and is asked for by none (C4).
inline Places evidence_asked_for(const Ledger& ledger) {
  static constexpr std::string_view evidence[] = {"evidence", "photo", "file", "attachment",
                                                  "screenshot"};
  const auto is_evidence = [](std::string_view field) {
    return std::ranges::find(evidence, field) != std::end(evidence);
  };
  Places places;
  for (const FieldSpec& field : ledger.fields)
    if (is_evidence(field.name) && field.required)
      places.push_back(std::string(ledger.name) + "." + std::string(field.name));
  for (const Act& act : ledger.acts)
    for (const std::string_view needed : act.needs)
      if (is_evidence(needed))
        places.push_back(std::string(ledger.name) + "." + std::string(act.name));
  return places;
}

// Whoever judges takes no story for proof: what was published would be counted then.
inline constexpr std::string_view judging[] = {"assessments", "ballots", "honours",
                                               "nominations", "reviews", "appeals"};
inline void add_links(Places& places, const std::string& place, std::span<const FieldSpec> fields) {
  for (const FieldSpec& field : fields) {
    if (!field.links_to.find("exemplars").empty())
      places.push_back(place + "." + std::string(field.name));
    add_links(places, place + "." + std::string(field.name), field.columns());
  }
}
inline Places stories_as_proof(const Ledger& ledger) {
  Places places;
  if (std::ranges::find(judging, ledger.name) != std::end(judging))
    add_links(places, std::string(ledger.name), ledger.fields);
  return places;
}

// A number of practice that sets a least or a quota for what is done only to be seen.
inline bool is_quota_of_activity(std::string_view name) {
  static constexpr std::string_view activities[] = {
      "exemplars", "evidence", "meetings", "ideas",  "remarks",  "publication", "publicity",
      "stories",   "channels", "accounts", "log_in", "sessions", "study",       "photos"};
  const std::string_view of = name.substr(0, name.find('.'));
  const std::string words = as_words(name);
  const bool asks = words.contains(" least ") || words.contains(" quota ") ||
                    words.contains(" per ") || words.contains(" rate ");
  return asks && std::ranges::find(activities, of) != std::end(activities);
}

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Every key and every sentence of a file of words.
inline void add_sentences(std::vector<Said>& said, const std::string& place,
                          simdjson::dom::element value) {
  if (value.is_string()) {
    said.push_back({place, std::string(value.get_string().value())});
  } else if (value.is_object()) {
    for (const auto& [key, member] : value.get_object()) {
      said.push_back({place, std::string(key)});
      add_sentences(said, place + "." + std::string(key), member);
    }
  } else if (value.is_array()) {
    for (const simdjson::dom::element member : value.get_array())
      add_sentences(said, place, member);
  }
}
inline std::vector<Said> sentences_in(const std::string& place, std::string_view json) {
  simdjson::dom::parser parser;
  std::vector<Said> said;
  add_sentences(said, place, parser.parse(json.data(), json.size()).value());
  return said;
}

// Of the open API: lists in which a number stands beside each person, whether or not one may sort
// by it. Numbers by which an entry or a row is found say nothing of anybody.
inline bool is_a_number(simdjson::dom::element schema) {
  simdjson::dom::element type;
  if (schema["type"].get(type) != simdjson::SUCCESS) return false;
  const auto says = [](simdjson::dom::element one) {
    return one.is_string() &&
           (one.get_string().value() == "integer" || one.get_string().value() == "number");
  };
  if (!type.is_array()) return says(type);
  const simdjson::dom::array types = type.get_array();
  return std::any_of(types.begin(), types.end(), says);
}
inline bool names_a_person(std::string_view property) {
  static constexpr std::string_view persons[] = {"person", "people", "who",    "actor",
                                                 "author", "by",     "member", "holder"};
  return std::ranges::find(persons, property) != std::end(persons);
}
inline Places numbers_beside_persons(const std::string& place, simdjson::dom::element schema,
                                     bool is_in_list) {
  static const std::set<std::string_view> positions{"seq", "row", "version", "erased_by"};
  Places places;
  simdjson::dom::object members;
  if (schema.get(members) != simdjson::SUCCESS) return places;
  simdjson::dom::object properties;
  if (is_in_list && schema["properties"].get(properties) == simdjson::SUCCESS) {
    const bool is_of_persons = std::any_of(properties.begin(), properties.end(),
                                           [](auto one) { return names_a_person(one.key); });
    for (const auto& [name, of] : properties)
      if (is_of_persons && is_a_number(of) && !positions.contains(name))
        places.push_back(place + "." + std::string(name));
  }
  for (const auto& [key, member] : members) {
    const Places inner =
        numbers_beside_persons(place + "." + std::string(key), member, key == "items");
    places.insert(places.end(), inner.begin(), inner.end());
  }
  return places;
}

inline Places numbers_beside_persons(simdjson::dom::element openapi) {
  const simdjson::dom::element schemas = openapi["components"]["schemas"];
  const std::string text = simdjson::minify(openapi);
  Places places;
  for (const auto& [name, schema] : simdjson::dom::object(schemas)) {
    const std::string listed =
        R"("items":{"$ref":"#/components/schemas/)" + std::string(name) + "\"}";
    const Places inner = numbers_beside_persons(std::string(name), schema, text.contains(listed));
    places.insert(places.end(), inner.begin(), inner.end());
  }
  return places;
}

// Addresses at which people are listed take no order but their names'.
inline Places orders_of_people(simdjson::dom::element openapi) {
  static const std::set<std::string_view> orders{"order", "sort", "by", "top", "rank", "order_by"};
  Places places;
  for (const auto& [path, methods] : simdjson::dom::object(openapi["paths"])) {
    const bool is_of_people =
        as_words(path).contains(" people ") || as_words(path).contains(" persons ") ||
        as_words(path).contains(" members ") || as_words(path).contains(" accounts ");
    if (!is_of_people) continue;
    for (const auto& [method, operation] : simdjson::dom::object(methods)) {
      simdjson::dom::array parameters;
      if (operation["parameters"].get(parameters) != simdjson::SUCCESS) continue;
      for (const simdjson::dom::element parameter : parameters) {
        std::string_view name, reference;
        if (parameter["$ref"].get(reference) == simdjson::SUCCESS)
          name = reference.substr(reference.rfind('/') + 1);
        else
          name = parameter["name"];
        if (orders.contains(name))
          places.push_back(std::string(method) + " " + std::string(path) + "?" + std::string(name));
      }
    }
  }
  return places;
}

}  // namespace chuangyou::bans

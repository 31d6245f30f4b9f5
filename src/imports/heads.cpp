#include "imports/heads.h"

#include <algorithm>
#include <set>

#include "campaign/column_titles.h"
#include "campaign/record_cells.h"
#include "core/text.h"
#include "core/words.h"

namespace chuangyou {
namespace {

constexpr Language both[] = {Language::zh, Language::en};

// Without blanks, marks, and what stands in brackets behind it: `整改 期限（年月日）*`.
std::string plain_head(std::string_view title) {
  std::string plain = compatibility_folded(trimmed(title));
  const std::size_t bracket = plain.find('(');
  if (bracket != std::string::npos && bracket > 0) plain.erase(bracket);
  std::erase_if(plain, [](char symbol) {
    constexpr std::string_view passed_over = " *:.#_\n\t\r";
    return passed_over.contains(symbol);
  });
  std::ranges::transform(plain, plain.begin(), [](char symbol) {
    return symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol - 'A' + 'a') : symbol;
  });
  return plain;
}

void add_parts(std::vector<std::string>& heads, std::string_view all, std::string_view between) {
  while (!all.empty()) {
    const std::size_t end = all.find(between);
    heads.push_back(plain_head(all.substr(0, end)));
    all = end == all.npos ? std::string_view() : all.substr(end + between.size());
  }
}

std::vector<std::string> heads_at(const std::string& key) {
  std::vector<std::string> heads;
  add_parts(heads, words(Language::zh, key), "、");
  add_parts(heads, words(Language::en, key), "; ");
  return heads;
}

// What a column may be, and by which heads it is known.
struct Place {
  GuessedColumn guess;
  bool leads_elsewhere = false;
  std::vector<std::string> heads, common_heads = {};
};

std::vector<Place> places_of(const Ledger& ledger) {
  const std::string own = "ledgers." + std::string(ledger.name) + ".heads.";
  std::vector<Place> places;
  const auto add_field = [&](std::string_view place, const FieldSpec& field) {
    const bool leads = field.kind == Kind::link || field.kind == Kind::row_link;
    places.push_back({{GuessedColumn::Is::field, {}, std::string(place)},
                      leads,
                      heads_at(own + std::string(place))});
  };
  for (const FieldSpec& field : ledger.fields) {
    if (!is_told(field) || field.is_retired) continue;
    if (field.kind != Kind::rows) add_field(field.name, field);
    for (const FieldSpec& column : field.columns())
      if (is_told(column))
        add_field(std::string(field.name) + "." + std::string(column.name), column);
  }
  for (const auto is :
       {GuessedColumn::Is::source, GuessedColumn::Is::unit, GuessedColumn::Is::state}) {
    const std::string name(names_of_guesses[static_cast<std::size_t>(is)]);
    places.push_back({{is, {}, name}, false, heads_at(own + name), heads_at("heads." + name)});
  }
  return places;
}

class Guessing {
 public:
  Guessing(const Ledger& ledger, const std::vector<std::string>& titles)
      : ledger_(ledger),
        titles_(titles),
        column_titles_(ledger),
        places_(places_of(ledger)),
        guessed_(titles.size()) {
    for (const std::string& title : titles) plain_.push_back(plain_head(last_of_two(title)));
  }

  // The surest first, whatever stands where: so a likeness takes nothing from what is certain.
  std::vector<GuessedColumn> run() {
    using By = GuessedColumn::By;
    pass(By::title, [&](const Place& place, std::size_t at) { return is_called(place, at); });
    pass(By::title, [&](const Place& place, std::size_t at) { return is_plainly(place, at); });
    // A limit is a limit; the time of doing may be that of having done.
    pass(By::head, [&](const Place& place, std::size_t at) {
      return is_limit(plain_[at]) ? length_in(place.heads, at) : 0;
    });
    pass(By::head, [&](const Place& place, std::size_t at) { return length_in(place.heads, at); });
    pass(By::head,
         [&](const Place& place, std::size_t at) { return length_in(place.common_heads, at); });
    pass(By::ending, [&](const Place& place, std::size_t at) {
      return std::max(ending_in(place.heads, at), ending_in(place.common_heads, at));
    });
    return std::move(guessed_);
  }

 private:
  static bool is_limit(std::string_view head) {
    return head.ends_with("期限") || head.ends_with("时限") || head.starts_with("截止") ||
           head == "deadline" || head == "duedate" || head == "due";
  }
  // Of two rows of titles the lower one says what it is.
  static std::string_view last_of_two(std::string_view title) {
    const std::size_t slash = title.rfind('/');
    return slash == title.npos ? title : title.substr(slash + 1);
  }

  // Of several places the one whose head is longest.
  template <class Fit>
  void pass(GuessedColumn::By by, const Fit& fit) {
    for (std::size_t at = 0; at < titles_.size(); ++at) {
      if (guessed_[at].is != GuessedColumn::Is::nothing || plain_[at].empty()) continue;
      const Place* best = nullptr;
      std::size_t most = 0;
      for (const Place& place : places_) {
        if (taken_.contains(place.guess.field)) continue;
        if (place.leads_elsewhere && titles_[at] != place.guess.field) continue;
        const std::size_t fits = fit(place, at);
        if (fits > most) best = &place;
        most = std::max(most, fits);
      }
      if (!best) continue;
      guessed_[at] = best->guess;
      guessed_[at].by = by;
      if (best->guess.is != GuessedColumn::Is::field) guessed_[at].field.clear();
      taken_.insert(best->guess.field);
    }
  }

  std::size_t is_called(const Place& place, std::size_t at) const {
    const std::string& name = place.guess.field;
    return titles_[at] == name || column_titles_.is_of(name, titles_[at]) ? 1 : 0;
  }
  std::size_t is_plainly(const Place& place, std::size_t at) const {
    if (place.guess.is != GuessedColumn::Is::field) return 0;
    return std::ranges::any_of(both,
                               [&](Language language) {
                                 return plain_[at] == plain_head(plain_title_of_column(
                                                          language, ledger_, place.guess.field));
                               })
               ? 1
               : 0;
  }
  std::size_t length_in(const std::vector<std::string>& heads, std::size_t at) const {
    return std::ranges::find(heads, plain_[at]) == heads.end() ? 0 : plain_[at].size();
  }
  // Two characters of Chinese at least; English words end alike by chance.
  std::size_t ending_in(const std::vector<std::string>& heads, std::size_t at) const {
    constexpr std::size_t two_characters = 6;
    std::size_t most = 0;
    for (const std::string& head : heads) {
      const bool is_chinese = head.size() >= two_characters && (head.front() & '\x80') != 0;
      if (is_chinese && plain_[at].ends_with(head)) most = std::max(most, head.size());
    }
    return most;
  }

  const Ledger& ledger_;
  const std::vector<std::string>& titles_;
  ColumnTitles column_titles_;
  std::vector<Place> places_;
  std::vector<std::string> plain_;
  std::vector<GuessedColumn> guessed_;
  std::set<std::string> taken_;
};

}  // namespace

std::vector<GuessedColumn> guess_columns(const Ledger& ledger,
                                         const std::vector<std::string>& titles) {
  return Guessing(ledger, titles).run();
}

std::string_view stage_called(const Ledger& ledger, std::string_view word) {
  const std::string plain = plain_head(word);
  if (plain.empty()) return {};
  for (const State& state : ledger.states)
    for (const Language language : both) {
      const std::string_view name = words(
          language, "ledgers." + std::string(ledger.name) + ".states." + std::string(state.name));
      if (plain == plain_head(name) || plain == plain_head(state.name)) return name_of(state.stage);
    }
  for (const auto& [key, stage] :
       {std::pair("heads.done", Stage::claimed), std::pair("heads.open", Stage::open)}) {
    const std::vector<std::string> called = heads_at(key);
    if (std::ranges::find(called, plain) != called.end()) return name_of(stage);
  }
  return {};
}

}  // namespace chuangyou

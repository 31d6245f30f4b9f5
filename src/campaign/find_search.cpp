#include "campaign/find_search.h"

#include <algorithm>
#include <map>
#include <set>

#include "campaign/past_day.h"
#include "campaign/sight_of_lists.h"
#include "core/receipt_code.h"
#include "core/text.h"
#include "ledgers/all.h"
#include "record/who_speaks.h"
#include "storage/rows_of_import.h"

namespace chuangyou {
namespace {

constexpr std::size_t source_bytes_max = 200;
constexpr std::size_t shown_before = 12, shown_in_all = 64;  // characters of a snippet

struct Stretch {
  std::size_t from, to;  // folded characters
};

// All places of all words, in order and without overlaps.
std::vector<Stretch> stretches_of(const FoldedText& text, const SearchedWords& words) {
  std::vector<Stretch> all;
  for (const std::u32string& word : words.words)
    for (std::size_t at = find_word(text.text, word); at != std::u32string::npos;
         at = find_word(text.text, word, at + word.size()))
      all.push_back({at, at + word.size()});
  std::ranges::sort(all, {}, &Stretch::from);
  std::vector<Stretch> apart;
  for (const Stretch& one : all) {
    if (!apart.empty() && one.from <= apart.back().to)
      apart.back().to = std::max(apart.back().to, one.to);
    else
      apart.push_back(one);
  }
  return apart;
}

// From a little before the first place on, cut where characters end.
std::vector<Snippet::Piece> pieces_of(std::string_view text, const FoldedText& folded,
                                      const std::vector<Stretch>& stretches) {
  const std::size_t end = folded.text.size();
  const std::size_t first = stretches.front().from;
  const std::size_t from = first > shown_before ? first - shown_before : 0;
  const std::size_t to = std::min(end, std::max(from + shown_in_all, stretches.front().to));
  const auto bytes = [&](std::size_t begin, std::size_t until) {
    // What a place says of several letters that were one is the beginning of that one.
    return std::string(
        text.substr(folded.places[begin], folded.places[until] - folded.places[begin]));
  };
  std::vector<Snippet::Piece> pieces;
  const auto add = [&pieces](std::string piece, bool is_found) {
    if (!piece.empty()) pieces.push_back({std::move(piece), is_found});
  };
  std::size_t at = from;
  for (const Stretch& one : stretches) {
    if (one.from >= to) break;
    add(bytes(at, one.from), false);
    at = std::min(one.to, to);
    // A letter that became several belongs to what was found as a whole.
    while (at < end && folded.places[at] == folded.places[at - 1]) ++at;
    add(bytes(one.from, at), true);
  }
  if (at < to) add(bytes(at, to), false);
  if (from > 0) pieces.front().text.insert(0, "…");
  if (std::max(at, to) < end) pieces.back().text += "…";
  return pieces;
}

class Walk {
 public:
  Walk(const Reader& reader, SearchFile& file, const SearchAsked& asked)
      : reader_(reader), file_(file), asked_(asked) {}

  // Calls `take` with each hit until it wants no more; true where everything was looked at.
  template <class Take>
  bool run(Take take) {
    bool is_whole = true;
    std::size_t looked_at = 0;
    file_.each(asked_.words, reader_.body.no, asked_.ledger ? asked_.ledger->name : "",
               asked_.before, [&](std::int64_t row, std::string_view ledger) {
                 if (looked_at++ == candidates_max) return is_whole = false;
                 last_ = row;
                 std::optional<Hit> hit = look_at(row, ledger);
                 return !hit || (is_whole = take(std::move(*hit), row));
               });
    return is_whole;
  }
  std::int64_t last() const { return last_; }

 private:
  const LedgerTable* table(std::string_view name) {
    const Ledger* ledger = find_ledger(name);
    return ledger ? &tables_.try_emplace(ledger, *ledger).first->second : nullptr;
  }
  bool is_asked_for(const Record& record) const {
    return (asked_.path.empty() || covers(asked_.path, record.path)) &&
           (!asked_.state || *asked_.state == record.state) &&
           (!asked_.stage || *asked_.stage == record.stage());
  }
  std::optional<Hit> look_at(std::int64_t row, std::string_view name) {
    const LedgerTable* from = table(name);
    std::optional<Record> record = from ? from->at_row(reader_.connection, row) : std::nullopt;
    if (!record || !is_asked_for(*record)) return std::nullopt;
    const auto turn = reader_.turn();
    const Sight sight = sight_as_read(reader_, *record);
    if (sight == Sight::nothing) return std::nullopt;
    const bool wrote_it = record->author == reader_.actor.person;
    redact(*record, sight);
    std::optional<Snippet> snippet = where_found(*record, asked_.words);
    if (!snippet) return std::nullopt;
    Standing standing = standing_of(*record, reader_.body.circumstances());
    return Hit{
        &from->ledger(), {std::move(*record), standing, sight, wrote_it}, std::move(*snippet)};
  }

  const Reader& reader_;
  SearchFile& file_;
  const SearchAsked& asked_;
  std::map<const Ledger*, LedgerTable> tables_;
  std::int64_t last_ = 0;
};

}  // namespace

std::optional<Snippet> where_found(const Record& seen, const SearchedWords& words) {
  std::vector<bool> is_there(words.words.size());
  std::optional<Snippet> best;
  std::ptrdiff_t most = 0;  // of the words in one text
  for (const SearchedText& text : searched_texts(seen)) {
    const FoldedText folded_text = folded(text.text);
    std::ptrdiff_t here = 0;
    for (std::size_t i = 0; i < words.words.size(); ++i) {
      if (find_word(folded_text.text, words.words[i]) == std::u32string::npos) continue;
      is_there[i] = true;
      ++here;
    }
    if (here <= most) continue;
    most = here;
    best = Snippet{text.place, text.row,
                   pieces_of(text.text, folded_text, stretches_of(folded_text, words))};
  }
  const bool are_all_there = std::ranges::all_of(is_there, [](bool each) { return each; });
  return are_all_there ? best : std::nullopt;
}

Hits find_words(const Reader& reader, SearchFile& file, const SearchAsked& asked) {
  Hits found;
  std::int64_t last_shown = 0;
  Walk walk(reader, file, asked);
  const bool is_whole = walk.run([&](Hit hit, std::int64_t row) {
    // One more than the page holds makes a next page, and nothing else does.
    if (found.hits.size() == asked.limit) return false;
    found.hits.push_back(std::move(hit));
    last_shown = row;
    return true;
  });
  if (is_whole) return found;
  found.next = found.hits.size() == asked.limit ? last_shown : walk.last();
  return found;
}

ListCount count_words(const Reader& reader, SearchFile& file, SearchAsked asked) {
  asked.before = 0;
  std::int64_t count = 0;
  const bool is_whole = Walk(reader, file, asked).run([&](const Hit&, std::int64_t) {
    ++count;
    return true;
  });
  return {is_whole ? count : roughly(count), is_whole};
}

namespace {

std::string with_groups_parted_by(std::string_view text, std::string_view between) {
  std::string all;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find_first_of(" -", from), text.size());
    if (to > from) all.append(all.empty() ? "" : between).append(text.substr(from, to - from));
    from = to + 1;
  }
  return all;
}

// In all the ways in which offices write one number: in full width or not, in capitals or small,
// with Chinese brackets or plain ones. A key of another system is kept as that system writes it.
std::set<std::string> spellings_of(std::string_view text) {
  if (text.empty() || text.size() > source_bytes_max) return {};
  const std::string plain = compatibility_folded(text);
  const auto each = [](std::string all, auto change) {
    for (char& symbol : all) symbol = change(symbol);
    return all;
  };
  std::set<std::string> spellings{std::string(text)};
  // Long numbers are read out and typed in groups, with blanks or dashes between.
  if (plain.find_first_of(" -") != plain.npos)
    for (const std::string_view between : {"", "-", " "})
      spellings.insert(with_groups_parted_by(plain, between));
  for (std::string one :
       {plain,
        each(plain, [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }),
        each(plain, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; })}) {
    std::string with_wide_brackets, wide;
    for (const char symbol : one) {
      const bool is_plain = symbol > ' ' && symbol <= '~';
      std::string in_full_width;
      if (is_plain) append_utf8(in_full_width, U'！' + static_cast<char32_t>(symbol - '!'));
      wide += is_plain ? in_full_width : std::string(1, symbol);
      const bool is_bracket = symbol == '(' || symbol == ')';
      with_wide_brackets += is_bracket ? in_full_width : std::string(1, symbol);
    }
    spellings.insert({std::move(one), std::move(with_wide_brackets), std::move(wide)});
  }
  return spellings;
}

}  // namespace

std::vector<NamedRecord> find_named(const Reader& reader, const Ledger* only,
                                    std::string_view text) {
  std::vector<NamedRecord> named;
  const auto add = [&](const Ledger& ledger, const Uuid& id, NamedBy by) {
    if (only && only != &ledger) return;
    const auto turn = reader.turn();
    Result<Found> found = find_record(reader, ledger, id);
    const bool is_by_its_origin = by == NamedBy::source || by == NamedBy::import;
    if (!found || (is_by_its_origin && found->sight != Sight::whole)) return;
    named.push_back({&ledger, std::move(*found), by});
  };
  const auto id = parse_uuid(text);
  const std::set<std::string> spellings = spellings_of(text);
  for (const Ledger* ledger : all_ledgers()) {
    if (id) add(*ledger, *id, NamedBy::id);
    if (id)
      for (const RowOfImport& row : rows_of_import(reader.connection, *ledger, reader.body.no,
                                                   RecordId(*id), 0, named_by_import_max))
        add(*ledger, row.id, NamedBy::import);
    const LedgerTable table(*ledger);
    for (const std::string& source : spellings)
      if (const auto record = table.find_by_source(reader.connection, reader.body.no, source))
        add(*ledger, *record, NamedBy::source);
  }
  if (const auto code = parse_receipt_code(text)) {
    const Ledger* ledger = nullptr;
    if (const auto found = find_by_receipt(reader.connection, reader.body, ledger, *code))
      add(*ledger, found->record.id, NamedBy::receipt);
  }
  return named;
}

std::vector<NamedRecord> find_numbered(const Reader& reader, SearchFile& file, const Ledger* only,
                                       std::string_view number) {
  constexpr std::size_t bearers_max = 20;  // versions of one document, and who else took its number
  std::vector<NamedRecord> bearers;
  const SearchAsked asked{.words = searched_words(number), .ledger = only};
  const std::u32string sought = folded(number).text;
  Walk(reader, file, asked).run([&](Hit hit, std::int64_t) {
    const Ledger& ledger = *hit.ledger;
    const FieldSpec* field = ledger.field("number");
    const Record& seen = hit.found.record;
    const auto* borne =
        field ? std::get_if<std::string>(&seen.value_at(ledger.index_of(*field))) : nullptr;
    if (borne && folded(*borne).text == sought)
      bearers.push_back({&ledger, std::move(hit.found), NamedBy::number});
    return bearers.size() < bearers_max;
  });
  return bearers;
}

}  // namespace chuangyou

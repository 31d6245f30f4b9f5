#include "campaign/sight_of_lists.h"

#include <algorithm>
#include <set>

#include "campaign/past_day.h"
#include "record/concealment.h"
#include "record/who_speaks.h"

namespace chuangyou {
namespace {

constexpr std::size_t records_in_turn = 200;  // so many while the body stays locked

// What is kept from the reader because it is about him or his line: the highest unit concerned is
// one in which he holds a post or one above it, or he is named or was concerned. They are looked up
// by an index.
class Kept {
 public:
  Kept(const Reader& reader, const LedgerTable& table) : reader_(reader), table_(table) {
    const Concealment& conceals = table.ledger().conceals;
    if (!table.conceals_any(reader.connection)) return;
    std::set<Uuid> line;
    {
      const auto turn = reader.turn();
      const Tree& tree = reader.body.tree;
      root_ = tree.path_of(0);
      for (const Post& post : reader.actor.posts)
        for (const UnitNo no : tree.line_of(tree.number_of(post.unit)))
          line.insert(tree.unit(no).id);
    }
    for (const Uuid& unit : line) look(conceals.from, unit);
    if (reader.actor.person.is_nil()) return;
    look(conceals.person, reader.actor.person);
    look(conceals.concerned, reader.actor.person);
  }
  // And of a past day what he may not see of it today.
  void add_what_is_kept_today() {
    const TodayToo* today = reader_.today_too;
    if (!today) return;
    for (const Record& kept : kept_from(today->reader, table_).records)
      if (auto then = table_.get(reader_.connection, reader_.body.no, kept.id))
        add(std::move(*then));
    const auto elsewhere = today->day.elsewhere();
    const auto rows = elsewhere->find(table_.ledger().name);
    if (rows == elsewhere->end()) return;
    for (const auto& [row_no, row] : rows->second) {
      if (!row.now.empty() && sees_all_today(row.now)) continue;
      auto then = table_.at_row(reader_.connection, row_no);
      if (then && sight_as_read(reader_, *then) == Sight::nothing) add(std::move(*then));
    }
  }
  Page& page() { return page_; }

 private:
  bool sees_all_today(std::string_view path) const {
    const Reader& today = reader_.today_too->reader;
    const auto turn = today.turn();
    return sees_all(today, table_.ledger(), path);
  }
  void add(Record record) {
    if (!found_.insert(record.id).second) return;
    const auto standing = table_.standing_in_row(reader_.connection, reader_.body.no, record.id);
    page_.standings.push_back(*standing);
    page_.records.push_back(std::move(record));
  }
  void look(std::string_view field, const Uuid& id) {
    ListQuery query;
    query.path = root_;
    query.field_equals = std::pair(std::string(field), Value(id));
    query.limit = records_in_turn;
    do {
      Page found = table_.list(reader_.connection, reader_.body.no, query).value();
      query.cursor = found.next_cursor;
      take(std::move(found));
    } while (!query.cursor.empty());
  }
  void take(Page found) {
    const auto turn = reader_.turn();
    for (std::size_t i = 0; i < found.records.size(); ++i) {
      const Record& record = found.records[i];
      if (!is_kept_from(reader_.actor, record, reader_.today(), path_of(reader_))) continue;
      // By his line and by his name: it is one record all the same.
      if (!found_.insert(record.id).second) continue;
      page_.records.push_back(record);
      page_.standings.push_back(found.standings[i]);
    }
  }

  const Reader& reader_;
  const LedgerTable& table_;
  std::string root_;
  std::set<Uuid> found_;
  Page page_;
};

}  // namespace

namespace {

// On a past day the same must hold today, of the unit where it stands by now.
bool holds_today_too(const Reader& reader, std::string_view path, const auto& holds) {
  if (!reader.today_too) return true;
  const Reader& today = reader.today_too->reader;
  const auto turn = today.turn();
  const UnitNo unit = number_in_path(path);
  return unit != no_unit && holds(today, today.body.tree.path_of(unit));
}

bool stands_above(const Reader& reader, std::string_view path) {
  Date today = reader.today();
  return std::ranges::any_of(reader.actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && sees_its_subtree(post.role) && covers(post.path, path);
  });
}

bool reads_everywhere(const Reader& reader, const Ledger& ledger) {
  Date today = reader.today();
  return std::ranges::any_of(ledger.read, [&](const Right& right) {
    if (right.at != At::anywhere || !right.field.empty()) return false;
    return std::ranges::any_of(reader.actor.posts, [&](const Post& post) {
      return is_in_force(post, today) && post.role == right.role;
    });
  });
}

}  // namespace

bool sees_all_below(const Reader& reader, std::string_view path) {
  return stands_above(reader, path) &&
         holds_today_too(reader, path, [](const Reader& today, std::string_view now) {
           return stands_above(today, now);
         });
}

Page kept_from(const Reader& reader, const LedgerTable& table) {
  Kept kept(reader, table);
  kept.add_what_is_kept_today();
  return std::move(kept.page());
}

bool sees_all(const Reader& reader, const Ledger& ledger, std::string_view path) {
  return reads_everywhere(reader, ledger) || sees_all_below(reader, path);
}

bool reads_all(const Reader& reader, const Ledger& ledger, std::string_view path) {
  if (!ledger.is_confidential) return sees_all(reader, ledger, path);
  const auto reads = [&ledger](const Reader& as, std::string_view where) {
    return reads_all_below(as.actor, ledger, where, as.today());
  };
  return reads(reader, path) && holds_today_too(reader, path, reads);
}

bool reads_all_at(const Reader& reader, const Ledger& ledger, std::string_view path) {
  const auto reads = [&ledger](const Reader& as, std::string_view where) {
    return reads_all_at(as.actor, ledger, where, as.today());
  };
  return reads(reader, path) && holds_today_too(reader, path, reads);
}

}  // namespace chuangyou

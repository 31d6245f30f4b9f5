#include "campaign/sight_of_lists.h"

#include <algorithm>
#include <set>

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
  Page& page() { return page_; }

 private:
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

bool sees_all_below(const Reader& reader, std::string_view path) {
  Date today = reader.today();
  return std::ranges::any_of(reader.actor.posts, [&](const Post& post) {
    return is_in_force(post, today) && sees_its_subtree(post.role) && covers(post.path, path);
  });
}

Page kept_from(const Reader& reader, const LedgerTable& table) {
  return std::move(Kept(reader, table).page());
}

bool sees_all(const Reader& reader, const Ledger& ledger, std::string_view path) {
  if (sees_all_below(reader, path)) return true;
  Date today = reader.today();
  return std::ranges::any_of(ledger.read, [&](const Right& right) {
    if (right.at != At::anywhere || !right.field.empty()) return false;
    return std::ranges::any_of(reader.actor.posts, [&](const Post& post) {
      return is_in_force(post, today) && post.role == right.role;
    });
  });
}

bool reads_all(const Reader& reader, const Ledger& ledger, std::string_view path) {
  return ledger.is_confidential ? reads_all_below(reader.actor, ledger, path, reader.today())
                                : sees_all(reader, ledger, path);
}

}  // namespace chuangyou

#include "journal/roll_up.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>
#include <stdexcept>

namespace chuangyou {
namespace {

constexpr std::string_view snapshot_mark = "chuangyou figures 1\n";

std::size_t index_of(UnitNo no) { return static_cast<std::size_t>(no); }
std::size_t index_of(Count count) { return static_cast<std::size_t>(count); }

void write_number(std::string& out, std::uint64_t number) {  // LEB128
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
  out += static_cast<char>(number);
}

// Reads what write_number wrote; after a fault everything reads as 0.
struct Bytes {
  std::string_view left;
  bool is_whole = true;

  std::string_view take(std::uint64_t size) {
    if (size > left.size()) is_whole = false;
    std::string_view taken = left.substr(0, is_whole ? size : 0);
    left.remove_prefix(taken.size());
    return taken;
  }
  std::uint64_t number() {
    std::uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      std::string_view byte = take(1);
      if (byte.empty()) return 0;
      auto bits = static_cast<unsigned char>(byte[0]);
      number |= std::uint64_t{bits & 0x7FU} << shift;
      if (bits < 0x80) return number;
    }
    is_whole = false;
    return 0;
  }
};

}  // namespace

bool is_contested(std::string_view state) {
  return state == "not_confirmed" || state == "not_solved";
}

Counted counted(const Record& record, const Standing& standing) {
  return {record.unit,     standing.stage,   is_contested(record.state),
          standing.due_at, standing.on_time, standing.implausible};
}

RollUp::RollUp(const Tree& tree, Moment at)
    : tree_(&tree), at_(at), parents_(tree.parents().begin(), tree.parents().end()) {}

RollUp::Row RollUp::row_of(const Counted& one, Moment at) {
  Row row{};
  auto add = [&row](Count count, bool holds) { row[index_of(count)] += holds ? 1 : 0; };
  bool is_closed = one.stage == Stage::claimed || one.stage == Stage::confirmed;
  add(Count::all, true);
  add(Count::open, one.stage == Stage::open);
  add(Count::open_overdue, one.stage == Stage::open && one.due_at && *one.due_at <= at);
  add(Count::claimed, one.stage == Stage::claimed);
  add(Count::confirmed, one.stage == Stage::confirmed);
  add(Count::contested, one.contested);
  add(Count::closed_on_time, is_closed && !one.implausible && one.on_time == true);
  add(Count::closed_late, is_closed && !one.implausible && one.on_time == false);
  add(Count::implausible, one.implausible);
  add(Count::ended, one.stage == Stage::ended);
  return row;
}

// Fresh pages of the system are zero and take no memory before they are written to.
RollUp::Columns RollUp::zeroes(std::size_t units) {
  Columns columns(static_cast<Row*>(std::calloc(std::max<std::size_t>(units, 1), sizeof(Row))));
  if (!columns) throw std::bad_alloc();
  return columns;
}

RollUp::Columns& RollUp::columns_of(std::string_view ledger) {
  auto found = ledgers_.find(ledger);
  if (found == ledgers_.end())
    found = ledgers_.emplace(std::string(ledger), zeroes(parents_.size())).first;
  return found->second;
}

UnitNo RollUp::number_of(const UnitId& unit) {
  UnitNo no = tree_->number_of(unit);
  if (no == no_unit) throw std::logic_error("a record is counted at a unit that is not there");
  if (index_of(no) >= parents_.size()) reshape(*tree_);
  return no;
}

void RollUp::walk(Columns& columns, UnitNo from, const Row& delta) {
  for (UnitNo no = from; no != no_unit; no = parents_[index_of(no)]) {
    Row& row = columns[index_of(no)];
    for (std::size_t kind = 0; kind < count_kinds; ++kind) row[kind] += delta[kind];
  }
}

void RollUp::follow(std::string_view ledger, const std::optional<Counted>& before,
                    const std::optional<Counted>& after) {
  if (!before && !after) return;
  UnitNo to = after ? number_of(after->unit) : no_unit;
  UnitNo from = !before ? no_unit : after && after->unit == before->unit ? to : number_of(before->unit);
  Columns& columns = columns_of(ledger);
  Row added = after ? row_of(*after, at_) : Row{};
  Row taken{};
  if (before) taken = row_of(*before, at_);
  for (std::uint32_t& count : taken) count = 0U - count;
  if (after && !before &&
      columns[0][index_of(Count::all)] == std::numeric_limits<std::uint32_t>::max())
    throw std::overflow_error("a ledger has more records than can be counted");
  if (from != to) {
    walk(columns, from, taken);
    walk(columns, to, added);
    return;
  }
  for (std::size_t kind = 0; kind < count_kinds; ++kind) added[kind] += taken[kind];
  if (added != Row{}) walk(columns, to, added);
}

void RollUp::advance(Moment now, std::string_view ledger, std::span<const Counted> fell_due) {
  Row overdue{};
  overdue[index_of(Count::open_overdue)] = 1;
  for (const Counted& one : fell_due) {
    if (one.stage != Stage::open) continue;
    UnitNo no = number_of(one.unit);
    walk(columns_of(ledger), no, overdue);
  }
  at_ = std::max(at_, now);
}

Counts RollUp::counts(std::string_view ledger, UnitNo unit) const {
  Counts counts{};
  auto found = ledgers_.find(ledger);
  if (found == ledgers_.end() || unit < 0 || index_of(unit) >= parents_.size()) return counts;
  std::ranges::copy(found->second[index_of(unit)], counts.begin());
  return counts;
}

void RollUp::copy_without_children(const Columns& columns, Columns& own) const {
  for (std::size_t no = 0; no < parents_.size(); ++no) {
    const Row& row = columns[no];
    if (row[index_of(Count::all)] == 0) continue;  // the page stays untouched
    for (std::size_t kind = 0; kind < count_kinds; ++kind) own[no][kind] += row[kind];
    if (parents_[no] == no_unit) continue;
    Row& above = own[index_of(parents_[no])];
    for (std::size_t kind = 0; kind < count_kinds; ++kind) above[kind] -= row[kind];
  }
}

// Leaves first, each unit after all below it; a parent may have the higher number after a move.
void RollUp::sum_up(Columns& columns) const {
  std::vector<UnitNo> waits_for(parents_.size(), 0);
  for (UnitNo parent : parents_)
    if (parent != no_unit) ++waits_for[index_of(parent)];
  for (std::size_t leaf = 0; leaf < parents_.size(); ++leaf) {
    std::size_t no = leaf;
    while (waits_for[no] == 0) {
      waits_for[no] = -1;
      UnitNo parent = parents_[no];
      if (parent == no_unit) break;
      if (columns[no][index_of(Count::all)] != 0)
        for (std::size_t kind = 0; kind < count_kinds; ++kind)
          columns[index_of(parent)][kind] += columns[no][kind];
      --waits_for[index_of(parent)];
      no = index_of(parent);
    }
  }
}

void RollUp::reshape(const Tree& tree) {
  std::span<const UnitNo> parents = tree.parents();
  bool only_grew = parents.size() >= parents_.size() &&
                   std::ranges::equal(parents_, parents.first(parents_.size()));
  std::size_t kept = std::min(parents.size(), parents_.size());
  std::map<std::string, Columns, std::less<>> reshaped;
  if (!only_grew || parents.size() > parents_.size()) {
    for (const auto& [ledger, columns] : ledgers_) {
      Columns anew = zeroes(parents.size());
      if (only_grew) {
        for (std::size_t no = 0; no < kept; ++no)
          if (columns[no][index_of(Count::all)] != 0) anew[no] = columns[no];
      } else {
        Columns own = zeroes(parents_.size());
        copy_without_children(columns, own);
        for (std::size_t no = 0; no < kept; ++no)
          if (own[no][index_of(Count::all)] != 0) anew[no] = own[no];
      }
      reshaped.emplace(ledger, std::move(anew));
    }
    ledgers_ = std::move(reshaped);
  }
  tree_ = &tree;
  parents_.assign(parents.begin(), parents.end());
  if (only_grew) return;
  for (auto& [ledger, columns] : ledgers_) sum_up(columns);
}

Hash RollUp::shape() const {
  std::string_view parents(reinterpret_cast<const char*>(parents_.data()),
                           parents_.size() * sizeof(UnitNo));
  return hash_of(HashFunction::sha256, {parents});
}

// Own counts only, as short numbers: for each unit that has some, the distance to the unit before,
// a bit for each kind that is not zero, and those.
std::string RollUp::body_of_snapshot() const {
  std::string body;
  write_number(body, static_cast<std::uint64_t>(at_.microseconds));
  write_number(body, parents_.size());
  body += bytes_of(shape());
  write_number(body, ledgers_.size());
  for (const auto& [ledger, columns] : ledgers_) {
    write_number(body, ledger.size());
    body += ledger;
    Columns own = zeroes(parents_.size());
    copy_without_children(columns, own);
    std::size_t next = 0;
    for (std::size_t no = 0; no < parents_.size(); ++no) {
      if (own[no][index_of(Count::all)] == 0) continue;
      write_number(body, no - next + 1);
      next = no + 1;
      std::uint64_t kinds = 0;
      for (std::size_t kind = 0; kind < count_kinds; ++kind)
        if (own[no][kind] != 0) kinds |= std::uint64_t{1} << kind;
      write_number(body, kinds);
      for (std::uint32_t count : own[no])
        if (count != 0) write_number(body, count);
    }
    write_number(body, 0);
  }
  return body;
}

std::string RollUp::snapshot() const {
  std::string body = body_of_snapshot();
  std::string snapshot(snapshot_mark);
  snapshot += bytes_of(hash_of(HashFunction::sha256, {body}));
  return snapshot += body;
}

bool RollUp::restore(std::string_view snapshot) {
  Bytes bytes{snapshot};
  if (bytes.take(snapshot_mark.size()) != snapshot_mark) return false;
  std::string_view hash = bytes.take(sizeof(Hash));
  if (!bytes.is_whole || hash != bytes_of(hash_of(HashFunction::sha256, {bytes.left}))) return false;
  Moment at{static_cast<std::int64_t>(bytes.number())};
  if (bytes.number() != parents_.size() || bytes.take(sizeof(Hash)) != bytes_of(shape())) return false;
  std::map<std::string, Columns, std::less<>> ledgers;
  for (std::uint64_t left = bytes.number(); left > 0 && bytes.is_whole; --left) {
    std::string name(bytes.take(bytes.number()));
    Columns columns = zeroes(parents_.size());
    std::uint64_t next = 0;
    for (std::uint64_t step = bytes.number(); step > 0; step = bytes.number()) {
      std::uint64_t no = next + step - 1;
      if (no >= parents_.size()) return false;
      next = no + 1;
      std::uint64_t kinds = bytes.number();
      for (std::size_t kind = 0; kind < count_kinds; ++kind)
        if (kinds >> kind & 1) columns[no][kind] = static_cast<std::uint32_t>(bytes.number());
    }
    sum_up(columns);
    ledgers.emplace(std::move(name), std::move(columns));
  }
  if (!bytes.is_whole || !bytes.left.empty()) return false;
  ledgers_ = std::move(ledgers);
  at_ = at;
  return true;
}

std::size_t RollUp::bytes_held() const {
  return parents_.capacity() * sizeof(UnitNo) + ledgers_.size() * parents_.size() * sizeof(Row);
}

}  // namespace chuangyou

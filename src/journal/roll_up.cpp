#include "journal/roll_up.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>
#include <stdexcept>

namespace chuangyou {
namespace {

constexpr std::string_view snapshot_mark = "chuangyou figures 3\n";

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

void write_flows(std::string& out, const Flows& flows) {
  write_number(out, static_cast<std::uint32_t>(flows.first_day().days));
  flows.each([&](std::string_view ledger, Date day, UnitNo unit, const FlowCounts& counts) {
    write_number(out, ledger.size());
    out += ledger;
    write_number(out, static_cast<std::uint32_t>(day.days));
    write_number(out, static_cast<std::uint64_t>(unit));
    for (const std::int64_t count : counts) write_number(out, static_cast<std::uint64_t>(count));
  });
  write_number(out, 0);
}

Flows read_flows(Bytes& bytes, std::size_t units) {
  const auto day = [&] { return Date{static_cast<std::int32_t>(bytes.number())}; };
  Flows flows;
  flows.forget_before(day());
  while (const std::uint64_t name_bytes = bytes.number()) {
    const std::string_view ledger = bytes.take(name_bytes);
    const Date of = day();
    const auto unit = static_cast<UnitNo>(bytes.number());
    FlowCounts counts;
    for (std::int64_t& count : counts) count = static_cast<std::int64_t>(bytes.number());
    if (index_of(unit) >= units) bytes.is_whole = false;
    if (!bytes.is_whole) break;
    flows.put(ledger, of, unit, counts);
  }
  return flows;
}

}  // namespace

Counted counted(const Record& record, const Standing& standing) {
  return {.unit = record.unit,
          .stage = standing.stage,
          .word = standing.word,
          .due_at = standing.due_at,
          .on_time = standing.on_time,
          .kept_first = standing.kept_first,
          .implausible = standing.implausible,
          .is_history = record.history == History::unconfirmed,
          .unit_no = number_in_path(record.path)};
}

RollUp::RollUp(const Tree& tree, Moment at)
    : tree_(&tree), at_(at), parents_(tree.parents().begin(), tree.parents().end()) {
  find_merged();
}

RollUp::Row RollUp::row_of(const Counted& one, Moment at) {
  Row row{};
  auto add = [&row](Count count, bool holds) { row[index_of(count)] = holds ? 1 : 0; };
  add(Count::all, true);
  add(Count::open, one.stage == Stage::open);
  add(Count::open_overdue, one.stage == Stage::open && one.due_at && *one.due_at <= at);
  add(Count::claimed, one.stage == Stage::claimed);
  add(Count::confirmed, one.stage == Stage::confirmed);
  add(Count::contested, one.word == false);
  add(Count::closed_on_time, !one.implausible && one.on_time == true);
  add(Count::closed_late, !one.implausible && one.on_time == false);
  add(Count::implausible, one.implausible);
  add(Count::ended, one.stage == Stage::ended);
  add(Count::said_yes, one.word == true);
  add(Count::kept_first, one.kept_first == true);
  add(Count::history, one.is_history);
  return row;
}

// Fresh pages of the system are zero and take no memory before they are written to.
RollUp::Column RollUp::zeroes(std::size_t units) {
  Column column(static_cast<std::uint32_t*>(
      std::calloc(std::max<std::size_t>(units, 1), sizeof(std::uint32_t))));
  if (!column) throw std::bad_alloc();
  return column;
}

UnitNo RollUp::number_of(const Counted& one) {
  UnitNo no = one.unit_no;
  if (no < 0 || no >= tree_->size()) no = tree_->number_of(one.unit);
  if (no == no_unit) throw std::logic_error("a record is counted at a unit that is not there");
  if (index_of(no) >= parents_.size()) reshape(*tree_);
  return no;
}

void RollUp::walk(Columns& columns, UnitNo from, const Row& delta) {
  std::array<UnitNo, path_depth_max> line;
  std::size_t length = 0;
  for (UnitNo no = from; no != no_unit; no = parents_[index_of(no)]) line[length++] = no;
  for (std::size_t kind = 0; kind < count_kinds; ++kind) {
    if (delta[kind] == 0) continue;
    if (!columns[kind]) columns[kind] = zeroes(parents_.size());
    std::uint32_t* sums = columns[kind].get();
    auto added = static_cast<std::uint32_t>(delta[kind]);  // taking away wraps round
    for (std::size_t at = 0; at < length; ++at) sums[line[at]] += added;
  }
}

void RollUp::follow(std::string_view ledger, const std::optional<Counted>& before,
                    const std::optional<Counted>& after) {
  if (!before && !after) return;
  UnitNo to = after ? number_of(*after) : no_unit;
  UnitNo from = !before ? no_unit : after && after->unit == before->unit ? to : number_of(*before);
  auto found = ledgers_.find(ledger);
  if (found == ledgers_.end()) found = ledgers_.emplace(std::string(ledger), Columns()).first;
  Columns& columns = found->second;
  const Column& all = columns[index_of(Count::all)];
  if (!before && all && all[0] == std::numeric_limits<std::uint32_t>::max())
    throw std::overflow_error("a ledger has more records than can be counted");
  Row added{};
  if (after) added = row_of(*after, at_);
  Row taken{};
  if (before) taken = row_of(*before, at_);
  if (from == to) {
    for (std::size_t kind = 0; kind < count_kinds; ++kind) added[kind] -= taken[kind];
  } else {
    for (std::int32_t& count : taken) count = -count;
    walk(columns, from, taken);
  }
  if (added != Row{}) walk(columns, to, added);
}

void RollUp::advance(Moment now, std::string_view ledger, std::span<const Counted> fell_due) {
  Row overdue{};
  overdue[index_of(Count::open_overdue)] = 1;
  for (const Counted& one : fell_due) {
    if (one.stage != Stage::open) continue;
    UnitNo no = number_of(one);
    auto found = ledgers_.find(ledger);
    if (found == ledgers_.end())
      throw std::logic_error("a record falls due that was never counted");
    walk(found->second, no, overdue);
  }
  at_ = std::max(at_, now);
}

// A unit may be merged into one that is merged in its turn, and in old journals two into each
// other; then neither goes on, and each counts where it is.
void RollUp::find_merged() {
  going_on_.clear();
  for (const UnitNo no : tree_->merged()) {
    const Unit& unit = tree_->unit(no);
    const Unit& goes_on = tree_->going_on(unit);
    if (goes_on.no != no && !(goes_on.is_closed && goes_on.merged_into))
      going_on_.emplace(no, goes_on.no);
  }
}

std::span<const UnitNo> RollUp::flow_line(UnitNo no,
                                          std::array<UnitNo, path_depth_max>& line) const {
  if (const auto merged = going_on_.find(no); merged != going_on_.end()) no = merged->second;
  std::size_t length = 0;
  for (; no != no_unit && length < line.size(); no = parents_[index_of(no)]) line[length++] = no;
  return {line.data(), length};
}

void RollUp::flow(std::string_view ledger, const FlowChange& change) {
  if (change.unit < 0 || change.unit >= tree_->size())
    throw std::logic_error("something happens at a unit that is not there");
  if (index_of(change.unit) >= parents_.size()) reshape(*tree_);
  std::array<UnitNo, path_depth_max> line;
  flows_.add(ledger, change.unit, change.day, change.bits, change.times,
             [&](UnitNo no) { return flow_line(no, line); });
}

void RollUp::sum_up_flows() {
  std::array<UnitNo, path_depth_max> line;
  flows_.sum_up([&](UnitNo no) { return flow_line(no, line); });
}

Counts RollUp::counts(std::string_view ledger, UnitNo unit) const {
  Counts counts{};
  auto found = ledgers_.find(ledger);
  if (found == ledgers_.end() || unit < 0 || index_of(unit) >= parents_.size()) return counts;
  for (std::size_t kind = 0; kind < count_kinds; ++kind)
    if (const Column& sums = found->second[kind]) counts[kind] = sums[index_of(unit)];
  return counts;
}

RollUp::Column RollUp::without_children(const Column& sums) const {
  Column own = zeroes(parents_.size());
  for (std::size_t no = 0; no < parents_.size(); ++no) {
    if (sums[no] == 0) continue;  // its page stays untouched
    own[no] += sums[no];
    if (parents_[no] != no_unit) own[index_of(parents_[no])] -= sums[no];
  }
  return own;
}

// Each unit after all below it; a parent may have the higher number after a move.
std::vector<UnitNo> RollUp::leaves_first() const {
  std::vector<UnitNo> waits_for(parents_.size(), 0);
  for (UnitNo parent : parents_)
    if (parent != no_unit) ++waits_for[index_of(parent)];
  std::vector<UnitNo> order;
  order.reserve(parents_.size());
  for (std::size_t no = 0; no < parents_.size(); ++no)
    if (waits_for[no] == 0) order.push_back(static_cast<UnitNo>(no));
  for (std::size_t at = 0; at < order.size(); ++at) {
    UnitNo parent = parents_[index_of(order[at])];
    if (parent != no_unit && --waits_for[index_of(parent)] == 0) order.push_back(parent);
  }
  return order;
}

void RollUp::sum_up(Column& own, std::span<const UnitNo> order) const {
  for (UnitNo no : order) {
    UnitNo parent = parents_[index_of(no)];
    if (parent != no_unit && own[index_of(no)] != 0) own[index_of(parent)] += own[index_of(no)];
  }
}

void RollUp::reshape(const Tree& tree) {
  std::span<const UnitNo> parents = tree.parents();
  std::size_t kept = std::min(parents.size(), parents_.size());
  bool only_grew = std::ranges::equal(parents_, parents.first(kept));
  if (!only_grew || parents.size() > parents_.size()) {
    for (auto& [ledger, columns] : ledgers_)
      for (Column& sums : columns) {
        if (!sums) continue;
        Column old = only_grew ? std::move(sums) : without_children(sums);
        sums = zeroes(parents.size());
        for (std::size_t no = 0; no < kept; ++no)
          if (old[no] != 0) sums[no] = old[no];
      }
  }
  tree_ = &tree;
  parents_.assign(parents.begin(), parents.end());
  const auto went_on = going_on_;
  find_merged();
  if (!only_grew || went_on != going_on_) sum_up_flows();
  if (only_grew) return;
  std::vector<UnitNo> order = leaves_first();
  for (auto& [ledger, columns] : ledgers_)
    for (Column& sums : columns)
      if (sums) sum_up(sums, order);
}

Hash RollUp::shape() const {
  std::string_view parents(reinterpret_cast<const char*>(parents_.data()),
                           parents_.size() * sizeof(UnitNo));
  return hash_of(HashFunction::sha256, {parents});
}

// Own counts only, as short numbers: for each unit that has some, the distance to the unit before,
// and the count.
std::string RollUp::body_of_snapshot() const {
  std::string body;
  write_number(body, static_cast<std::uint64_t>(at_.microseconds));
  write_number(body, parents_.size());
  body += bytes_of(shape());
  write_number(body, ledgers_.size());
  for (const auto& [ledger, columns] : ledgers_) {
    write_number(body, ledger.size());
    body += ledger;
    for (const Column& sums : columns) {
      Column own = sums ? without_children(sums) : Column();
      std::size_t next = 0;
      for (std::size_t no = 0; own && no < parents_.size(); ++no) {
        if (own[no] == 0) continue;
        write_number(body, no - next + 1);
        write_number(body, own[no]);
        next = no + 1;
      }
      write_number(body, 0);
    }
  }
  write_flows(body, flows_);
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
  if (!bytes.is_whole || hash != bytes_of(hash_of(HashFunction::sha256, {bytes.left})))
    return false;
  Moment at{static_cast<std::int64_t>(bytes.number())};
  if (bytes.number() != parents_.size() || bytes.take(sizeof(Hash)) != bytes_of(shape()))
    return false;
  std::map<std::string, Columns, std::less<>> ledgers;
  std::vector<UnitNo> order = leaves_first();
  for (std::uint64_t left = bytes.number(); left > 0 && bytes.is_whole; --left) {
    Columns& columns = ledgers[std::string(bytes.take(bytes.number()))];
    for (Column& sums : columns) {
      std::uint64_t next = 0;
      for (std::uint64_t step = bytes.number(); step > 0; step = bytes.number()) {
        std::uint64_t no = next + step - 1;
        if (no >= parents_.size()) return false;
        if (!sums) sums = zeroes(parents_.size());
        sums[no] = static_cast<std::uint32_t>(bytes.number());
        next = no + 1;
      }
      if (sums) sum_up(sums, order);
    }
  }
  Flows flows = read_flows(bytes, parents_.size());
  if (!bytes.is_whole || !bytes.left.empty()) return false;
  ledgers_ = std::move(ledgers);
  flows_ = std::move(flows);
  sum_up_flows();
  at_ = at;
  return true;
}

std::size_t RollUp::bytes_held() const {
  std::size_t columns_made = 0;
  for (const auto& [ledger, columns] : ledgers_)
    for (const Column& sums : columns) columns_made += sums ? 1 : 0;
  return parents_.capacity() * sizeof(UnitNo) +
         columns_made * parents_.size() * sizeof(std::uint32_t);
}

}  // namespace chuangyou

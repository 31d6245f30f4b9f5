// Realises: S3 S9–S12 S21 — all units of a body in two trees, the Party's line and the other one
#include "org/tree.h"

#include <algorithm>
#include <array>

#include "core/folded.h"
#include "core/text.h"

namespace chuangyou {
namespace {

// The 64 symbols in the order of their bytes, so that paths sort as their numbers do.
constexpr std::string_view symbols =
    "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

constexpr std::array<std::int8_t, 256> symbol_values = [] {
  std::array<std::int8_t, 256> values;
  values.fill(-1);
  for (std::size_t at = 0; at < symbols.size(); ++at)
    values[static_cast<unsigned char>(symbols[at])] = static_cast<std::int8_t>(at);
  return values;
}();

std::size_t index_of(UnitNo no) { return static_cast<std::size_t>(no); }

std::uint64_t mixed(std::uint64_t bits) {
  bits ^= bits >> 33;
  bits *= 0xff51afd7ed558ccdULL;
  bits ^= bits >> 33;
  bits *= 0xc4ceb9fe1a85ec53ULL;
  return bits ^ (bits >> 33);
}

// Ids need not be random: tests and other systems count them up.
std::uint64_t hash_of_id(const Uuid& id) {
  std::uint64_t high = 0, low = 0;
  std::memcpy(&high, id.bytes.data(), 8);
  std::memcpy(&low, id.bytes.data() + 8, 8);
  return mixed(low ^ mixed(high));
}

std::uint64_t hash_of_text(std::string_view text) {
  return mixed(std::hash<std::string_view>()(text));
}

// One bit of the low half for each character, one of the high half for each pair of neighbours. A
// text can contain another only if it has all bits of the other.
std::uint64_t letters_of(std::u32string_view text) {
  std::uint64_t letters = 0;
  char32_t before = 0;
  const auto bit_of = [](std::uint32_t key) { return (key * 0x9e3779b1U) >> 27; };
  for (const char32_t character : text) {
    letters |= std::uint64_t{1} << bit_of(character);
    if (before) letters |= std::uint64_t{1} << (32 + bit_of(before * 0x85ebca6bU ^ character));
    before = character;
  }
  return letters;
}

// What a unit has where a word stands in one of its names, or the initials there are it.
struct WordMarks {
  std::uint64_t letters = 0;
  std::uint32_t initials = 0;  // none: it can be no initials
};
std::vector<WordMarks> marks_of(const SoughtName& sought) {
  std::vector<WordMarks> marks;
  for (const SoughtName::Word& word : sought.words)
    marks.push_back({letters_of(word.text), bits_of_initials(word.initials)});
  return marks;
}
bool may_be_in(std::span<const WordMarks> sought, std::uint64_t letters, std::uint32_t initials) {
  return std::ranges::all_of(sought, [&](const WordMarks& word) {
    return (letters & word.letters) == word.letters ||
           (word.initials != 0 && (initials & word.initials) == word.initials);
  });
}

bool is_in(const SoughtName& sought, const Unit& unit) {
  return sought.is_in(unit.name) || sought.is_in(unit.code) ||
         std::ranges::any_of(unit.aliases,
                             [&](const std::string& alias) { return sought.is_in(alias); });
}

// Each alias once, and none that says what the name says.
void tidy_aliases(Unit& unit) {
  std::vector<std::string> kept;
  for (std::string& alias : unit.aliases)
    if (!alias.empty() && alias != unit.name && std::ranges::find(kept, alias) == kept.end())
      kept.push_back(std::move(alias));
  kept.shrink_to_fit();
  unit.aliases = std::move(kept);
}

}  // namespace

Result<void> check_takes_work(const Unit& unit, std::string_view field, bool was_over_already) {
  if (was_taken_back(unit))
    return refuse(Refusal::unit_is_unknown, std::string(field), to_text(unit.id));
  if (unit.type == UnitType::collective)
    return refuse(Refusal::unit_takes_no_work, std::string(field), unit.name);
  if ((unit.is_closed || unit.until) && !was_over_already)
    return refuse(Refusal::unit_is_closed, std::string(field), unit.name);
  return {};
}

std::string path_segment(UnitNo no) {
  std::string segment(path_segment_size, symbols[0]);
  for (std::size_t at = path_segment_size; at-- > 0; no /= 64)
    segment[at] = symbols[index_of(no % 64)];
  return segment;
}

UnitNo number_in_path(std::string_view path) {
  if (path.empty() || path.size() % path_segment_size != 0) return no_unit;
  UnitNo no = 0;
  for (char symbol : path.substr(path.size() - path_segment_size)) {
    const std::int8_t value = symbol_values[static_cast<unsigned char>(symbol)];
    if (value < 0) return no_unit;
    no = no * 64 + value;
  }
  return no;
}

void NumberTable::set(std::uint64_t hash, UnitNo no) {
  std::size_t at = hash & mask();
  while (slots_[at] < removed) at = (at + 1) & mask();
  if (slots_[at] == empty) ++used_;
  slots_[at] = static_cast<std::uint32_t>(hash >> 56 << 24) | static_cast<std::uint32_t>(no);
}

void NumberTable::replace(std::uint64_t hash, UnitNo old, UnitNo now) {
  if (slots_.empty()) return;
  for (std::size_t at = hash & mask(); slots_[at] != empty; at = (at + 1) & mask()) {
    if (slots_[at] == removed || number_in(at) != old) continue;
    std::uint32_t tag = slots_[at] & 0xFF000000;
    slots_[at] = now == no_unit ? removed : tag | static_cast<std::uint32_t>(now);
    return;
  }
}

void NumberTable::make_room_for(std::size_t numbers) {
  std::size_t slots = 64;
  while (slots * 7 < (numbers + 1) * 10) slots *= 2;
  slots_.assign(slots, empty);
  used_ = 0;
}

Unit& Tree::unit_at(UnitNo no) {
  return blocks_[index_of(no) / block_size][index_of(no) % block_size];
}

UnitNo Tree::number_of(const Uuid& id) const {
  return by_id_.find(hash_of_id(id), [&](UnitNo no) { return unit(no).id == id; });
}

const Unit* Tree::find(const Uuid& id) const {
  UnitNo no = number_of(id);
  return no == no_unit ? nullptr : &unit(no);
}

const Unit* Tree::find_by_code(std::string_view code) const {
  if (code.empty()) return nullptr;
  UnitNo no =
      by_code_.find(hash_of_text(code), [&](UnitNo each) { return unit(each).code == code; });
  return no == no_unit ? nullptr : &unit(no);
}

template <class Each>
void Tree::for_each_named(std::string_view name, Each each) const {
  UnitNo no =
      by_name_.find(hash_of_text(name), [&](UnitNo head) { return unit(head).name == name; });
  for (; no != no_unit; no = next_of_name_[index_of(no)]) each(unit(no));
  auto [first, last] = by_alias_.equal_range(std::string(name));
  for (; first != last; ++first) each(unit(first->second));
}

Result<const Unit*> Tree::find_by_name(std::string_view name) const {
  name = trimmed(name);
  const Unit* open = nullptr;
  const Unit* closed = nullptr;
  std::size_t open_in_all = 0, closed_in_all = 0;
  for_each_named(name, [&](const Unit& unit) {
    if (was_taken_back(unit)) return;
    (unit.is_closed ? closed : open) = &unit;
    ++(unit.is_closed ? closed_in_all : open_in_all);
  });
  if (open_in_all == 1) return open;
  if (open_in_all == 0 && closed_in_all == 1) return closed;
  bool is_unknown = open_in_all == 0 && closed_in_all == 0;
  return refuse(is_unknown ? Refusal::unit_is_unknown : Refusal::name_is_ambiguous, "name",
                std::string(name));
}

const Unit& Tree::going_on(const Unit& unit) const {
  const Unit* goes_on = &unit;
  // Old journals may hold two that were merged into each other: then neither goes on.
  for (UnitNo steps = 0; goes_on->is_closed && goes_on->merged_into && steps < size(); ++steps) {
    const Unit* next = find(*goes_on->merged_into);
    if (!next) break;
    goes_on = next;
  }
  return *goes_on;
}

std::vector<const Unit*> Tree::search(std::string_view part, std::size_t limit,
                                      bool (*fits)(const Unit&),
                                      const std::function<void()>& looked_at) const {
  const SoughtName wanted(part);
  std::vector<const Unit*> found;
  // What is nothing but signs stands in no name.
  if (wanted.text.empty() && !is_blank(part)) return found;
  const std::vector<WordMarks> marks = marks_of(wanted);
  for (UnitNo no = 0; no < size() && found.size() < limit; ++no) {
    if (!may_be_in(marks, letters_[index_of(no)], initials_[index_of(no)])) continue;
    if (was_taken_back(unit(no)) || (fits && !fits(unit(no)))) continue;
    if (looked_at) looked_at();
    if (is_in(wanted, unit(no))) found.push_back(&unit(no));
  }
  return found;
}

std::span<const UnitNo> Tree::children_of(UnitNo no) const {
  std::int32_t list = list_of_[index_of(no)];
  return list < 0 ? std::span<const UnitNo>() : lists_[static_cast<std::size_t>(list)];
}

std::vector<UnitNo> Tree::children_in_either_tree(UnitNo no) const {
  const UnitId& id = unit(no).id;
  std::vector<UnitNo> children;
  for (UnitNo each = 0; each < size(); ++each)
    if (unit(each).administrative_parent == id || unit(each).party_parent == id)
      children.push_back(each);
  return children;
}

std::string_view Tree::path_at(UnitNo no) const {
  return std::string_view(paths_).substr(path_starts_[index_of(no)],
                                         depths_[index_of(no)] * path_segment_size);
}

std::string_view Tree::path_of(const Uuid& id) const {
  UnitNo no = number_of(id);
  return no == no_unit ? std::string_view() : path_at(no);
}

std::vector<UnitNo> Tree::line_of(UnitNo no) const {
  std::vector<UnitNo> line;
  for (; no != no_unit; no = parent_of(no)) line.push_back(no);
  return line;
}

UnitNo Tree::duty_parent(const Unit& unit) const {
  return number_of(unit.party_parent.is_nil() ? unit.administrative_parent : unit.party_parent);
}

bool Tree::is_administratively_below(UnitNo no, UnitNo above) const {
  for (; no != no_unit; no = number_of(unit(no).administrative_parent))
    if (no == above) return true;
  return false;
}

std::size_t Tree::height_of(UnitNo no) const {
  std::size_t deepest = depths_[index_of(no)];
  std::vector<UnitNo> waiting{no};
  while (!waiting.empty()) {
    UnitNo next = waiting.back();
    waiting.pop_back();
    deepest = std::max<std::size_t>(deepest, depths_[index_of(next)]);
    waiting.insert(waiting.end(), children_of(next).begin(), children_of(next).end());
  }
  return deepest - depths_[index_of(no)];
}

Result<void> Tree::check_parents(const Unit& unit, UnitNo no) const {
  UnitNo administrative = number_of(unit.administrative_parent);
  if (administrative == no_unit)
    return refuse(Refusal::parent_is_unknown, "administrative_parent",
                  unit.administrative_parent.is_nil() ? "" : to_text(unit.administrative_parent));
  UnitNo duty = duty_parent(unit);
  if (duty == no_unit)
    return refuse(Refusal::parent_is_unknown, "party_parent", to_text(unit.party_parent));
  std::string_view duty_field =
      unit.party_parent.is_nil() ? "administrative_parent" : "party_parent";
  bool stays = no != no_unit && parent_of(no) == duty;
  if (no != no_unit && !stays && path_at(duty).starts_with(path_at(no)))
    return refuse(Refusal::unit_cannot_move_below_itself, std::string(duty_field), unit.name);
  if (no != no_unit && is_administratively_below(administrative, no))
    return refuse(Refusal::unit_cannot_move_below_itself, "administrative_parent", unit.name);
  std::size_t below = no == no_unit || stays ? 0 : height_of(no);
  if (!stays && depths_[index_of(duty)] + 1 + below > path_depth_max)
    return refuse(Refusal::number_is_out_of_range, std::string(duty_field),
                  std::to_string(path_depth_max));
  return {};
}

Result<void> Tree::check(const Unit& unit) const {
  if (unit.id.is_nil()) return refuse(Refusal::id_is_malformed, "id");
  UnitNo no = number_of(unit.id);
  const Unit* same_code = find_by_code(unit.code);
  if (same_code && same_code->no != no)
    return refuse(Refusal::id_is_there_twice, "code", unit.code);
  if (no == no_unit && size() == units_max)
    return refuse(Refusal::number_is_out_of_range, "id", std::to_string(units_max));
  bool is_root = no == 0 || size() == 0;
  if (is_root && unit.administrative_parent.is_nil() && unit.party_parent.is_nil()) return {};
  return check_parents(unit, no);
}

Result<void> Tree::put(Unit unit) {
  if (Result<void> checked = check(unit); !checked) return checked;
  UnitNo no = number_of(unit.id);
  if (no != no_unit) {
    replace(no, std::move(unit));
    return {};
  }
  UnitNo parent = duty_parent(unit);
  append(std::move(unit));
  no = size() - 1;
  index(no);
  index_names(no);
  if (parent != no_unit) attach(no, parent);
  write_path(no);
  return {};
}

void Tree::append(Unit unit) {
  unit.no = size();
  tidy_aliases(unit);
  if (unit.merged_into) merged_.push_back(unit.no);
  if (blocks_.empty() || blocks_.back().size() == block_size)
    blocks_.emplace_back().reserve(block_size);
  blocks_.back().push_back(std::move(unit));
  parents_.push_back(no_unit);
  list_of_.push_back(-1);
  subtree_sizes_.push_back(1);
  path_starts_.push_back(0);
  depths_.push_back(0);
  letters_.push_back(0);
  initials_.push_back(0);
  next_of_name_.push_back(no_unit);
}

void Tree::replace(UnitNo no, Unit unit) {
  UnitNo parent = duty_parent(unit);
  Unit& held = unit_at(no);
  unit.no = no;
  tidy_aliases(unit);
  forget_names(no);
  if (held.code != unit.code && !held.code.empty())
    by_code_.replace(hash_of_text(held.code), no, no_unit);
  if (unit.merged_into && !held.merged_into) merged_.push_back(no);
  if (!unit.merged_into && held.merged_into) std::erase(merged_, no);
  bool is_new_code = held.code != unit.code && !unit.code.empty();
  held = std::move(unit);
  if (is_new_code)
    by_code_.insert(hash_of_text(held.code), no,
                    [this](UnitNo each) { return hash_of_text(this->unit(each).code); });
  index_names(no);
  if (parent == parent_of(no)) return;
  detach(no);
  attach(no, parent);
  write_paths_below(no);
}

void Tree::attach(UnitNo no, UnitNo parent) {
  parents_[index_of(no)] = parent;
  std::int32_t& list = list_of_[index_of(parent)];
  if (list < 0) {
    list = static_cast<std::int32_t>(lists_.size());
    lists_.emplace_back();
  }
  // By number, so that the tree in memory is the same whatever the order of past moves.
  std::vector<UnitNo>& children = lists_[static_cast<std::size_t>(list)];
  children.insert(std::ranges::lower_bound(children, no), no);
  for (UnitNo up = parent; up != no_unit; up = parent_of(up))
    subtree_sizes_[index_of(up)] += subtree_sizes_[index_of(no)];
}

void Tree::detach(UnitNo no) {
  UnitNo parent = parent_of(no);
  std::erase(lists_[static_cast<std::size_t>(list_of_[index_of(parent)])], no);
  for (UnitNo up = parent; up != no_unit; up = parent_of(up))
    subtree_sizes_[index_of(up)] -= subtree_sizes_[index_of(no)];
  parents_[index_of(no)] = no_unit;
}

void Tree::write_path(UnitNo no) {
  UnitNo parent = parent_of(no);
  std::string path = (parent == no_unit ? "" : path_of(parent)) + path_segment(no);
  std::size_t old_length = depths_[index_of(no)] * path_segment_size;
  if (old_length == path.size()) {
    paths_.replace(path_starts_[index_of(no)], path.size(), path);
    return;
  }
  paths_wasted_ += old_length;
  path_starts_[index_of(no)] = static_cast<std::uint32_t>(paths_.size());
  depths_[index_of(no)] = static_cast<std::uint8_t>(path.size() / path_segment_size);
  paths_ += path;
}

void Tree::write_paths_below(UnitNo no) {
  std::vector<UnitNo> waiting{no};
  while (!waiting.empty()) {
    UnitNo next = waiting.back();
    waiting.pop_back();
    write_path(next);
    waiting.insert(waiting.end(), children_of(next).begin(), children_of(next).end());
  }
  if (paths_wasted_ * 2 > paths_.size()) pack_paths();
}

void Tree::pack_paths() {
  std::string packed;
  packed.reserve(paths_.size() - paths_wasted_);
  for (UnitNo no = 0; no < size(); ++no) {
    std::size_t start = packed.size();
    packed += path_at(no);
    path_starts_[index_of(no)] = static_cast<std::uint32_t>(start);
  }
  paths_.swap(packed);
  paths_wasted_ = 0;
}

bool Tree::index(UnitNo no) {
  const Unit& unit = this->unit(no);
  if (find(unit.id) || find_by_code(unit.code)) return false;
  by_id_.insert(hash_of_id(unit.id), no,
                [this](UnitNo each) { return hash_of_id(this->unit(each).id); });
  if (!unit.code.empty())
    by_code_.insert(hash_of_text(unit.code), no,
                    [this](UnitNo each) { return hash_of_text(this->unit(each).code); });
  return true;
}

void Tree::index_names(UnitNo no) {
  const Unit& unit = this->unit(no);
  std::uint64_t hash = hash_of_text(unit.name);
  UnitNo head =
      by_name_.find(hash, [&](UnitNo each) { return this->unit(each).name == unit.name; });
  next_of_name_[index_of(no)] = head;
  if (head == no_unit) {
    by_name_.insert(hash, no, [this](UnitNo each) { return hash_of_text(this->unit(each).name); });
  } else {
    by_name_.replace(hash, head, no);
  }
  letters_[index_of(no)] = letters_of(folded(unit.code).text);
  initials_[index_of(no)] = 0;
  note_letters(no, unit.name);
  for (const std::string& alias : unit.aliases) {
    by_alias_.emplace(alias, no);
    note_letters(no, alias);
  }
}

void Tree::note_letters(UnitNo no, std::string_view name) {
  thread_local FoldedText text;  // for a tree of half a million names is loaded at every start
  fold(name, text);
  letters_[index_of(no)] |= letters_of(text.text);
  initials_[index_of(no)] |= initials_in(text.text);
}

void Tree::forget_names(UnitNo no) {
  const Unit& unit = this->unit(no);
  std::uint64_t hash = hash_of_text(unit.name);
  UnitNo next = next_of_name_[index_of(no)];
  UnitNo head =
      by_name_.find(hash, [&](UnitNo each) { return this->unit(each).name == unit.name; });
  if (head == no) {
    by_name_.replace(hash, no, next);
  } else {
    while (next_of_name_[index_of(head)] != no) head = next_of_name_[index_of(head)];
    next_of_name_[index_of(head)] = next;
  }
  for (const std::string& alias : unit.aliases) {
    auto [first, last] = by_alias_.equal_range(alias);
    auto ours = std::find_if(first, last, [&](const auto& entry) { return entry.second == no; });
    if (ours != last) by_alias_.erase(ours);
  }
}

void Tree::load(Unit unit) { append(std::move(unit)); }

void Tree::rebuild_from_nothing() {
  by_id_ = by_code_ = by_name_ = NumberTable();
  for (NumberTable* table : {&by_id_, &by_code_, &by_name_}) table->make_room_for(parents_.size());
  by_alias_.clear();
  lists_.clear();
  paths_.clear();
  paths_wasted_ = 0;
  std::ranges::fill(list_of_, -1);
  std::ranges::fill(subtree_sizes_, 1);
  std::ranges::fill(depths_, std::uint8_t{0});
}

Result<void> Tree::loaded() {
  rebuild_from_nothing();
  for (UnitNo no = 0; no < size(); ++no) {
    if (!index(no)) return refuse(Refusal::id_is_there_twice, "id", to_text(unit(no).id));
    index_names(no);
  }
  if (Result<void> linked = link_parents(); !linked) return linked;
  return lay_out();
}

Result<void> Tree::link_parents() {
  std::vector<UnitNo> party_led;
  for (UnitNo no = 0; no < size(); ++no) {
    const Unit& unit = this->unit(no);
    bool is_root = no == 0 && unit.administrative_parent.is_nil() && unit.party_parent.is_nil();
    parents_[index_of(no)] = is_root ? no_unit : duty_parent(unit);
    if (!unit.party_parent.is_nil()) party_led.push_back(no);
    if (!is_root && (parent_of(no) == no_unit || number_of(unit.administrative_parent) == no_unit))
      return refuse(Refusal::parent_is_unknown, "administrative_parent", unit.name);
  }
  // A circle of administrative parents alone runs through a unit whose Party parent is another.
  for (UnitNo no : party_led) {
    UnitNo up = no;
    for (UnitNo steps = 0; up != no_unit; ++steps) {
      up = number_of(unit(up).administrative_parent);
      if (up == no || steps > size())
        return refuse(Refusal::parents_form_a_circle, "administrative_parent", unit(no).name);
    }
  }
  return {};
}

// Children, sizes and paths, level by level; what no level reaches hangs in a circle.
Result<void> Tree::lay_out() {
  for (UnitNo no = 0; no < size(); ++no) {
    if (parent_of(no) == no_unit) continue;
    std::int32_t& list = list_of_[index_of(parent_of(no))];
    if (list < 0) {
      list = static_cast<std::int32_t>(lists_.size());
      lists_.emplace_back();
    }
    lists_[static_cast<std::size_t>(list)].push_back(no);
  }
  std::vector<UnitNo> order;
  order.reserve(index_of(size()));
  if (size() > 0 && parent_of(0) == no_unit) order.push_back(0);
  for (std::size_t at = 0; at < order.size(); ++at) {
    UnitNo no = order[at];
    if (no != 0 && depths_[index_of(parent_of(no))] == path_depth_max)
      return refuse(Refusal::number_is_out_of_range, "administrative_parent",
                    std::to_string(path_depth_max));
    write_path(no);
    order.insert(order.end(), children_of(no).begin(), children_of(no).end());
  }
  if (order.size() != index_of(size()))
    return refuse(Refusal::parents_form_a_circle, "administrative_parent");
  for (std::size_t at = order.size(); at-- > 1;)
    subtree_sizes_[index_of(parent_of(order[at]))] += subtree_sizes_[index_of(order[at])];
  return {};
}

}  // namespace chuangyou

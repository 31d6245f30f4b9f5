#include "imports/unit_list.h"

#include <algorithm>
#include <map>
#include <set>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>

#include "core/text.h"

namespace chuangyou {
namespace {

bool stands_below(const Tree& tree, const Unit& unit, const UnitRow& row) {
  const Unit* above = tree.find(unit.administrative_parent);
  if (row.parents.empty()) return above == nullptr || above->no == 0;
  return above && (above->name == row.parents.front() || above->code == row.parents.front());
}

// The unit that the row speaks of, where it is there already.
const Unit* standing(const Tree& tree, const UnitColumns& columns, const UnitRow& row,
                     const std::string& id, ImportFindings& findings) {
  if (!id.empty()) {
    const auto said = parse_uuid(id);
    const Unit* unit = said ? tree.find(*said) : nullptr;
    if (!unit || was_taken_back(*unit))
      findings.add({row.row, columns.id, {Refusal::unit_is_unknown, "id", id}});
    else if (unit->name != row.name)
      findings.add({row.row,
                    columns.name,
                    {Refusal::none, {}, row.name},
                    true,
                    ImportRemark::column_is_left_out});
    return unit;
  }
  if (!columns.code.empty()) {
    const Unit* unit = tree.find_by_code(row.code);
    return unit && unit->name == row.name ? unit : nullptr;
  }
  const auto named = tree.find_by_name(row.name);
  return named && stands_below(tree, **named, row) ? *named : nullptr;
}

class Planning {
 public:
  Planning(const UnitListAsked& asked, UnitListPlan& plan, ImportFindings& findings)
      : asked_(asked), plan_(plan), findings_(findings), tree_(asked.body.tree) {}

  void run(std::istream& file) {
    UnitReading reading = asked_.reading;
    if (reading.columns.name.empty() && !find_columns(file, reading)) return;
    columns_ = reading.columns;
    for (const auto& [title, field] : taken_as(columns_)) plan_.columns.emplace_back(title, field);
    if (const Result<void> read = read_units(file, asked_.path, reading, units_, findings_); !read)
      return find({0, read.error().field, read.error()});
    const std::shared_lock lock(asked_.body.lock);
    plan_.titles = units_.header;
    plan_.rows = std::ssize(units_.rows);
    plan_.was_gb18030 = units_.was_gb18030;
    const bool are_all_read = findings_.refused() == 0;
    tell_of_file();
    if (!are_all_read) return;  // rows that are missing would be missed by others
    plan_.unchanged = pass_over_what_stands(units_, tree_, columns_, findings_);
    find_superiors(units_.rows, tree_);
    plan();
  }

 private:
  void find(ImportFinding finding) { findings_.add(std::move(finding)); }
  void note(std::int64_t row, std::string column, ImportRemark remark, std::string detail) {
    find({row, std::move(column), {Refusal::none, {}, std::move(detail)}, true, remark});
  }

  bool find_columns(std::istream& file, UnitReading& reading) {
    const auto titles = unit_titles(file, asked_.path, reading);
    if (!titles) return find({0, {}, titles.error()}), false;
    plan_.titles = *titles;
    reading.columns = usual_unit_columns(*titles);
    file.clear();
    file.seekg(0);
    if (!reading.columns.name.empty()) return true;
    for (const auto& [title, field] : taken_as(reading.columns))
      plan_.columns.emplace_back(title, field);
    return find({0, {}, {Refusal::column_is_missing, "name", {}}}), false;
  }

  void tell_of_file() {
    if (units_.header_row > 1)
      note(0, {}, ImportRemark::header_is_further_down, std::to_string(units_.header_row));
    for (const auto& [column, form] : units_.forms)
      note(0, column, ImportRemark::date_form_is_guessed, form);
    std::set<std::string> taken;
    for (const auto& [title, field] : plan_.columns) taken.insert(title);
    for (const std::string& title : units_.header)
      if (!title.empty() && !taken.contains(title))
        note(0, title, ImportRemark::column_is_not_used, {});
    for (const UnknownUnitWord& word : units_.unknown_words) {
      if (word.field == "closed")
        find({word.row, word.column, {Refusal::choice_is_unknown, "closed", word.word}});
      plan_.unknown_words.add(word.field, word.column, word.word);
    }
  }

  std::string column_of(std::string_view field) const {
    const std::string_view wanted = field == "administrative_parent" ? "parents" : field;
    for (const auto& [title, taken] : plan_.columns)
      if (taken == wanted) return title;
    return {};
  }

  void plan() {
    const Date today = asked_.body.zone.date_at(asked_.now);
    plan_.units = plan_units(units_.rows, tree_, tree_.unit(0).id, asked_.takes_first_parent,
                             asked_.now, today, asked_.random);
    for (const UnitFinding& finding : plan_.units.findings) {
      const std::string& detail = finding.refused.detail;
      const bool is_part_of_a_date =
          finding.is_note && finding.refused.law == Refusal::date_is_not_iso;
      find({finding.row,
            column_of(finding.refused.field),
            {finding.refused.law, finding.refused.field,
             finding.name + (detail.empty() || detail == finding.name ? "" : ": " + detail)},
            finding.is_note,
            is_part_of_a_date ? ImportRemark::date_is_told_in_part : ImportRemark::none});
    }
    std::map<std::string, std::int64_t> rows;
    for (const UnitRow& row : units_.rows) rows.emplace(row.code, row.row);
    for (FoundUnit& act : plan_.units.acts) {
      const std::int64_t row = rows[act.unit.code];
      if (columns_.code.empty()) act.unit.code.clear();
      // Whoever founds below a unit founds all that hangs there.
      const UnitId& party = act.unit.party_parent;
      const bool has_party_line_to_come = !party.is_nil() && !tree_.find(party);
      if (!tree_.find(act.unit.administrative_parent) || has_party_line_to_come) continue;
      const auto may = decide(OrgAct(act), asked_.actor, tree_, asked_.body.people, today);
      if (!may) find({row, column_of(may.error().field), may.error()});
    }
    plan_.founded = std::ssize(plan_.units.acts);
  }

  const UnitListAsked& asked_;
  UnitListPlan& plan_;
  ImportFindings& findings_;
  const Tree& tree_;
  UnitColumns columns_;
  UnitFile units_;
};

}  // namespace

std::int64_t pass_over_what_stands(UnitFile& units, const Tree& tree, const UnitColumns& columns,
                                   ImportFindings& findings) {
  std::int64_t passed_over = 0;
  std::vector<UnitRow> left;
  for (std::size_t i = 0; i < units.rows.size(); ++i) {
    if (standing(tree, columns, units.rows[i], units.ids[i], findings))
      ++passed_over;
    else if (units.ids[i].empty())
      left.push_back(std::move(units.rows[i]));
  }
  units.rows = std::move(left);
  return passed_over;
}

void find_superiors(std::span<UnitRow> rows, const Tree& tree) {
  std::unordered_set<std::string> codes;
  for (const UnitRow& row : rows) codes.insert(row.code);
  std::optional<std::unordered_map<std::string, std::vector<std::string>>> named;
  const auto find = [&](std::string& parent) {
    if (parent.empty() || codes.contains(parent) || tree.find_by_code(parent)) return;
    if (!named) {
      named.emplace();
      for (const UnitRow& row : rows) (*named)[row.name].push_back(row.code);
    }
    const auto in_file = named->find(parent);
    const auto in_tree = tree.find_by_name(parent);
    if (in_file != named->end() && in_file->second.size() == 1)
      parent = in_file->second.front();
    else if (in_file == named->end() && in_tree)
      parent = to_text((*in_tree)->id);
  };
  for (UnitRow& row : rows) {
    for (std::string& parent : row.parents) find(parent);
    find(row.party_parent);
  }
}

bool UnitListPlan::is_clean() const {
  return std::ranges::all_of(findings, &ImportFinding::is_note);
}

UnitListPlan plan_unit_list(std::istream& file, const UnitListAsked& asked) {
  UnitListPlan plan;
  ImportFindings findings;
  Planning(asked, plan, findings).run(file);
  plan.findings = findings.listed();
  plan.findings_in_all = findings.in_all();
  plan.findings_are_cut = findings.are_cut();
  if (!plan.is_clean()) plan.units = {};
  return plan;
}

Writer::Batch batch_of_units(UnitPlan plan, BodyNo body, const Actor& actor, const RecordId& import,
                             ImportBegun begun) {
  Writer::Batch batch;
  batch.body = body;
  batch.actor = actor;
  batch.import = import;
  begun.ledger = units_list;
  begun.opened = begun.made = std::ssize(plan.acts);
  batch.begun = std::move(begun);
  for (FoundUnit& act : plan.acts) {
    act.import = import;
    batch.org_acts.push_back({body, std::move(act), actor});
  }
  for (DescribeUnit& act : plan.described) {
    act.import = import;
    batch.org_acts.push_back({body, std::move(act), actor});
  }
  return batch;
}

}  // namespace chuangyou

#include "imports/unit_list.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>

#include "imports/unit_standing.h"

namespace chuangyou {
namespace {

class Planning {
 public:
  Planning(const UnitListAsked& asked, UnitListPlan& plan, ImportFindings& findings)
      : asked_(asked), plan_(plan), findings_(findings), tree_(asked.body.tree) {}

  // False: it cannot be read at all, and why is told.
  bool read(std::istream& file, const std::filesystem::path& path) {
    UnitReading reading = asked_.reading;
    if (reading.columns.name.empty() && !find_columns(file, path, reading)) return false;
    columns_ = reading.columns;
    plan_.columns.clear();
    for (const auto& [title, field] : taken_as(columns_)) plan_.columns.emplace_back(title, field);
    UnitFile units;
    const std::int64_t refused_before = findings_.refused();
    if (const Result<void> read = read_units(file, path, reading, units, findings_); !read)
      return find({0, read.error().field, read.error()}), false;
    are_all_read_ = are_all_read_ && findings_.refused() == refused_before;
    plan_.titles = units.header;
    plan_.rows += std::ssize(units.rows);
    plan_.was_gb18030 = plan_.was_gb18030 || units.was_gb18030;
    tell_of_file(units);
    std::ranges::move(units.rows, std::back_inserter(units_.rows));
    std::ranges::move(units.ids, std::back_inserter(units_.ids));
    units_.type_is_told.insert(units_.type_is_told.end(), units.type_is_told.begin(),
                               units.type_is_told.end());
    return true;
  }

  void run() {
    const std::shared_lock lock(asked_.body.lock);
    plan_.unchanged = pass_over_what_stands(units_, tree_, columns_,
                                            asked_.body.zone.date_at(asked_.now), findings_);
    find_superiors(units_.rows, tree_);
    plan();
  }

 private:
  void find(ImportFinding finding) { findings_.add(std::move(finding)); }
  void note(std::int64_t row, std::string column, ImportRemark remark, std::string detail) {
    find({row, std::move(column), {Refusal::none, {}, std::move(detail)}, true, remark});
  }

  bool find_columns(std::istream& file, const std::filesystem::path& path, UnitReading& reading) {
    const auto titles = unit_titles(file, path, reading, findings_);
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

  void tell_of_file(const UnitFile& units) {
    if (units.header_row > 1)
      note(0, {}, ImportRemark::header_is_further_down, std::to_string(units.header_row));
    for (const auto& [column, form] : units.forms)
      note(0, column, ImportRemark::date_form_is_guessed, form);
    for (std::size_t i = 0; i < units.header.size(); ++i)
      if (!units.header[i].empty() && !is_used(units, units.header[i]))
        tell_unused(units.header[i], units.filled[i]);
    for (const UnknownUnitWord& word : units.unknown_words) {
      if (word.field == "closed")
        find({word.row, word.column, {Refusal::choice_is_unknown, "closed", word.word}});
      plan_.unknown_words.add(word.field, word.column, word.word);
    }
  }
  // Of several columns of superiors a file's first.
  bool is_used(const UnitFile& units, const std::string& title) const {
    const auto is_there = [&](const std::string& one) {
      return std::ranges::find(units.header, one) != units.header.end();
    };
    const auto superior = std::ranges::find_if(columns_.parents, is_there);
    return std::ranges::any_of(plan_.columns, [&](const auto& taken) {
      return taken.first == title && (taken.second != "parents" ||
                                      superior == columns_.parents.end() || *superior == title);
    });
  }
  void tell_unused(const std::string& title, std::int64_t filled) {
    ImportFinding finding{
        0, title, {Refusal::none, {}, {}}, true, ImportRemark::column_is_not_used};
    finding.count = std::max<std::int64_t>(filled, 1);
    if (filled == 0) finding.refused.detail = "0";
    find(std::move(finding));
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
    for (const UnitFinding& finding : plan_.units.findings) tell(finding);
    std::map<std::string, const UnitRow*> rows;
    for (const UnitRow& row : units_.rows) rows.emplace(row.code, &row);
    tell_names_of_several(rows);
    for (FoundUnit& act : plan_.units.acts) {
      const std::int64_t row = rows[act.unit.code]->row;
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

  // Of what many rows say alike the unit's name is left out, so that it is told once.
  void tell(const UnitFinding& finding) {
    const auto& [law, field, detail] = finding.refused;
    // A row that could not be read may be the superior.
    if (!are_all_read_ && law == Refusal::parent_is_unknown) return;
    const bool is_alike = law == Refusal::choice_is_unknown || law == Refusal::parent_is_unknown;
    const bool is_named_by_it = detail.empty() || detail == finding.name;
    const bool is_part_of_a_date = finding.is_note && law == Refusal::date_is_not_iso;
    find({finding.row,
          column_of(field),
          {law, field,
           is_alike && !detail.empty() ? detail
                                       : finding.name + (is_named_by_it ? "" : ": " + detail)},
          finding.is_note,
          is_part_of_a_date ? ImportRemark::date_is_told_in_part : ImportRemark::none});
  }

  // By such a name neither of the two would be found alone.
  void tell_names_of_several(const std::map<std::string, const UnitRow*>& rows) {
    std::map<std::string_view, std::vector<std::string_view>> called;  // who, by each name
    for (const FoundUnit& act : plan_.units.acts) {
      called[act.unit.name].push_back(act.unit.name);
      for (const std::string& alias : act.unit.aliases)
        if (alias != act.unit.name) called[alias].push_back(act.unit.name);
    }
    for (const FoundUnit& act : plan_.units.acts)
      for (const std::string& alias : act.unit.aliases) {
        std::string others;
        for (const std::string_view other : called[alias])
          if (other != act.unit.name) others += (others.empty() ? "" : "、") + std::string(other);
        if (const auto stands = tree_.find_by_name(alias))
          others += (others.empty() ? "" : "、") + (*stands)->name;
        if (others.empty()) continue;
        find(
            {rows.at(act.unit.code)->row,
             column_of("aliases"),
             {Refusal::name_is_ambiguous, "aliases", act.unit.name + ": " + alias + " = " + others},
             true});
      }
  }

  const UnitListAsked& asked_;
  UnitListPlan& plan_;
  ImportFindings& findings_;
  const Tree& tree_;
  UnitColumns columns_;
  UnitFile units_;  // of all files
  bool are_all_read_ = true;
};

UnitListPlan told_in(UnitListPlan plan, const ImportFindings& findings) {
  plan.findings = findings.listed();
  plan.findings_in_all = findings.in_all();
  plan.findings_are_cut = findings.are_cut();
  if (!plan.is_clean()) plan.units = {};
  return plan;
}

}  // namespace

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
  if (Planning planning(asked, plan, findings); planning.read(file, asked.path)) planning.run();
  return told_in(std::move(plan), findings);
}

UnitListPlan plan_unit_files(std::span<const std::string> paths, const UnitListAsked& asked) {
  UnitListPlan plan;
  ImportFindings findings;
  Planning planning(asked, plan, findings);
  const bool are_read = std::ranges::all_of(paths, [&](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return planning.read(file, path);
  });
  if (are_read) planning.run();
  return told_in(std::move(plan), findings);
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

// Where in a file what a mapping names is found: by the names that it gives, by those of other
// files, or by the titles under which this program gives a ledger out, in either language.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/column_titles.h"
#include "imports/import_findings.h"
#include "imports/import_mapping.h"
#include "record/ledger.h"

namespace chuangyou {

struct BoundColumn {
  const ImportMapping::Column* column = nullptr;
  const FieldSpec* field = nullptr;
  std::size_t cell = 0;
  std::optional<std::size_t> cell_of_names = {};  // beside the ids of what is named there
  bool is_for_programs = false;                   // headed as programs have it: the ids lead
};

class ImportColumns {
 public:
  using Cells = std::vector<std::string>;
  ImportColumns(const ImportMapping& mapping, const Ledger& ledger)
      : mapping_(&mapping), ledger_(&ledger), titles_(ledger) {}

  // How many of the columns that are wanted a row of titles has, and how many are.
  std::size_t known_in(const Cells& titles) const;
  std::size_t wanted() const;
  // Every column of the file is either taken or known to be left out; the rest is refused by name.
  void bind(const Cells& header, ImportFindings& findings);

  bool is_in_words() const { return is_in_words_; }  // headed as this program heads what it gives
  const std::vector<BoundColumn>& fields() const { return fields_; }
  const std::vector<std::size_t>& source() const { return source_; }
  std::optional<std::size_t> id() const { return id_; }
  std::optional<std::size_t> unit() const { return unit_; }
  std::optional<std::size_t> unit_names() const { return unit_names_; }  // beside its ids
  std::optional<std::size_t> join() const { return join_; }
  struct ActCells {
    std::optional<std::size_t> cell, filled, blank;
    std::vector<std::string> called;  // the value, and a state by its name in either language
  };
  const std::vector<ActCells>& acts() const { return acts_; }
  const std::vector<std::size_t>& nameless() const { return nameless_; }
  // As the file calls what a field or `unit` holds.
  std::string column_of(std::string_view field) const;
  const std::string& title(std::size_t cell) const { return header_[cell]; }

 private:
  std::optional<std::size_t> place_of(const Cells& titles, const std::string& column,
                                      const std::vector<std::string>& also,
                                      std::string_view place) const;
  std::optional<std::size_t> place_in_words(const Cells& titles, std::string_view place,
                                            bool of_ids) const;
  std::optional<std::size_t> names_beside(std::string_view place, std::size_t cell) const;
  std::size_t cell_of(const std::string& column, const std::vector<std::string>& also,
                      std::string_view place, ImportFindings& findings);
  void bind_fields(ImportFindings& findings);
  void bind_acts(ImportFindings& findings);
  void pass_over(std::string_view place);
  void check_titles(ImportFindings& findings);
  bool is_of_the_program(const std::string& title) const;

  const ImportMapping* mapping_;
  const Ledger* ledger_;
  ColumnTitles titles_;
  Cells header_;
  std::vector<BoundColumn> fields_;
  std::vector<std::size_t> source_, nameless_;
  std::optional<std::size_t> id_, unit_, unit_names_, join_;
  std::vector<ActCells> acts_;
  std::set<std::string> known_;  // columns of the file that are taken or left out
  bool is_in_words_ = false;
};

}  // namespace chuangyou

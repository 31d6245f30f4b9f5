// A record as its reader sees it: fields, display names of the ids in it, clock, open acts.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "campaign/body.h"
#include "http/json.h"
#include "journal/erasure.h"
#include "storage/ledger_table.h"

namespace chuangyou {

class LinksSeen;
struct TodayToo;

struct RecordView {
  const Body& body;
  const Actor& actor;
  Moment now;
  bool public_only = false;  // fields of public visibility and nothing else
  bool in_full = false;      // with open acts and, day by day, what the clock stepped over
  // By which titles of linked records are looked up; without it no link is told.
  LinksSeen* links = nullptr;
  // Where one is given, it is told what was erased: to be looked up, or read before. In a list only
  // of a record without a title.
  Connection* erasures = nullptr;
  const std::vector<ErasedPart>* erased = nullptr;
  const TodayToo* today_too = nullptr;  // on a past day, where nobody acts
};

// How it stands in time, as far as the reader is told.
Standing as_told(const RecordView& view, const Record& record, Standing standing);

// The members without the braces, so that a caller may add more.
void write_record_members(Json& json, const RecordView& view, const Record& record,
                          const Standing& standing);
void write_record(Json& json, const RecordView& view, const Record& record,
                  const Standing& standing);

// "fields" with these alone, long texts cut where a line of a list ends, and the "names" of what
// they hold, where they hold ids.
inline constexpr std::size_t line_characters_max = 60, line_bytes_max = 120;
void write_columns(Json& json, const RecordView& view, const Record& record,
                   std::span<const std::size_t> fields);
// "names" of what these values hold, where they hold ids.
void write_names_of(Json& json, const RecordView& view,
                    std::span<const std::pair<const FieldSpec*, Value>> values);
// "erased", where there is something to say of it.
void write_erased(Json& json, const RecordView& view, const Record& record);

// {"id":…,"name":…} of a unit; null where the unit is unknown.
void write_unit_name(Json& json, const Body& body, const Uuid& unit);
// Under whom it stands, for names that are unique below one superior only: the next above as
// `superior`, null for the highest, and the names of all above from the top down as `above`.
void write_units_above(Json& json, const Tree& tree, const Unit& unit);
// Both in one: {"id":…,"name":…,"superior":…,"above":…}.
void write_unit_in_line(Json& json, const Tree& tree, const Unit& unit);
// Whom somebody who holds a lent post stands in for; null where it is his own.
void write_lender(Json& json, const Body& body, const HeldPost& post);
// In whose name it was done, where that was under a lent post.
void write_lender(Json& json, const Body& body, const EntryHead& head);
// How he was called before; without what was erased.
void write_former_names(Json& json, const Person& person);
// What a unit is on a day (S20): {"from":…,"level":…,"sector":…,"exposure":[…],"order_number":…};
// null where nothing was said of it by then.
void write_description(Json& json, const UnitDescription* description);
void write_person_name(Json& json, const Body& body, const Uuid& person);

// {"seq":…,"erased_by":…,"erased_at":…,"fields":[…]}, of those fields that `is_told` lets through.
void write_erased_part(Json& json, const ErasedPart& part,
                       const std::function<bool(std::string_view)>& is_told);

}  // namespace chuangyou

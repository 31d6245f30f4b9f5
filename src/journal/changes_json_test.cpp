#include "journal/changes_json.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "record/rows.h"
#include "storage/value_json.h"

namespace chuangyou {
namespace {

constexpr std::string_view words[] = {"red", "green"};
constexpr Field<Kind::text> name{"name"};
constexpr Field<Kind::long_text> story{"story"};
constexpr Field<Kind::integer> times{"times"};
constexpr Field<Kind::number> amount{"amount"};
constexpr Field<Kind::date> day{"day"};
constexpr Field<Kind::moment> said_at{"said_at"};
constexpr Field<Kind::choice> colour{"colour", {.choices = words}};
constexpr Field<Kind::choices> colours{"colours", {.choices = words}};
constexpr Field<Kind::yes_no> agreed{"agreed"};
constexpr Field<Kind::unit> lead{"lead"};
constexpr Field<Kind::units> others{"others"};
constexpr Field<Kind::person> who{"who"};
constexpr Field<Kind::link> about{"about", {.links_to = "samples"}};
constexpr std::string_view cited[] = {"samples", "others"};
constexpr FieldSpec columns[] = {{.name = "member", .kind = Kind::person},
                                 {.name = "at", .kind = Kind::unit},
                                 {.name = "note", .kind = Kind::text, .length_max = 9},
                                 {.name = "cites", .kind = Kind::row_link, .links_to = cited}};
constexpr Field<Kind::row_link> source{"source_of", {.links_to = cited}};
constexpr Field<Kind::rows> team{"team", {.columns = columns}};
constexpr FieldSpec fields[] = {name,   story, times,  amount, day,   said_at, colour, colours,
                                agreed, lead,  others, who,    about, source,  team};
constexpr Ledger ledger{.name = "samples",
                        .title = "name",
                        .place = 1,
                        .fields = fields,
                        .states = {},
                        .acts = {},
                        .deadlines = {},
                        .read = {}};

Uuid id_of(std::string_view text) { return parse_uuid(text).value(); }
const Uuid id = id_of("01890a5d-ac96-774b-bcce-b302099a8057");
const Uuid other_id = id_of("01890a5d-ac96-774b-bcce-b302099a8058");

// One that is new or other, and one that goes.
Value two_rows() {
  Value value;
  value.emplace<Rows>(
      std::vector<Row>{{2, {id, Value(), std::string("迟"), Link{"samples", other_id}}}, {5, {}}});
  return value;
}

Changes every_change() {
  Changes changes;
  changes.act = "propose";
  changes.state = "proposed";
  changes.state_entered = true;
  changes.fields = {{0, std::string("引号\"反斜\\杠\n😀\x01")},
                    {1, std::string()},
                    {2, std::int64_t{INT64_MIN}},
                    {3, Fixed{-3'500'000}},
                    {4, Date{15156}},
                    {5, Moment{1'300'000'000'123'456}},
                    {6, std::string("red")},
                    {7, std::vector<std::string>{"red", "green"}},
                    {8, false},
                    {9, id},
                    {10, std::vector<Uuid>{}},
                    {11, Value()},
                    {12, other_id},
                    {13, Link{"others", id, 3}},
                    {14, two_rows()}};
  changes.reason = "因为";
  changes.pause = Pause::ends;
  changes.signature = Signature{"explain", 1, PersonId(id), Moment{5'000'000}};
  return changes;
}

void expect_same(const Changes& a, const Changes& b) {
  EXPECT_EQ(a.act, b.act);
  EXPECT_EQ(a.state, b.state);
  EXPECT_EQ(a.state_entered, b.state_entered);
  ASSERT_EQ(a.fields.size(), b.fields.size());
  for (std::size_t i = 0; i < a.fields.size(); ++i) {
    EXPECT_EQ(a.fields[i].field, b.fields[i].field);
    EXPECT_EQ(a.fields[i].value, b.fields[i].value) << a.fields[i].field;
  }
  EXPECT_EQ(a.reason, b.reason);
  EXPECT_EQ(a.pause, b.pause);
  ASSERT_EQ(a.signature.has_value(), b.signature.has_value());
  if (!a.signature) return;
  EXPECT_EQ(a.signature->act, b.signature->act);
  EXPECT_EQ(a.signature->right, b.signature->right);
  EXPECT_EQ(a.signature->person, b.signature->person);
  EXPECT_EQ(a.signature->at, b.signature->at);
}

TEST(ChangesJson, all_that_an_entry_can_say_comes_back) {
  Evidence file, record, line;
  file.kind = EvidenceKind::file;
  file.text = "收条.pdf";
  file.hash[0] = 0xAB;
  file.type = "pdf";
  file.bytes = 1234;
  record.kind = EvidenceKind::record;
  record.ledger = "tasks";
  record.record = other_id;
  line.text = "一行\"字\"";
  const ChangesNote note{UnitId(id),          "abc123", "101001", RecordId(other_id), {}, "看过",
                         {file, record, line}};
  const std::string json = encode_changes(ledger, every_change(), note);
  const DecodedChanges decoded = decode_changes(ledger, "propose", json);
  EXPECT_EQ(decoded.note.remark, "看过");
  EXPECT_EQ(decoded.note.evidence, note.evidence);
  expect_same(decoded.changes, every_change());
  EXPECT_EQ(decoded.note.unit, note.unit);
  EXPECT_EQ(decoded.note.receipt, note.receipt);
  EXPECT_EQ(decoded.note.source, note.source);
  EXPECT_EQ(decoded.note.import, note.import);
}

TEST(ChangesJson, rows_are_written_by_their_numbers) {
  Changes changes;
  changes.fields = {{14, two_rows()}, {13, Link{"others", id}}};
  EXPECT_EQ(encode_changes(ledger, changes, {}),
            R"({"fields":{"source_of":{"ledger":"others",)"
            R"("record":"01890a5d-ac96-774b-bcce-b302099a8057","row":0},)"
            R"("team":[{"row":2,"member":"01890a5d-ac96-774b-bcce-b302099a8057","at":null,)"
            R"("note":"迟","cites":{"ledger":"samples",)"
            R"("record":"01890a5d-ac96-774b-bcce-b302099a8058","row":0}},{"row":5}]}})");
}

TEST(ChangesJson, the_order_of_rows_is_a_list_among_them) {
  Value value;
  value.emplace<Rows>(
      std::vector<Row>{{5, {}}, {row_of_order, {std::int64_t{7}, std::int64_t{2}}}});
  Changes changes;
  changes.fields = {{14, value}};
  const std::string json = encode_changes(ledger, changes, {});
  EXPECT_EQ(json, R"({"fields":{"team":[{"row":5},[7,2]]}})");
  const DecodedChanges decoded = decode_changes(ledger, "correct", json);
  ASSERT_EQ(decoded.changes.fields.size(), 1U);
  EXPECT_EQ(order_in(std::get<Rows>(decoded.changes.fields[0].value)),
            (std::vector<std::int64_t>{7, 2}));
  EXPECT_EQ(encode_changes(ledger, decoded.changes, {}), json);
}

TEST(ChangesJson, nothing_is_written_about_what_is_not_there) {
  const std::string json = encode_changes(ledger, {}, {});
  EXPECT_EQ(json, "{}");
  const DecodedChanges decoded = decode_changes(ledger, "remind", json);
  Changes nothing;
  nothing.act = "remind";
  expect_same(decoded.changes, nothing);
  EXPECT_FALSE(decoded.note.unit || decoded.note.receipt || decoded.note.source ||
               decoded.note.import);
}

TEST(ChangesJson, the_bytes_are_fixed) {
  Changes changes;
  changes.state = "said";
  changes.state_entered = true;
  changes.fields = {{5, Moment{0}}, {0, std::string("a/é")}, {3, Fixed{12'000'000}}, {4, Date{0}}};
  changes.reason = "r";
  changes.pause = Pause::starts;
  const ChangesNote note{UnitId(id), "ff", "7", RecordId(other_id), {}, {}, {}};
  EXPECT_EQ(encode_changes(ledger, changes, note),
            R"({"unit":"01890a5d-ac96-774b-bcce-b302099a8057","state":"said","entered":true,)"
            R"("fields":{"amount":"12","day":"1970-01-01","name":"a/é",)"
            R"("said_at":"1970-01-01T00:00:00Z"},"reason":"r","pause":"starts","receipt":"ff",)"
            R"("source":"7","import":"01890a5d-ac96-774b-bcce-b302099a8058"})");
}

TEST(ChangesJson, the_order_in_which_fields_were_asked_does_not_matter) {
  Changes changes = every_change();
  const std::string json = encode_changes(ledger, changes, {});
  std::reverse(changes.fields.begin(), changes.fields.end());
  EXPECT_EQ(encode_changes(ledger, changes, {}), json);
}

TEST(ChangesJson, a_retired_field_is_skipped) {
  const DecodedChanges decoded = decode_changes(
      ledger, "amend", R"({"fields":{"gone":{"deep":[1,2,{"x":"}"}]},"times":3},"reason":"why"})");
  ASSERT_EQ(decoded.changes.fields.size(), 1u);
  EXPECT_EQ(decoded.changes.fields[0].value, Value(std::int64_t{3}));
  EXPECT_EQ(decoded.changes.reason, "why");
}

TEST(ChangesJson, what_we_did_not_write_is_an_error_and_never_a_guess) {
  for (const char* json :
       {"", "[]", "{", R"({"state":5})", R"({"fields":{"day":"2011/7/1"}})", R"({"unit":"x"})",
        R"({"pause":"sometimes"})", R"({"fields":{"times":1.5}})", R"({"state":"a")"}) {
    EXPECT_ANY_THROW(decode_changes(ledger, "amend", json)) << json;
  }
}

TEST(ChangesJson, any_text_and_number_comes_back) {
  const bool held = rc::check("round trip", [](const std::vector<char32_t>& characters,
                                               std::int64_t number, bool yes) {
    std::string text;
    for (const char32_t raw : characters) {
      const std::uint32_t point = static_cast<std::uint32_t>(raw) % 0xd800;
      if (point < 0x80) {
        text += static_cast<char>(point);
      } else if (point < 0x800) {
        text += {static_cast<char>(0xc0 | point >> 6), static_cast<char>(0x80 | (point & 63))};
      } else {
        text += {static_cast<char>(0xe0 | point >> 12), static_cast<char>(0x80 | (point >> 6 & 63)),
                 static_cast<char>(0x80 | (point & 63))};
      }
    }
    Changes changes;
    changes.act = "amend";
    changes.reason = text;
    changes.fields = {{0, text},
                      {2, number},
                      {3, Fixed{number % 1'000'000'000'000}},
                      {7, std::vector<std::string>{text, text}},
                      {8, yes}};
    const std::string json = encode_changes(ledger, changes, {});
    const DecodedChanges decoded = decode_changes(ledger, "amend", json);
    RC_ASSERT(decoded.changes.reason == text);
    for (std::size_t i = 0; i < changes.fields.size(); ++i) {
      RC_ASSERT(decoded.changes.fields[i].value == changes.fields[i].value);
    }
    RC_ASSERT(encode_changes(ledger, decoded.changes, {}) == json);
  });
  EXPECT_TRUE(held);
}

TEST(ChangesJson, one_value_is_written_as_everywhere_else) {
  const auto written = [](const Value& value) {
    std::string json;
    write_value(json, name, value);
    return json;
  };
  EXPECT_EQ(written({}), "null");
  EXPECT_EQ(written(std::string("a\"b")), R"("a\"b")");
  EXPECT_EQ(written(std::int64_t{-5}), "-5");
  EXPECT_EQ(written(Fixed{2'500'000}), R"("2.5")");
  EXPECT_EQ(written(true), "true");
  EXPECT_EQ(written(Date{0}), R"("1970-01-01")");
  EXPECT_EQ(written(std::vector<std::string>{"x", "y"}), R"(["x","y"])");
  EXPECT_EQ(written(std::vector<Uuid>{}), "[]");
}

}  // namespace
}  // namespace chuangyou

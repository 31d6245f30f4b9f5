// The doors of the burden meter: what units were asked month by month, and the records behind it.
#include <algorithm>

#include "http/problem.h"
#include "http/reading.h"
#include "http/record_json.h"
#include "http/rooms.h"
#include "overview/find_burden.h"

namespace chuangyou {
namespace {

void write_month(Json& json, Date month, const Burden& burden) {
  json.object()
      .member("month", month)
      .member("requests", burden.requests)
      .member("fields", burden.fields)
      .member("documents", burden.documents)
      .member("clauses", burden.clauses)
      .member("minutes", burden.minutes)
      .end_object();
}

void write_twice(Json& json, const AskedTwice& one) {
  json.object().member("name", one.name).key("requests").list();
  for (std::size_t i = 0; i < one.requests.size(); ++i)
    json.object().member("id", one.requests[i]).member("title", one.titles[i]).end_object();
  json.end_list().end_object();
}

Reply burden_of(const Reader& reader, const Uuid& unit, std::int64_t months, Language language) {
  const Result<BurdenMeter> meter = find_burden(reader, unit, months);
  if (!meter) return problem(meter.error(), language);
  const auto turn = reader.turn();
  const Tree& tree = reader.body.tree;
  Reply reply;
  Json json(reply.body);
  json.object().key("line").list();
  const std::vector<UnitNo> line = tree.line_of(tree.number_of(unit));
  for (auto no = line.rbegin(); no != line.rend(); ++no)
    write_unit_name(json, reader.body, tree.unit(*no).id);
  json.end_list().key("rows").list();
  for (const UnitBurden& row : meter->units) {
    json.object().key("unit");
    write_unit_name(json, reader.body, tree.unit(row.unit).id);
    json.key("months").list();
    for (std::size_t i = 0; i < row.months.size(); ++i)
      write_month(json, meter->months[i], row.months[i]);
    json.end_list().end_object();
  }
  json.end_list()
      .member("children_in_all",
              std::ranges::count_if(tree.children_of(tree.number_of(unit)),
                                    [&](UnitNo child) { return !tree.unit(child).is_closed; }))
      .member("struck", meter->struck)
      .key("twice")
      .list();
  for (const AskedTwice& one : meter->twice) write_twice(json, one);
  json.end_list().member("is_complete", meter->is_complete).end_object();
  return reply;
}

Reply asked_in(const Reader& reader, const Uuid& unit, Date month, Language language) {
  const Result<AskedPage> page = find_asked(reader, unit, month);
  if (!page) return problem(page.error(), language);
  const auto turn = reader.turn();
  Reply reply;
  Json json(reply.body);
  json.object().key("items").list();
  for (const AskedOfSubtree& one : page->items) {
    const Record& record = one.found.record;
    json.object()
        .member("ledger", one.ledger->name)
        .member("id", static_cast<const Uuid&>(record.id))
        .key("title")
        .value(*one.ledger->field(one.ledger->title), record.value(one.ledger->title))
        .key("sender");
    write_unit_name(json, reader.body, record.unit);
    json.member("on", one.on)
        .member("units", one.units)
        .member("fields", one.fields)
        .member("minutes", one.minutes)
        .end_object();
  }
  json.end_list().member("is_complete", page->is_complete).end_object();
  return reply;
}

}  // namespace

Reply read_burden(Visit& visit) {
  const auto asked = visit.query.take_id("unit");
  const std::int64_t months =
      visit.query.take_number("months", burden_months_usual, 1, burden_months_max);
  return read_at_unit(visit, asked,
                      [months, language = visit.language](const Reader& reader, const Uuid& unit) {
                        return std::optional(burden_of(reader, unit, months, language));
                      });
}

Reply list_asked(Visit& visit) {
  const auto asked = visit.query.take_id("unit");
  const auto text = visit.query.take("month");
  const Result<Date> month = parse_date(text.value_or(""));
  if (!month) visit.query.refuse(month.error().law, "month", std::string(text.value_or("")));
  return read_at_unit(
      visit, asked,
      [month = *month, language = visit.language](const Reader& reader, const Uuid& unit) {
        return std::optional(asked_in(reader, unit, month, language));
      });
}

}  // namespace chuangyou

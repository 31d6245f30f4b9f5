#include "storage/value_json.h"

#include <algorithm>

#include "record/rows.h"

namespace chuangyou {
namespace {

namespace ondemand = simdjson::ondemand;

struct PutValue {
  JsonText& writer;
  const FieldSpec& field;

  void operator()(std::monostate) const { writer.Null(); }
  void operator()(const std::string& text) const { writer.put_text(text); }
  void operator()(std::int64_t number) const { writer.Int64(number); }
  void operator()(Fixed number) const { writer.put_text(to_text(number)); }
  void operator()(Date date) const { writer.put_text(to_text(date)); }
  void operator()(Moment moment) const { writer.put_text(to_text(moment)); }
  void operator()(bool yes) const { writer.Bool(yes); }
  void operator()(const Uuid& id) const { writer.put_text(to_text(id)); }
  template <class Item>
  void operator()(const std::vector<Item>& items) const {
    writer.StartArray();
    for (const Item& item : items) (*this)(item);
    writer.EndArray();
  }
  void operator()(const Link& link) const {
    writer.StartObject();
    writer.put_key("ledger");
    writer.put_text(link.ledger);
    writer.put_key("record");
    writer.put_text(to_text(link.record));
    put_number(link.row);
    writer.EndObject();
  }
  void operator()(const Rows& rows) const {
    writer.StartArray();
    for (const Row& row : rows.all) {
      if (row.id == row_of_order) {
        put_order(row);
        continue;
      }
      writer.StartObject();
      put_number(row.id);
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        writer.put_key(field.columns()[i].name);
        std::visit(PutValue{writer, field.columns()[i]}, row.cells[i]);
      }
      writer.EndObject();
    }
    writer.EndArray();
  }
  // A list among the rows of a change, which nothing else there is.
  void put_order(const Row& order) const {
    writer.StartArray();
    for (const Value& number : order.cells) std::visit(*this, number);
    writer.EndArray();
  }
  void put_number(std::int64_t row) const {
    writer.put_key(row_number);
    writer.Int64(row);
  }
};

template <class T>
T must(Result<T> result, const char* what) {
  if (!result) throw ValueIsMalformed(what);
  return *result;
}

std::string_view text_of(ondemand::value value) { return value.get_string(); }
Uuid id_of(ondemand::value value) { return must(parse_uuid(text_of(value)), "an id"); }

Link link_of(const FieldSpec& field, ondemand::object json) {
  Link link;
  for (ondemand::field member : json) {
    const std::string_view key = member.unescaped_key();
    if (key == "ledger") link.ledger = field.links_to.find(text_of(member.value()));
    if (key == "record") link.record = id_of(member.value());
    if (key == row_number) link.row = member.value().get_int64();
  }
  if (link.ledger.empty()) throw ValueIsMalformed("a ledger to which nothing leads any more");
  return link;
}

// A row of which nothing but the number is said is one that goes.
Row row_of(const FieldSpec& field, ondemand::object json) {
  Row row;
  for (ondemand::field member : json) {
    const std::string_view key = member.unescaped_key();
    if (key == row_number) {
      row.id = member.value().get_int64();
      continue;
    }
    row.cells.resize(field.column_count);
    const auto column = std::ranges::find(field.columns(), key, &FieldSpec::name);
    if (column == field.columns().end()) continue;
    row.cells[static_cast<std::size_t>(column - field.columns().begin())] =
        read_value(*column, member.value());
  }
  return row;
}

Row order_of(ondemand::array json) {
  Row order;
  order.id = row_of_order;
  for (ondemand::value number : json) order.cells.emplace_back(std::int64_t{number.get_int64()});
  return order;
}

}  // namespace

void write_value(std::string& json, const FieldSpec& field, const Value& value) {
  JsonText writer(json);
  std::visit(PutValue{writer, field}, value);
}

Value read_value(const FieldSpec& field, ondemand::value json) {
  if (json.is_null()) return {};
  switch (field.kind) {
    case Kind::text:
    case Kind::long_text:
    case Kind::choice:
      return std::string(text_of(json));
    case Kind::integer:
      return std::int64_t{json.get_int64()};
    case Kind::number:
      return must(parse_fixed(text_of(json)), "a number");
    case Kind::date:
      return must(parse_date(text_of(json)), "a date");
    case Kind::moment:
      return must(parse_moment(text_of(json)), "a moment");
    case Kind::yes_no:
      return bool{json.get_bool()};
    case Kind::unit:
    case Kind::person:
    case Kind::link:
      return id_of(json);
    case Kind::row_link:
      return link_of(field, json.get_object());
    case Kind::choices: {
      std::vector<std::string> texts;
      for (ondemand::value item : json.get_array()) texts.emplace_back(text_of(item));
      return texts;
    }
    case Kind::units: {
      std::vector<Uuid> ids;
      for (ondemand::value item : json.get_array()) ids.push_back(id_of(item));
      return ids;
    }
    case Kind::rows: {
      Rows rows;
      for (ondemand::value item : json.get_array())
        rows.all.push_back(item.type() == ondemand::json_type::array
                               ? order_of(item.get_array())
                               : row_of(field, item.get_object()));
      return rows;
    }
  }
  return {};
}

}  // namespace chuangyou

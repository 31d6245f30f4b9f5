// The query of an address, and what stands in paths: decoding what was encoded gives it back.
#include "core/receipt_code.h"
#include "net/query.h"

using namespace chuangyou;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  QueryString query(text);
  (void)query.take_id("unit");
  (void)query.take_yes_no("count");
  const std::int64_t limit = query.take_number("limit", 25, 1, 200);
  if (limit < 1 || limit > 200) __builtin_trap();
  (void)query.take("cursor");
  (void)query.errors();
  if (const auto decoded = decoded_from_url(text, false))
    if (decoded_from_url(encoded_for_url(*decoded), false) != *decoded) __builtin_trap();
  if (const auto code = parse_receipt_code(text))
    if (parse_receipt_code(*code) != *code) __builtin_trap();
  (void)parse_uuid(text);
  (void)parse_date(text);
  return 0;
}

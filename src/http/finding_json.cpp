#include "http/finding_json.h"

namespace chuangyou {

void write_finding(Json& json, const ImportFinding& finding) {
  json.object()
      .member("row", finding.row)
      .member("column", finding.column)
      .member("code", code_of(finding))
      .member("detail", finding.refused.detail)
      .member("is_note", finding.is_note)
      .member("count", finding.count)
      .key("more_rows")
      .list();
  for (const std::int64_t row : finding.more_rows) json.put(row);
  json.end_list()
      .key("words")
      .object()
      .member("zh", words_of(Language::zh, finding))
      .member("en", words_of(Language::en, finding))
      .end_object()
      .end_object();
}

}  // namespace chuangyou

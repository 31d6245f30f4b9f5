// A list as it goes out: what a list shows of each record, or its columns as a file.
#pragma once

#include "http/list_query.h"

namespace chuangyou {

enum class ForWhom : std::uint8_t { reader, everyone };

// {"items":[…],"next_cursor":…,"count":…,"count_is_complete":…}. On the loop where that takes a
// moment, else by a thread of its own.
Reply list_reply(Visit& visit, const Ledger& ledger, ListAsked asked,
                 ForWhom whom = ForWhom::reader);

// By their places among the fields: the title, and what was chosen. With it goes the key in another
// system, where that was chosen and the reader sees the record whole.
std::vector<std::size_t> fields_shown(const Ledger& ledger, const ListColumns& columns);
std::string source_shown(const Reader&, const ListColumns&, const Record&);

}  // namespace chuangyou

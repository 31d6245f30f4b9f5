// FTS5 is given our tokens: of a text that is stored, folded already, all that core/folded.h finds
// in it; of what is looked for the one that is asked.
#pragma once

#include "storage/sqlite.h"

namespace chuangyou {

inline constexpr const char* tokenizer_name = "chuangyou";
void add_tokenizer(Connection&);

}  // namespace chuangyou

// What a reader sees of whole subtrees: whether anything need be left out of a list or a figure,
// and what.
#pragma once

#include <string_view>

#include "campaign/find.h"

namespace chuangyou {

inline PathOfUnit path_of(const Reader& reader) {
  return [&tree = reader.body.tree](const Uuid& unit) { return tree.path_of(unit); };
}

// Everything below the path lies in the reader's own chain.
bool sees_all_below(const Reader&, std::string_view path);
// He stands above all of it or reads the ledger everywhere.
bool sees_all(const Reader&, const Ledger&, std::string_view path);
// Nor is anything in it hidden: of a confidential ledger whoever may act on all of it reads all.
bool reads_all(const Reader&, const Ledger&, std::string_view path);
// The same of the unit alone, without those below it.
bool reads_all_at(const Reader&, const Ledger&, std::string_view path);

// The records that are kept from him, for they are about him or his line.
Page kept_from(const Reader&, const LedgerTable&);

}  // namespace chuangyou

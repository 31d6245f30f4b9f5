// Acts that are open on a record of any ledger and that no ledger declares: a remark, evidence that
// comes later, following. They change nothing of the record, neither state nor version: who
// acts on it need not read it anew because somebody has said something beside it.
#pragma once

#include <span>
#include <string_view>

#include "record/common_names.h"
#include "record/decide.h"
#include "record/evidence.h"

namespace chuangyou {

inline constexpr std::size_t remark_length_max = 2000;

struct CommonAsked {
  std::string_view act;
  std::string_view remark = {};
  std::span<const Evidence> evidence = {};
};

// The post under which it is done; null: under none. A remark is for whoever sees the record whole,
// evidence comes from whoever may act on it in any of its states, and whoever sees it may follow
// it; whoever sees it no longer may still leave off.
Result<const Post*> decide_common(const Record&, const CommonAsked&, const Actor&, Date today,
                                  const PathOfUnit&);

// What is wrong with it as it stands, whatever act it comes with. Whether a record is there and a
// file was sent, others know.
Result<void> check_evidence(std::span<const Evidence>);

}  // namespace chuangyou

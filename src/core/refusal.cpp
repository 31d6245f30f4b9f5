#include "core/refusal.h"

namespace chuangyou {
namespace {

constexpr std::string_view names[] = {
#define CHUANGYOU_REFUSAL_NAME(name, ...) #name,
    CHUANGYOU_REFUSALS(CHUANGYOU_REFUSAL_NAME) CHUANGYOU_LAWS_OF_LEDGERS(CHUANGYOU_REFUSAL_NAME)
#undef CHUANGYOU_REFUSAL_NAME
};

}  // namespace

std::span<const std::string_view> refusal_names() { return names; }

std::string_view name_of(Refusal refusal) { return names[static_cast<std::size_t>(refusal)]; }

}  // namespace chuangyou

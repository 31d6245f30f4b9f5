#include "core/version.h"

namespace chuangyou {

std::string_view program_version() { return CHUANGYOU_VERSION; }

}  // namespace chuangyou

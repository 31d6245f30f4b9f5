// The act by which a record came to stand where it stands, as far as the reader may know of it.
#pragma once

#include <functional>

#include "campaign/find.h"

namespace chuangyou {

// `counts` says of which acts it is told; of any other nothing is.
std::optional<CameBack> came_to_stand(const Reader&, const Record&,
                                      const std::function<bool(const Act&)>& counts);

}  // namespace chuangyou

// The desk: files embedded in the binary. Nothing is read from a disk here.
#pragma once

#include "net/message.h"

namespace chuangyou {

Reply static_file(const Request& request);

}  // namespace chuangyou

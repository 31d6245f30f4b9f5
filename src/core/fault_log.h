// What the machine does to a thread that goes on working — a full disk, a failed read, no memory —
// is said in the log once a minute for each place and cause, with how often it happened since.
#pragma once

#include <exception>
#include <string_view>

namespace chuangyou {

// Never throws: it is called where nothing is left to catch.
void log_fault(std::string_view where, const std::exception& error) noexcept;

}  // namespace chuangyou

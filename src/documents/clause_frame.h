// What stands around the clauses of a document: its head, its signature, its foot and what is
// attached to it.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace chuangyou {

// From which line on it is signed, or only printed; none: the number of lines.
std::size_t signature_begins(std::span<const std::string_view> lines);
// From which line on something is attached, likewise.
std::size_t attachments_begin(std::span<const std::string_view> lines);
// 各省、自治区、直辖市人民政府：, before which there is nothing but the head.
std::size_t text_begins(std::span<const std::string_view> lines);

}  // namespace chuangyou

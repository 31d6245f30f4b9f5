// What stands around the clauses of a document: its head, its signature, its foot and what is
// attached to it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chuangyou {

// The day, with who signs on the same line or before it.
bool ends_with_a_day(std::string_view line);
// From which line on it is signed, or only printed; none: the number of lines.
std::size_t signature_begins(std::span<const std::string_view> lines);
// From which line on something is attached, likewise.
std::size_t attachments_begin(std::span<const std::string_view> lines);
// The titles of what is attached, told by its list or by what stands at the head of each.
std::vector<std::string> titles_attached(std::span<const std::string_view> lines);
// 关于印发《…》的通知: from which line on stands what it brings along; none: the number of lines.
std::size_t brought_along_begins(std::span<const std::string_view> lines);
// 各省、自治区、直辖市人民政府：, before which there is nothing but the head.
std::size_t text_begins(std::span<const std::string_view> lines);

}  // namespace chuangyou

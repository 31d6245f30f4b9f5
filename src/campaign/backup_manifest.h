// What a backup says of itself, as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "campaign/backup.h"

namespace chuangyou {

inline constexpr std::string_view manifest_name = "manifest.json";
inline constexpr std::string_view sums_name = "SHA256SUMS";
inline constexpr std::string_view database_name = "database";
inline constexpr std::string_view checkpoints_name = "checkpoints";
inline constexpr std::string_view cosigned_name = "cosigned";
inline constexpr std::string_view files_name = "files";

// `files/<body>/<two digits>/<hash>`
std::string name_of_evidence(BodyNo, const Hash&);
struct EvidenceName {
  BodyNo body{};
  Hash hash{};
};
std::optional<EvidenceName> parse_evidence_name(std::string_view name);

std::string write_manifest(const Backup&);
std::optional<Backup> parse_manifest(std::string_view json);  // without files
std::string write_sums(const Backup&);
// Only names that a backup has: none leads out of its folder.
std::optional<std::vector<BackedUpFile>> parse_sums(std::string_view text);

}  // namespace chuangyou

// What may stand beside an act as its proof, in any ledger: a line of text, the number of a
// document, a link, a file. Nobody is ever asked for it (Law 10) and it never scores (Law 3), so no
// ledger declares it and no rule looks at it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/hash.h"
#include "core/uuid.h"

namespace chuangyou {

enum class EvidenceKind : std::uint8_t { text, number, record, address, file };
inline constexpr std::string_view evidence_kind_names[] = {"text", "number", "record", "address",
                                                           "file"};
constexpr std::string_view name_of(EvidenceKind kind) {
  return evidence_kind_names[static_cast<std::size_t>(kind)];
}

struct Evidence {
  EvidenceKind kind{};
  std::string text;    // the line, the number, the address; of a file its name
  std::string ledger;  // of a record, to which it leads
  Uuid record;
  Hash hash{};             // of a file, over its content
  std::string type;        // what its content is: `pdf`
  std::int64_t bytes = 0;  // so long it is
  bool operator==(const Evidence&) const = default;
};

inline constexpr std::size_t evidence_max = 20;  // beside one act

}  // namespace chuangyou

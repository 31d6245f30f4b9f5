#include "imports/sent_file.h"

#include <fstream>

namespace chuangyou {

Result<SentFile> take_sent_file(const KeptFiles& files, BodyNo body, HashFunction of_body,
                                PersonId person, const std::filesystem::path& from) {
  SentFile sent;
  sent.bytes = static_cast<std::int64_t>(std::filesystem::file_size(from));
  if (sent.bytes == 0) return refuse(Refusal::file_is_empty);
  sent.type = file_type_of(from);
  if (!sent.type) return refuse(Refusal::file_type_is_unknown);
  std::ifstream file(from, std::ios::binary);
  sent.hash = hash_of(of_body, file);
  if (Result<void> waits = files.wait(body, person, sent.hash, sent.type->ending, from); !waits)
    return std::unexpected(waits.error());
  return sent;
}

}  // namespace chuangyou

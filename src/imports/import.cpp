#include "imports/import.h"

#include <fstream>

#include "campaign/kept_acts.h"
#include "imports/import_run.h"
#include "imports/kept_pipe.h"

namespace chuangyou {

std::optional<std::int64_t> size_bytes_of(std::istream& file) {
  const std::istream::pos_type start = file.tellg();
  if (start == std::istream::pos_type(-1) || !file.seekg(0, std::ios::end)) {
    file.clear();
    return std::nullopt;
  }
  const std::istream::pos_type end = file.tellg();
  file.seekg(start);
  return static_cast<std::int64_t>(end - start);
}

ImportReport import_table(std::istream& file, const ImportMapping& mapping, Body& body,
                          Connection& connection, const Actor& actor, Writer& writer,
                          RandomSource& random, Moment now, bool dry_run,
                          const ImportProgress& progress, ImportClick click) {
  if (!dry_run && file && !size_bytes_of(file)) {
    const KeptPipe kept(file);
    std::ifstream again(kept.path(), std::ios::binary);
    click.path = kept.path();
    return import_table(again, mapping, body, connection, actor, writer, random, now, dry_run,
                        progress, std::move(click));
  }
  ImportRun run(mapping, body, connection, actor, random, now, std::move(click));
  if (!dry_run) run.keep_in(KeptActs::folder_beside(connection));
  run.read(file, progress);
  if (!dry_run && run.is_clean()) run.apply(writer, progress);
  return run.take_report();
}

}  // namespace chuangyou

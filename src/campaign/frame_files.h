// The frame of a body out of its journal; and for one that has none yet, out of the files in which
// campaigns, packs and calendars lie.
#pragma once

#include <string>
#include <vector>

#include "campaign/load.h"
#include "packs/frame_act.h"
#include "storage/sqlite.h"

namespace chuangyou {

// From all entries of the body itself; not whole where it has not adopted anything.
// journal_was_changed where one of them cannot be read.
Result<Frame> frame_in_journal(Connection&, BodyNo);

// The acts that copy the body's files into its journal. file_cannot_be_read with the file's name.
Result<std::vector<FrameAct>> frame_files(const Places&, const NewBody&);
// What they come to, before any entry has them.
Result<Frame> frame_of(const std::vector<FrameAct>& files);

// Files, below the campaigns' folder, that say something else than what the body adopted from them;
// nothing moves by that.
// One that is not there any more differs from nothing.
std::vector<std::string> files_that_differ(const Places&, const Frame&);

}  // namespace chuangyou

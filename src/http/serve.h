// The whole server, put together: bodies, writer, doors, loops, until a signal says stop.
#pragma once

#include "campaign/perform.h"
#include "http/site.h"
#include "jobs/serve_options.h"

namespace chuangyou {

// Returns when SIGINT or SIGTERM has come and everything that was asked has been answered. Prints
// the address to standard output once it answers.
int serve(const ServeOptions& asked, const Clocks& clocks);

}  // namespace chuangyou

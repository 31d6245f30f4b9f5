// Serving without any body: the page by which the first is founded, behind a code that stands on
// the console. Every other page leads there, and nothing else is answered.
#pragma once

#include <memory>

#include "campaign/body.h"
#include "core/uptime.h"
#include "jobs/serve_options.h"
#include "net/certificate.h"
#include "net/signals.h"

namespace chuangyou {

// Returns when a body is founded (true) or a signal says stop (false). A SoleWriter must be held.
// The port is kept where any free one was asked for.
// With a certificate the first passwords go by https, as all that comes after them.
bool serve_until_founded(ServeOptions& options, const Clocks& clocks, const EndSignals& signals,
                         const std::shared_ptr<Certificate>& certificate);

}  // namespace chuangyou

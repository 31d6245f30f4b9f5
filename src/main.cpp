// Wiring: the clock, which nothing below has, and the doors, which do not know each other.
#include <fmt/core.h>
#include <malloc.h>
#include <sys/stat.h>
#include <time.h>

#include <charconv>
#include <chrono>
#include <system_error>

#include "cli/commands.h"
#include "core/version.h"
#include "http/openapi.h"
#include "http/serve.h"
#include "http/serve_witness.h"

namespace {

using namespace chuangyou;

Moment now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since_1970).count()};
}

// With the time that the machine has slept.
Uptime uptime() {
  timespec since_start{};
  clock_gettime(CLOCK_BOOTTIME, &since_start);
  return {std::int64_t{since_start.tv_sec} * 1'000'000 + since_start.tv_nsec / 1'000};
}

// `127.0.0.1:8080`, `[::1]:8080`, `8080`.
template <class Options>
bool read_listen(std::string_view text, Options& options) {
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos) {
    std::string_view address = text.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']'))
      address = address.substr(1, address.size() - 2);
    options.address = address;
    text.remove_prefix(colon + 1);
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), options.port);
  return error == std::errc{} && end == text.data() + text.size();
}

template <class Options, class Serve>
int listen_and(const std::string& listen, Options& options, const Serve& serve_it) {
  if (!read_listen(listen, options)) {
    fmt::print(stderr, "--listen wants an address and a port, as 127.0.0.1:8080\n");
    return 2;
  }
  try {
    return serve_it();
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::address_in_use) throw;
    fmt::print(stderr,
               "{} 已被别的程序占用，请换一个端口\n"
               "{} is in use by another program: choose another port\n",
               listen, listen);
    return 1;
  }
}

int serve_as_asked(ServeOptions asked) {
  return listen_and(asked.listen, asked, [&] { return serve(asked, {now, uptime}); });
}

int witness_as_asked(const WitnessAsked& asked) {
  WitnessOptions options{.file = asked.file,
                         .key_file = asked.key_file,
                         .name = asked.name,
                         .logs = asked.logs,
                         .begins_anew = asked.begins_anew};
  return listen_and(asked.listen, options, [&] { return serve_witness(options, now); });
}

}  // namespace

int main(int argument_count, char** arguments) {
  // Whatever the program writes is its own user's: database, files on their way in, accounts.
  umask(077);
  // The writer frees some megabytes with each commit and wants them back with the next; giving them
  // to the system in between cost a tenth of its time.
  mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
  mallopt(M_TOP_PAD, 4 * 1024 * 1024);
  CLI::App app("Chuangyou 创优: the system of record for an improvement campaign", "chuangyou");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(program_version()));
  CommandContext context{
      .now = now, .serve = serve_as_asked, .witness = witness_as_asked, .openapi = openapi};
  add_serve_command(app, context);
  add_witness_command(app, context);
  add_import_command(app, context);
  add_import_units_command(app, context);
  add_export_command(app, context);
  add_rebuild_command(app, context);
  add_verify_command(app, context);
  add_schema_command(app, context);
  add_demo_command(app, context);
  add_backup_command(app, context);
  add_restore_command(app, context);
  add_found_command(app, context);
  add_accounts_command(app, context);
  add_import_people_command(app, context);
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (const std::exception& error) {
    fmt::print(stderr, "chuangyou: {}\n", error.what());
    return 70;
  }
  return context.exit_code;
}

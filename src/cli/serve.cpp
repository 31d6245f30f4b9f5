#include <algorithm>
#include <string_view>

#include "cli/commands.h"
#include "jobs/witnesses.h"
#include "net/proxies.h"

namespace chuangyou {
namespace {

// The sentence that says what is wrong, or nothing. The address becomes part of every log's name
// and of cookies' rules, so that it is taken as browsers write it or not at all.
std::string is_public_url(const std::string& url) {
  constexpr std::string_view wanted = "wants https://host or http://host, in small letters";
  std::string_view host = url;
  if (host.starts_with("https://"))
    host.remove_prefix(8);
  else if (host.starts_with("http://"))
    host.remove_prefix(7);
  else
    return std::string(wanted);
  const bool is_plain = std::ranges::all_of(host, [](char symbol) {
    return (symbol >= 'a' && symbol <= 'z') || (symbol >= '0' && symbol <= '9') ||
           std::string_view("-.:[]").contains(symbol);
  });
  return is_plain && !host.empty() ? std::string() : std::string(wanted);
}

std::string is_proxy(const std::string& text) {
  if (TrustedProxies::parse(std::vector{text})) return {};
  return "wants an address or a network, as 10.0.0.2 or 10.0.0.0/24";
}

std::string is_witness(const std::string& text) {
  if (parse_witness_address(text)) return {};
  return "wants URL=KEY, the key as `chuangyou witness` prints it";
}

void add_backup_options(CLI::App& command, ServeOptions& asked) {
  command.add_option("--backups", asked.backups,
                     "folder for a backup a night, each restored and verified");
  command
      .add_option("--backups-kept", asked.backups_kept,
                  "so many of the newest are kept, beside the last of each month")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
}

void add_https_options(CLI::App& command, ServeOptions& asked) {
  auto* certificate =
      command.add_option("--certificate", asked.certificate,
                         "file with the certificate and its chain (PEM): HTTPS; SIGHUP reads anew");
  command.add_option("--key", asked.certificate_key, "file with its private key (PEM)")
      ->needs(certificate);
  certificate->needs("--key");
  command
      .add_option("--trusted-proxy", asked.site.trusted_proxies,
                  "address or network of a proxy before us, whose X-Forwarded-For is believed; "
                  "repeatable")
      ->check(is_proxy);
}

}  // namespace

void add_serve_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("serve", "answer HTTP until a signal says stop");
  const auto asked = std::make_shared<ServeOptions>();
  add_database_option(*command, asked->database);
  add_campaigns_option(*command, asked->campaigns);
  command->add_option("--listen", asked->listen, "address and port; port 0 takes any free one")
      ->capture_default_str();
  command->add_option("--threads", asked->threads, "event loops, one a thread")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command->add_flag("--go-on-without-missing-entries", asked->goes_on_without_missing_entries,
                    "take acts although the journal has lost its end; an entry says so");
  command->add_flag("--second-factor-optional", asked->site.second_factor_is_optional,
                    "the three administrators log in without a second factor, as others may");
  command->add_flag("--nothing-is-missing", asked->nothing_is_missing,
                    "of a restored house: the backup was the last thing that the old one did");
  command->add_flag("--secure-cookies", asked->site.secure_cookies, "readers come by https only");
  command
      ->add_option("--public-url", asked->site.public_url,
                   "what readers write to come here: https://host, without a path")
      ->check(is_public_url);
  command->add_option("--keys", asked->site.keys,
                      "folder of secrets; <database>.keys where not said");
  add_clock_option(*command, asked->clock_is_right);
  add_backup_options(*command, *asked);
  add_https_options(*command, *asked);
  command->add_flag("--new-log-key", asked->new_log_key,
                    "the key of a log is lost: begin a new one, which the journal will say");
  command
      ->add_option("--witness", asked->witnesses,
                   "URL=KEY of somebody outside who cosigns the logs; repeatable")
      ->check(is_witness)
      ->needs("--public-url");
  command->add_option("--witness-every", asked->witness_seconds, "seconds between asking witnesses")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  command
      ->add_option("--connections", asked->connections_max,
                   "connections at once; beyond it idle ones make room")
      ->check(CLI::Range(64, 1'000'000))
      ->capture_default_str();
  command
      ->add_option("--address-connections", asked->connections_an_address,
                   "connections at once from one address; 0 = no limit, as behind a proxy")
      ->capture_default_str();
  command->add_option("--disk-reserve", asked->site.disk_reserve_bytes,
                      "bytes of free disk below which only acts are taken; 1 GiB or 2 % of the "
                      "disk, whichever is more, where not said");
  command
      ->add_option("--public-rate", asked->site.public_a_second,
                   "requests a second from one address to the public doors; 0 = no limit")
      ->capture_default_str();
  command
      ->add_option("--log-in-rate", asked->site.log_ins_a_second,
                   "log-ins a second from one address; 0 = no limit")
      ->capture_default_str();
  command->callback([asked, &context] { context.exit_code = context.serve(*asked); });
}

}  // namespace chuangyou

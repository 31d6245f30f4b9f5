#include "cli/commands.h"

namespace chuangyou {

void add_serve_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("serve", "answer HTTP until a signal says stop");
  const auto asked = std::make_shared<ServeAsked>();
  add_database_option(*command, asked->database);
  add_campaigns_option(*command, asked->campaigns);
  add_hash_option(*command, asked->hash);
  command->add_option("--listen", asked->listen, "address and port; port 0 takes any free one")
      ->capture_default_str();
  command->add_option("--threads", asked->threads, "event loops, one a thread")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command->add_flag("--secure-cookies", asked->secure_cookies, "readers come by https only");
  command->add_flag("--behind-proxy", asked->behind_proxy,
                    "the last X-Forwarded-For is the reader's address");
  command
      ->add_option("--public-rate", asked->public_a_second,
                   "requests a second from one address to the public doors; 0 = no limit")
      ->capture_default_str();
  command
      ->add_option("--log-in-rate", asked->log_ins_a_second,
                   "log-ins a second from one address; 0 = no limit")
      ->capture_default_str();
  command->callback([asked, &context] { context.exit_code = context.serve(*asked); });
}

}  // namespace chuangyou

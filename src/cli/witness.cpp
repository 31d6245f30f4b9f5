#include "cli/commands.h"
#include "journal/note.h"

namespace chuangyou {
namespace {

std::string is_log_key(const std::string& text) {
  const auto key = parse_verifier_key(text);
  if (key && key->kind == SignatureKind::ed25519) return {};
  return "wants the key of a log, as /api/public/<body>/witnesses gives it";
}

std::string is_witness_name(const std::string& text) {
  if (is_key_name(text)) return {};
  return "wants a name without blanks and plus signs, best an address of yours";
}

}  // namespace

void add_witness_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "witness", "watch the logs of others and cosign what only ever grows (C2SP tlog-witness)");
  const auto asked = std::make_shared<WitnessAsked>();
  command->add_option("--listen", asked->listen, "address and port; port 0 takes any free one")
      ->capture_default_str();
  command->add_option("--file", asked->file, "where it remembers what it has seen")->required();
  command->add_option("--key", asked->key_file, "its secret, made at the first start")->required();
  command->add_option("--name", asked->name, "its name, as witness.example/w1")
      ->required()
      ->check(is_witness_name);
  command->add_option("--log", asked->logs, "the key of a log that it watches; repeatable")
      ->required()
      ->check(is_log_key);
  command->add_flag("--begin-anew", asked->begins_anew,
                    "its memory is lost: what it cosigned before protects nobody any more");
  command->callback([asked, &context] { context.exit_code = context.witness(*asked); });
}

}  // namespace chuangyou

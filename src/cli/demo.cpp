#include "cli/demo.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "cli/commands.h"
#include "cli/demo_body.h"
#include "documents/csv_reader.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

namespace fs = std::filesystem;

// Beside the database, for its owner's eyes only.
std::string accounts_path(const std::string& database) { return database + ".accounts.csv"; }

void write_accounts(const std::string& path, const std::vector<DemoAccount>& accounts) {
  // One that is there would keep whatever others may do with it.
  std::filesystem::remove(path);
  const mode_t others_nothing = umask(077);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  umask(others_nothing);
  file << csv_row({"body", "who", "name", "password"});
  for (const DemoAccount& account : accounts)
    file << csv_row({account.body, account.who, account.name, account.password});
  file.close();
  if (!file) throw std::runtime_error("demo: cannot write " + path);
}

// None where somebody has taken the file away, as one should: the database has hashes alone.
std::vector<DemoAccount> read_accounts(const std::string& path) {
  std::vector<DemoAccount> accounts;
  if (!fs::exists(path)) {
    fmt::print(
        "\n! 账号文件不在，密码无从列出 · the file of accounts is gone, no password can be shown: "
        "{}\n",
        path);
    return accounts;
  }
  for (const DemoRow& row : read_table(path))
    accounts.push_back({row.at("body"), row.at("who"), row.at("name"), row.at("password")});
  return accounts;
}

// Everything is made under another name and takes the right one when it is whole, so that a run
// that was broken off leaves no half a demonstration behind.
void make_whole(const Places& places, HashFunction hash) {
  Places making = places;
  making.database += ".making";
  const auto writing = SoleWriter::of(making.database);
  if (!writing) must<int>(std::unexpected(writing.error()), making.database);
  for (const char* ending : {"", "-wal", "-shm", ".checkpoints"})
    fs::remove(making.database + ending);
  const std::string kept_acts = making.database + ".imports";
  fs::remove_all(kept_acts);  // of imports of a run that was broken off
  const Keys keys(Keys::beside(places.database));
  const MadeDemo made = make_demo({making, keys, hash});
  for (const DemoImport& import : made.imports)
    fmt::print(
        "  {} {}: 试导入 {} 行，发现 {} 处（其中提示 {}）· dry run: {} rows, {} findings, {} of"
        " them notes\n",
        import.body, import.mapping, import.rows, import.findings, import.notes, import.rows,
        import.findings, import.notes);
  {
    Connection connection(making.database, OpenFor::writing);
    cut_log(connection);
  }
  write_accounts(accounts_path(places.database), made.accounts);
  for (const char* ending : {"-wal", "-shm"}) fs::remove(making.database + ending);
  fs::rename(making.database + ".checkpoints", places.database + ".checkpoints");
  fs::rename(making.database, places.database);
  fs::remove_all(kept_acts);
  fs::remove(making.database + ".lock");
}

bool print_figures(const std::vector<DemoFigure>& figures, std::string_view body) {
  bool all_fit = true;
  for (const DemoFigure& figure : figures) {
    if (figure.body != body) continue;
    const bool is_compared = !figure.expected.empty();
    const char* sign = !is_compared ? " " : figure.fits() ? "=" : "!";
    fmt::print("  {} {:>18}  {} · {}\n", sign, figure.found, figure.zh, figure.en);
    if (!is_compared || figure.fits()) continue;
    fmt::print("      expected {} · 应为 {}\n", figure.expected, figure.expected);
    all_fit = false;
  }
  return all_fit;
}

void print_accounts(const std::vector<DemoAccount>& accounts, std::string_view body) {
  for (const DemoAccount& account : accounts)
    if (account.body == body)
      fmt::print("  {:<12} {}  {}\n", account.name.empty() ? "-" : account.name, account.password,
                 account.who);
}

// Whom a newcomer may be first: a unit's office, a branch secretary, and a citizen without account.
void print_first_steps(const std::vector<DemoAccount>& accounts) {
  fmt::print("\n先试这三个 · three to try first:\n");
  for (const DemoAccount& account : accounts) {
    if (account.body != model_key) continue;
    if (account.name == "organ" || account.name == "branch")
      fmt::print("  /login  {:<8} {}  {}\n", account.name, account.password, account.who);
    if (account.name.empty()) fmt::print("  /receipt/{}  {}\n", account.password, account.who);
  }
}

bool print_demo(const Places& places, Moment now) {
  Bodies bodies;
  if (Result<void> loaded = load_bodies_to_read(places, bodies, now); !loaded)
    must<int>(std::unexpected(loaded.error()), places.database);
  for (const std::string_view key : demo_keys)
    if (!bodies.find(key))
      throw std::runtime_error(places.database + " is no demonstration: name another --database");
  const std::vector<DemoFigure> figures = demo_figures(places, bodies);
  const std::vector<DemoAccount> accounts = read_accounts(accounts_path(places.database));
  bool all_fit = true;
  for (const std::string_view key : demo_keys) {
    const Body& body = *bodies.find(key);
    fmt::print("\n{} · {} ({}), {} {}\n", body.name.zh, body.name.en, key, "as of",
               body.shown_as_of ? to_text(*body.shown_as_of) : "today");
    for (const CampaignNotice& notice : check(body.frame.campaign))
      fmt::print("  ! {}: {} → {}  {}\n      {}\n", notice.about, notice.said, notice.held,
                 notice.reason.zh, notice.reason.en);
    all_fit = print_figures(figures, key) && all_fit;
    fmt::print("  账号 · accounts (body {}):\n", key);
    print_accounts(accounts, key);
  }
  fmt::print(
      "\n= 与数据来源所载一致 · equal to what the source of the data says "
      "(campaigns/demo/figures.csv)\n"
      "示范省的单位、人员和记录均为虚构；国务院文件、任务、期限和市民请求是真实数据。\n"
      "Units, people and records of the model province are invented; the documents, tasks and\n"
      "deadlines of the State Council and the residents' requests are real.\n"
      "所有账号的密码相同，只供演示：不要对外提供服务。\n"
      "All accounts have one password: a demonstration is not to be served to others.\n");
  print_first_steps(accounts);
  return all_fit;
}

// A demonstration just made that differs from its source is a fault. One that people have worked
// with since differs as it should, and says so in a line.
int run_demo(const Places& places, const CommandContext& context, HashFunction hash) {
  const bool is_new = !fs::exists(places.database);
  if (is_new) {
    fmt::print("正在载入示范数据…… · loading the demonstration …\n");
    std::fflush(stdout);
    make_whole(places, hash);
  }
  if (print_demo(places, context.now())) return 0;
  if (is_new) return 1;
  fmt::print(
      "\n! 载入以后已有人办理，标 ! 的数字与数据来源不再一致。\n"
      "! The demonstration has been worked with since it was loaded: what is marked ! has "
      "moved.\n");
  return 0;
}

}  // namespace

namespace {

// It counts here alone: a body keeps the function under which it was founded.
void add_hash_option(CLI::App& command, HashFunction& hash) {
  static const std::map<std::string, HashFunction> functions{{"sha256", HashFunction::sha256},
                                                             {"sm3", HashFunction::sm3}};
  command.add_option("--hash", hash, "hash function of the journal: sha256 or sm3")
      ->transform(CLI::CheckedTransformer(functions));
}

}  // namespace

void add_demo_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "demo", "load the demonstration into a new database, or print again what it found");
  const auto places = std::make_shared<Places>();
  const auto hash = std::make_shared<HashFunction>(HashFunction::sha256);
  add_database_option(*command, places->database);
  add_campaigns_option(*command, places->campaigns);
  add_hash_option(*command, *hash);
  command->callback(
      [places, hash, &context] { context.exit_code = run_demo(*places, context, *hash); });
}

}  // namespace chuangyou

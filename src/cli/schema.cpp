#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/commands.h"
#include "cli/elements.h"
#include "journal/roll_up.h"
#include "ledgers/all.h"
#include "record/describe.h"

namespace chuangyou {
namespace {

// Where a role may do an act: the places of all rights that name it, or a dash.
std::string places_of(const Act& act, Role role) {
  std::string places;
  for (const Right& right : act.may) {
    if (right.role != role) continue;
    if (!places.empty()) places += ", ";
    places += name_of(right.at);
    if (!right.field.empty()) places.append(" `").append(right.field).append("`");
  }
  return places.empty() ? "–" : places;
}

std::vector<Role> roles_of(const Ledger& ledger) {
  std::vector<Role> roles;
  for (std::size_t i = 0; i < std::size(role_names); ++i) {
    const auto role = static_cast<Role>(i);
    const bool acts = std::ranges::any_of(ledger.acts, [role](const Act& act) {
      return std::ranges::find(act.may, role, &Right::role) != act.may.end();
    });
    if (acts) roles.push_back(role);
  }
  return roles;
}

std::string from_states(const Act& act) {
  std::string states;
  for (const std::string_view state : act.from)
    states.append(states.empty() ? "" : ", ").append(state);
  return states.empty() ? "(new)" : states;
}

void append_ledger(std::string& page, const Ledger& ledger) {
  const std::vector<Role> roles = roles_of(ledger);
  page += fmt::format("\n## {}\n\n| act | from | to | signs |", ledger.name);
  for (const Role role : roles) page += fmt::format(" {} |", name_of(role));
  page += "\n|---|---|---|---|";
  for (std::size_t i = 0; i < roles.size(); ++i) page += "---|";
  page += "\n";
  for (const Act& act : ledger.acts) {
    page += fmt::format("| `{}` | {} | {} | {} |", act.name, from_states(act),
                        act.to.empty() ? "(stays)" : act.to, name_of(act.sign_off));
    for (const Role role : roles) page += fmt::format(" {} |", places_of(act, role));
    page += "\n";
  }
  page += "\nRead, beside those in the record's own chain:";
  for (const Right& right : ledger.read) {
    page += fmt::format(" {} {}", name_of(right.role), name_of(right.at));
    if (!right.field.empty()) page += fmt::format(" `{}`", right.field);
    page += ";";
  }
  page += ledger.read.empty() ? " nobody.\n" : "\n";
}

// Acts that no ledger declares: decided in src/org/judging_*.cpp and src/campaign/account_acts.cpp,
// whose tests hold each role against each of them.
constexpr std::string_view rights_of_the_house =
    "\n## units, people, posts, accounts\n\n| act | who | and |\n|---|---|---|\n"
    "| `propose_post` | administrator; auditor | not for himself; the auditor only an "
    "administrator, "
    "while none stands |\n"
    "| `sign_post`, `refuse_post` | security_administrator | another person than who proposed, not "
    "for himself; within `posts.signature_days` |\n"
    "| `appoint` | nobody in particular | before there is a security administrator; at the machine "
    "one of the three |\n"
    "| `end_post` | security_administrator | never the last of them; of the three only who holds "
    "it, "
    "or at the machine |\n"
    "| `describe_post` | administrator | |\n"
    "| `delegate` | whoever holds the post | one of business, until a day within 92; not on what "
    "was lent; he may end it |\n"
    "| `move_unit`, `merge_units`, `split_unit` with all of it | administrator; works_committee "
    "and "
    "organ_committee below their unit | a proposal, once anybody holds a post in the unit, below "
    "it "
    "or where it comes |\n"
    "| `sign_reorganisation`, `refuse_reorganisation` | security_administrator | another person "
    "than "
    "who proposed, who may take it back; within `posts.signature_days` |\n"
    "| `describe_unit` | administrator; works_committee and organ_committee below their unit | |\n"
    "| `correct_name` | everybody his own; administrator | |\n"
    "| `propose_handover` | whoever has the work in hand; administrator | to one who holds a post "
    "of business at the unit |\n"
    "| `sign_handover` | whoever receives it | under a post there |\n"
    "| `refuse_handover` | whoever receives or offered it; administrator | with a reason |\n"
    "| `make_account` | administrator | not for himself, nor for one of the three administrators "
    "|\n"
    "| `lock_account`, `unlock_account` | security_administrator | not his own |\n"
    "| `reset_password`, `end_account` | security_administrator | not his own, nor that of one of "
    "the three administrators |\n"
    "| `take_back_unit`, `take_back_person`, `take_back_post`, `take_back_account` | whoever "
    "brought "
    "them in, or holds the post that he held | with the whole import, as long as nobody has used "
    "any of it |\n"
    "| `change_password`, `set_second_factor`, `drop_second_factor` | everybody | his own |\n"
    "| the same on accounts of the three | whoever has the machine | `chuangyou accounts`; the "
    "entry "
    "names nobody |\n\n"
    "Entries on accounts are read by security_administrator and auditor alone.\n";

std::string rights_page() {
  std::string page =
      "# Rights\n\nWritten by `chuangyou schema --rights` from the declarations; do not edit. A "
      "cell "
      "says where the post must\nstand to the record's unit, or to the unit or person in the field "
      "named. A dash is a no.\n";
  for (const Ledger* ledger : all_ledgers()) append_ledger(page, *ledger);
  page += rights_of_the_house;
  return page;
}

using Json = simdjson::dom::element;

// Names here are those of the wire and of schemas, without anything to escape.
std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

// As people would write it: as many members as fit stand in a line, and what fits in none of them
// stands open, its own members one step further in; what only holds one such takes no line itself,
// and what ends takes none either.
void append_readable(std::string& text, const Json& value, std::size_t depth) {
  const auto is_open = [](const Json& member) { return member.is_object() || member.is_array(); };
  const bool is_object = value.is_object();
  if (is_object) {
    const simdjson::dom::object members = value.get_object();
    const auto first = members.begin();
    if (members.size() == 1 && is_open(first.value())) {
      text.append("{").append(quoted(first.key())).append(": ");
      append_readable(text, first.value(), depth);
      text.append("}");
      return;
    }
  }
  constexpr std::size_t width = 120;
  const std::string indent = "\n" + std::string(depth + 1, ' ');
  std::size_t taken = width;  // of the line that the last member stands in
  const auto append = [&](const std::string& name, const Json& member) {
    const std::string line = name + simdjson::minify(member);
    const bool fits = depth + line.size() + 2 < width;
    if (taken + line.size() + 2 < width && fits) {
      text.append(" ").append(line).append(",");
      taken += line.size() + 2;
      return;
    }
    text.append(indent);
    taken = fits ? depth + line.size() + 2 : width;
    if (fits || !is_open(member)) {
      text.append(line);
    } else {
      text.append(name);
      append_readable(text, member, depth + 1);
    }
    text.append(",");
  };
  text += is_object ? "{" : "[";
  if (is_object)
    for (const auto member : value.get_object()) append(quoted(member.key) + ": ", member.value);
  else
    for (const Json item : value.get_array()) append("", item);
  text.pop_back();  // the last comma
  text.append(is_object ? "}" : "]");
}

// All numbers here are whole.
std::string readable(const std::string& json) {
  simdjson::dom::parser parser;
  std::string text;
  append_readable(text, parser.parse(json).value(), 0);
  return text + "\n";
}

struct SchemaAsked {
  bool openapi = false, description = false, rights = false;
  std::string output;
};

// The page of the elements is read out of the sources: without their list there is none.
int write_all(const std::filesystem::path& folder, const std::string& openapi) {
  std::vector<std::pair<std::string_view, std::string>> files = {
      {"openapi.json", readable(openapi)},
      {"description.json", readable(describe(all_ledgers(), count_names))},
      {"rights.md", rights_page()}};
  if (std::filesystem::exists(folder / list_of_elements)) {
    const Result<std::vector<Element>> elements = collect_elements(folder);
    if (!elements) return tell(elements.error());
    files.emplace_back("elements.md", elements_page(*elements));
  }
  const std::filesystem::path reference = folder / "docs" / "reference";
  std::filesystem::create_directories(reference);
  for (const auto& [name, content] : files) {
    std::ofstream file(reference / name, std::ios::binary | std::ios::trunc);
    file << content;
    if (!file.flush())
      return tell({Refusal::file_cannot_be_read, "output", (reference / name).string()});
  }
  return 0;
}

}  // namespace

void add_schema_command(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("schema", "print what the program derives from its declarations");
  const auto asked = std::make_shared<SchemaAsked>();
  auto* what = command->add_option_group("what");
  what->add_flag("--openapi", asked->openapi, "the API as OpenAPI 3.1, JSON");
  what->add_flag("--description", asked->description, "the ledgers, as GET /api/description");
  what->add_flag("--rights", asked->rights, "who may do what where, Markdown");
  what->add_option("--output", asked->output,
                   "write all of them into <folder>/docs/reference; the sources lie in <folder>");
  what->require_option(1);
  command->callback([asked, &context] {
    if (asked->openapi) fmt::print("{}", readable(context.openapi()));
    if (asked->description) fmt::print("{}", readable(describe(all_ledgers(), count_names)));
    if (asked->rights) fmt::print("{}", rights_page());
    if (!asked->output.empty()) context.exit_code = write_all(asked->output, context.openapi());
  });
}

}  // namespace chuangyou

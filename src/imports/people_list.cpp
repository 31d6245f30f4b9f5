#include "imports/people_list.h"

#include <algorithm>
#include <map>
#include <shared_mutex>
#include <stdexcept>

#include "campaign/workbook_cells.h"
#include "core/words.h"
#include "imports/people_mapping.h"
#include "imports/people_rows.h"
#include "storage/account_rows.h"

namespace chuangyou {
namespace {

constexpr std::size_t rows_shown = 20, names_told = 200;

// What is said row by row becomes acts, each decided as the writer will decide it, on people who
// are there already by then.
class Planning {
 public:
  Planning(const PeopleAsked& asked, const PeopleRows& reading, PeoplePlan& plan,
           ImportFindings& findings)
      : asked_(asked),
        reading_(reading),
        plan_(plan),
        findings_(findings),
        people_(asked.body.people),
        today_(asked.body.zone.date_at(asked.now)),
        last_day_(asked.body.last_day_to_sign()) {
    for (const PersonId& id : people_.search(SoughtName(""), [] {}))
      named_[people_.find(id)->name].push_back(id);
  }

  void add(const PersonSaid& said) {
    const std::int64_t before = findings_.refused();
    if (said.person.empty()) rows_of_[said.name].push_back(said.row);
    plan(said, before);
    if (plan_.preview.size() < rows_shown) show(said, findings_.refused() != before);
  }
  void tell_names_in_doubt() {
    for (const std::string& name : in_doubt_) {
      NameInDoubt& doubt = plan_.namesakes.emplace_back(name, rows_of_[name]);
      for (const PersonId& id : named_[name])
        if (asked_.body.people.find(id)) doubt.standing.push_back(standing(id));
    }
  }
  void move_people_in_front() {
    std::ranges::stable_partition(
        plan_.acts, [](const OrgAct& act) { return std::holds_alternative<AddPerson>(act); });
  }

 private:
  void plan(const PersonSaid& said, std::int64_t before) {
    const std::optional<PersonId> person = person_of(said);
    if (!person || findings_.refused() != before) return;
    const std::size_t acts_before = plan_.acts.size() + plan_.accounts.size();
    if (is_new_) ++plan_.people;
    propose(said, *person);
    if (!said.account.empty()) wish(said, *person);
    if (!is_new_ && plan_.acts.size() + plan_.accounts.size() == acts_before &&
        findings_.refused() == before)
      ++plan_.unchanged;
  }
  void show(const PersonSaid& said, bool is_faulty) {
    PersonShown shown;
    shown.row = said.row;
    shown.name = said.name;
    shown.member_kind = said.member_kind;
    shown.account = said.account;
    shown.is_new = is_new_;
    shown.is_faulty = is_faulty || said.is_faulty;
    if (!stays_without_post(said)) {
      const Unit* unit = said.unit ? asked_.body.tree.find(*said.unit) : nullptr;
      if (unit) shown.unit = unit->name;
      shown.roles = said.roles;
      shown.from = said.from;
      shown.until = said.until;
    }
    plan_.preview.push_back(std::move(shown));
  }

  // Nothing of the unit and the post that such a row tells of is kept.
  static bool stays_without_post(const PersonSaid& said) {
    return said.says_no_post && (said.roles.empty() || !said.unit);
  }

  void find(const PersonSaid& said, std::string_view field, Refused refused) {
    findings_.add({said.row, reading_.column_of(field), std::move(refused)});
  }
  void find(const PersonSaid& said, std::string_view field, Refusal law, std::string detail = {}) {
    find(said, field, {law, std::string(field), std::move(detail)});
  }

  // `新`, `new`, alone or with a mark of the office's own.
  static bool says_new(std::string_view mark) {
    return mark.starts_with("新") || mark.starts_with("new");
  }

  std::optional<PersonId> person_of(const PersonSaid& said) {
    is_new_ = false;
    if (const auto id = parse_uuid(said.person)) {
      const Person* held = people_.find(*id);
      if (!held) return find(said, "person", Refusal::person_is_unknown, said.person), std::nullopt;
      tell_what_stays(said, *held);
      return held->id;
    }
    const bool is_marked = !said.person.empty() && said.person != "新" && said.person != "new";
    if (is_marked)
      if (const auto known = by_mark_.find(said.person); known != by_mark_.end()) {
        tell_what_stays(said, *people_.find(known->second));
        return known->second;
      }
    return new_person(said, is_marked);
  }

  std::optional<PersonId> new_person(const PersonSaid& said, bool is_marked) {
    if (said.name.empty()) return find(said, "name", Refusal::field_is_missing), std::nullopt;
    std::vector<PersonId>& namesakes = named_[said.name];
    if (asked_.same_names_are_same && said.person.empty() && namesakes.size() == 1) {
      const Person& held = *people_.find(namesakes.front());
      if (asked_.body.people.find(held.id)) return tell_what_stays(said, held), held.id;
    }
    const std::string_view meant = said.person.empty() ? said_of(said.name) : std::string_view();
    if (!meant.empty()) in_doubt_.insert(said.name);
    if (const auto id = person_meant(said, meant)) return id;
    const bool is_another = says_new(said.person) || meant == "apart" || meant == "one" ||
                            (is_marked && all_are_marked(namesakes));
    if (!namesakes.empty() && !is_another) {
      in_doubt_.insert(said.name);
      findings_.add({said.row,
                     reading_.column_of("name"),
                     {Refusal::name_is_taken, "name", said.name + namesakes_in_words(namesakes)},
                     false,
                     ImportRemark::namesake_is_not_told_apart});
      return std::nullopt;
    }
    const PersonId id(make_uuid_v7(asked_.now, asked_.random));
    const AddPerson act{{id, said.name, said.member_kind.value_or(MemberKind::none)}};
    if (const auto decided = decide(OrgAct(act), asked_.actor, asked_.body.tree, people_, today_);
        !decided)
      return find(said, "name", decided.error()), std::nullopt;
    people_.put(act.person);
    namesakes.push_back(id);
    if (meant == "one") the_one_of_.emplace(said.name, id);
    if (is_marked) {
      by_mark_.emplace(said.person, id);
      marked_.insert(id);
    }
    plan_.acts.emplace_back(act);
    is_new_ = true;
    return id;
  }
  std::string_view said_of(const std::string& name) const {
    const auto found = asked_.said_of_names.find(name);
    return found == asked_.said_of_names.end() ? std::string_view()
                                               : std::string_view(found->second);
  }
  // Who stands already, or is the one whom rows above are of.
  std::optional<PersonId> person_meant(const PersonSaid& said, std::string_view meant) {
    std::optional<PersonId> person;
    if (const auto one = the_one_of_.find(said.name); meant == "one" && one != the_one_of_.end())
      person = one->second;
    const auto id = parse_uuid(meant);
    const Person* held = id ? asked_.body.people.find(PersonId(*id)) : nullptr;
    if (held && held->name == said.name) person = held->id;
    if (person) tell_what_stays(said, *people_.find(*person));
    return person;
  }
  PersonStanding standing(const PersonId& id) const {
    PersonStanding told;
    told.person = id;
    for (const HeldPost& post : people_.posts_of(id)) {
      const bool is_over = post.until && *post.until < today_;
      const Unit* unit = is_over ? nullptr : asked_.body.tree.find(post.unit);
      if (!unit) continue;
      told.unit = unit->name;
      told.roles.push_back(post.role);
    }
    for (const AccountRow& row : account_rows_of(asked_.connection, asked_.body.no, id))
      if (row.state != AccountState::ended) told.account = row.name;
    return told;
  }
  // Each with a mark of his own in this file: then they are told apart by it.
  bool all_are_marked(const std::vector<PersonId>& people) const {
    return std::ranges::all_of(people, [&](const PersonId& id) { return marked_.contains(id); });
  }
  // By what he is known at the office; by his number whoever writes it down.
  std::string namesakes_in_words(const std::vector<PersonId>& people) const {
    std::string all;
    for (const PersonId& id : people) {
      // Whoever is new in this file has no number yet that anybody could write down.
      if (!asked_.body.people.find(id)) continue;
      all += all.empty() ? " (" : "; ";
      const PersonStanding told = standing(id);
      if (!told.unit.empty()) all += told.unit + " ";
      for (const Role role : told.roles)
        all += std::string(words(Language::zh, "roles." + std::string(name_of(role)))) + " ";
      if (!told.account.empty()) all += told.account + " ";
      all += to_text(id);
    }
    return all.empty() ? all : all + ")";
  }

  // A name, and what kind of member somebody is, are changed by acts of their own.
  void tell_what_stays(const PersonSaid& said, const Person& held) {
    const bool is_kind_other = said.member_kind && *said.member_kind != held.member_kind;
    const bool is_name_other = !said.name.empty() && said.name != held.name;
    for (const auto& [differs, field] :
         {std::pair(is_name_other, "name"), std::pair(is_kind_other, "member_kind")})
      if (differs) stays(said, field, field == std::string_view("name") ? held.name : "");
  }
  void tell_what_stays(const PersonSaid& said, const HeldPost& held) {
    if (said.from && *said.from != held.from) stays(said, "from", to_text(held.from));
    if (said.until && said.until != held.until)
      stays(said, "until", held.until ? to_text(*held.until) : std::string());
    if (said.accountable && !held.accountable) stays(said, "accountable", {});
    if (!said.serves.empty() && said.serves != held.serves) stays(said, "serves", held.serves);
  }
  void stays(const PersonSaid& said, std::string_view field, std::string held) {
    findings_.add({said.row,
                   reading_.column_of(field),
                   {Refusal::none, std::string(field), std::move(held)},
                   true,
                   ImportRemark::what_stands_stays});
  }

  static bool is_the_same(const HeldPost& one, const HeldPost& other) {
    return one.person == other.person && one.unit == other.unit && one.role == other.role &&
           overlap(one, other);
  }

  // What is asked about a cell that says nothing: the whole column is told by one word.
  void ask(const PersonSaid& said, std::string_view field) {
    plan_.words.add(field, reading_.column_of(field), "");
    find(said, field, Refusal::field_is_missing);
  }

  void propose(const PersonSaid& said, const PersonId& person) {
    if (stays_without_post(said)) {
      ++plan_.without_post;
      if (plan_.without_post_names.size() < names_told)
        plan_.without_post_names.push_back(people_.find(person)->name);
      return;
    }
    // Of a cell that could not be read it is told already.
    const bool says_unit = said.unit || said.has_unknown_unit;
    const bool says_post = !said.roles.empty() || said.has_unknown_post;
    if (says_unit && !says_post) return ask(said, "role");
    if (says_post && !says_unit) return ask(said, "unit");
    if (!said.unit) return;
    for (const Role role : said.roles) propose(said, person, role);
  }
  void propose(const PersonSaid& said, const PersonId& person, Role role) {
    // Of several posts in one cell a secretary's is meant.
    const bool may_be = role == Role::secretary || role == Role::branch_secretary;
    const HeldPost post{make_uuid_v7(asked_.now, asked_.random),
                        person,
                        role,
                        *said.unit,
                        said.from.value_or(today_),
                        said.until,
                        said.accountable && (may_be || said.roles.size() == 1),
                        said.serves};
    const auto is_this = [&](const HeldPost& other) { return is_the_same(post, other); };
    const std::vector<HeldPost> held = people_.posts_of(person);
    if (const auto same = std::ranges::find_if(held, is_this); same != held.end())
      return tell_what_stays(said, *same);
    for (const PostProposal& other : people_.proposals_for(person))
      if (is_this(other.post) && today_ <= last_day_(other.on)) return;
    for (const HeldPost& other : proposed_)
      if (const auto beside = check_beside(post, other); !beside)
        return find(said, beside.error().field, beside.error());
    const ProposePost act{post};
    if (const auto decided = decide(OrgAct(act), asked_.actor, asked_.body.tree, people_, today_,
                                    nullptr, last_day_);
        !decided)
      return find(said, decided.error().field, decided.error());
    people_.propose({post, asked_.actor.person, today_});
    proposed_.push_back(post);
    plan_.acts.emplace_back(act);
    ++plan_.posts;
  }

  void wish(const PersonSaid& said, const PersonId& person) {
    const BodyNo body = asked_.body.no;
    AccountsStand stands;
    stands.row = account_row(asked_.connection, body, said.account);
    stands.of_person = account_rows_of(asked_.connection, body, person);
    const bool is_his = stands.row && stands.row->person == person;
    const auto [own, is_first] = wishes_.emplace(person, said.account);
    if (is_his || (!is_first && own->second == said.account)) return;
    if (!is_first)
      return find(said, "account", Refusal::person_has_an_account_already, own->second);
    if (!taken_.insert(said.account).second)
      return find(said, "account", Refusal::name_is_taken, said.account);
    const MakeAccount act{person, said.account, "not made yet"};
    if (const auto decided = decide(AccountAct(act), asked_.actor, people_, stands, today_);
        !decided)
      return find(said, "account", decided.error());
    if (plan_.accounts.size() == asked_.accounts_most)
      return find(said, "account", Refusal::rows_are_too_many,
                  std::to_string(asked_.accounts_most));
    plan_.accounts.push_back({said.row, person, people_.find(person)->name, said.account});
  }

  const PeopleAsked& asked_;
  const PeopleRows& reading_;
  PeoplePlan& plan_;
  ImportFindings& findings_;
  People people_;  // with those that are to come
  Date today_;
  LastDayToSign last_day_;
  std::map<std::string, std::vector<PersonId>> named_;
  std::map<std::string, PersonId> by_mark_;
  std::set<PersonId> marked_;
  std::map<std::string, std::vector<std::int64_t>> rows_of_;  // by the name that stands in them
  std::map<std::string, PersonId> the_one_of_;                // new, of all rows of a name
  std::set<std::string> in_doubt_;
  std::vector<HeldPost> proposed_;
  std::map<PersonId, std::string> wishes_;
  std::set<std::string> taken_;
  bool is_new_ = false;
};

std::string words_of(Language language, std::string_view list, std::string_view name) {
  return std::string(words(language, std::string(list).append(".").append(name)));
}

// By which it is found again: its name where that is its own, else its code or its id.
std::string known_as(const Tree& tree, const Unit& unit) {
  const auto found = tree.find_by_name(unit.name);
  if (found && *found == &unit) return unit.name;
  return unit.code.empty() ? to_text(unit.id) : unit.code;
}

}  // namespace

bool PeoplePlan::is_clean() const { return std::ranges::all_of(findings, &ImportFinding::is_note); }

PeoplePlan plan_people(std::istream& file, const ImportMapping& mapping, const PeopleAsked& asked) {
  PeoplePlan plan;
  ImportFindings findings;
  if (PeopleRows reading(mapping, asked, plan, findings); reading.read(file)) {
    {
      const std::shared_lock lock(asked.body.lock);
      const std::vector<PersonSaid> all = reading.said();
      Planning planning(asked, reading, plan, findings);
      for (const PersonSaid& said : all) planning.add(said);
      planning.tell_names_in_doubt();
      planning.move_people_in_front();
    }
  }
  plan.findings = findings.listed();
  plan.findings_in_all = findings.in_all();
  plan.findings_are_cut = findings.are_cut();
  if (plan.is_clean()) return plan;
  plan.acts.clear();
  plan.accounts.clear();
  return plan;
}

Writer::Batch batch_of(PeoplePlan plan, BodyNo body, const Actor& actor,
                       std::span<const std::string> password_hashes, const PeopleFile& file) {
  Writer::Batch batch;
  batch.body = body;
  batch.actor = actor;
  batch.import = file.import;
  const auto made = static_cast<std::int64_t>(plan.acts.size() + plan.accounts.size());
  batch.begun = ImportBegun{.file = file.hash,
                            .file_name = file.name,
                            .ledger = std::string(people_list),
                            .rows = plan.rows,
                            .opened = made,
                            .unchanged = plan.unchanged,
                            .made = made};
  for (OrgAct& act : plan.acts) {
    if (auto* person = std::get_if<AddPerson>(&act)) person->import = file.import;
    if (auto* post = std::get_if<ProposePost>(&act)) post->import = file.import;
    batch.org_acts.push_back({body, std::move(act), actor});
  }
  for (std::size_t i = 0; i < plan.accounts.size(); ++i) {
    OrgRequest& request = batch.org_acts.emplace_back();
    request.body = body;
    request.actor = actor;
    const AccountWish& wish = plan.accounts[i];
    request.on_account = MakeAccount{wish.person, wish.account, password_hashes[i], file.import};
  }
  return batch;
}

std::vector<std::vector<std::string>> people_cells(const Body& body, Connection& connection,
                                                   Language language, Date today) {
  std::map<PersonId, std::string> accounts;
  for (const AccountRow& row : account_rows(connection, body.no))
    if (row.state != AccountState::ended) accounts.emplace(row.person, row.name);
  const std::shared_lock lock(body.lock);
  std::vector<std::vector<std::string>> rows(1);
  for (const FieldSpec& field : people_fields())
    rows[0].emplace_back(title_of_people_column(language, field.name));
  const auto day = [](const std::optional<Date>& date) { return date ? to_text(*date) : ""; };
  for (const PersonId& id : body.people.search(SoughtName(""), [] {})) {
    const Person& person = *body.people.find(id);
    const std::string kind = words_of(
        language, "member_kinds", member_kind_names[static_cast<std::size_t>(person.member_kind)]);
    const auto account = accounts.find(id);
    const std::string name = account == accounts.end() ? std::string() : account->second;
    std::vector<HeldPost> posts = body.people.posts_of(id);
    std::erase_if(posts, [&](const HeldPost& post) {
      return (post.until && *post.until < today) || !post.lent_from.is_nil();
    });
    if (posts.empty())
      rows.push_back({to_text(id), person.name, kind, "", "", "", "", "", "", name});
    for (const HeldPost& post : posts) {
      const Unit* unit = body.tree.find(post.unit);
      rows.push_back({to_text(id), person.name, kind, unit ? known_as(body.tree, *unit) : "",
                      words_of(language, "roles", name_of(post.role)), to_text(post.from),
                      day(post.until), post.accountable ? "是" : "", post.serves, name});
    }
  }
  return rows;
}

void write_people_sheet(XlsxWriter& writer, std::span<const std::vector<std::string>> rows) {
  std::vector<XlsxColumn> columns;
  for (const std::string& title : rows.front()) columns.push_back({title});
  writer.begin_sheet(people_list, columns);
  for (const std::vector<std::string>& row : rows.subspan(1)) {
    std::vector<XlsxCell> cells;
    for (std::size_t i = 0; i < row.size(); ++i)
      cells.push_back(cell_of(people_fields()[i].kind, row[i]));
    // No list of people is longer than a sheet.
    if (const auto added = writer.add(cells); !added)
      throw std::runtime_error("a list of people is longer than a sheet");
  }
}

}  // namespace chuangyou

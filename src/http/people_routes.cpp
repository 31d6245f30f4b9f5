// A list of people that comes in as a file, and the same list going out. Passwords are made here,
// told once in the reply, and stand nowhere else.
#include <spdlog/spdlog.h>

#include <fstream>
#include <map>

#include "access/accounts.h"
#include "campaign/list_rights.h"
#include "documents/csv_reader.h"
#include "http/acting.h"
#include "http/finding_json.h"
#include "http/json.h"
#include "http/list_json.h"
#include "http/problem.h"
#include "http/rooms.h"
#include "http/workbook_file.h"
#include "imports/people_list.h"
#include "imports/people_mapping.h"
#include "net/header_forms.h"

namespace chuangyou {
namespace {

constexpr std::uint64_t people_bytes_max = 10'000'000;

bool holds_any(const Visit& visit, std::initializer_list<Role> roles) {
  return std::ranges::any_of(visit.actor.posts, [&](const Post& post) {
    return is_in_force(post, visit.today()) && std::ranges::find(roles, post.role) != roles.end();
  });
}

struct Done {
  bool is_applied = false, is_replayed = false;
  std::vector<AccountWish> accounts = {};
  std::vector<std::string> passwords = {};
  std::optional<RecordId> import = {};
};

void write_shown(Json& json, const PersonShown& one) {
  const auto day = [](const std::optional<Date>& date) { return date ? to_text(*date) : ""; };
  json.object()
      .member("row", one.row)
      .member("name", one.name)
      .member("member_kind", one.member_kind
                                 ? member_kind_names[static_cast<std::size_t>(*one.member_kind)]
                                 : std::string_view())
      .member("unit", one.unit)
      .member("from", day(one.from))
      .member("until", day(one.until))
      .member("account", one.account)
      .member("is_new", one.is_new)
      .member("is_faulty", one.is_faulty)
      .key("roles")
      .list();
  for (const Role role : one.roles) json.put(name_of(role));
  json.end_list().end_object();
}

void write_doubt(Json& json, const NameInDoubt& doubt) {
  json.object().member("name", doubt.name).key("rows").list();
  for (const std::int64_t row : doubt.rows) json.put(row);
  json.end_list().key("standing").list();
  for (const PersonStanding& one : doubt.standing) {
    json.object()
        .member("person", static_cast<const Uuid&>(one.person))
        .member("unit", one.unit)
        .member("account", one.account)
        .key("roles")
        .list();
    for (const Role role : one.roles) json.put(name_of(role));
    json.end_list().end_object();
  }
  json.end_list().end_object();
}

Reply reply_of(const PeoplePlan& plan, const Done& done) {
  Reply reply;
  Json json(reply.body);
  json.object()
      .member("rows", plan.rows)
      .member("people", plan.people)
      .member("posts", plan.posts)
      .member("accounts_wanted",
              done.is_applied ? std::ssize(done.accounts) : std::ssize(plan.accounts))
      .member("unchanged", plan.unchanged)
      .member("applied", done.is_applied)
      .member("was_gb18030", plan.was_gb18030)
      .key("columns")
      .list();
  for (const auto& [title, field] : plan.columns)
    json.object().member("name", title).member("field", field).end_object();
  json.end_list().member("without_post", plan.without_post);
  write_texts(json, "without_post_names", plan.without_post_names);
  json.key("namesakes").list();
  for (const NameInDoubt& doubt : plan.namesakes) write_doubt(json, doubt);
  json.end_list();
  write_texts(json, "titles", plan.titles);
  write_texts(json, "sheets", plan.sheets);
  write_words(json, "words", plan.words);
  json.key("preview").list();
  for (const PersonShown& one : plan.preview) write_shown(json, one);
  json.end_list()
      .member("findings_in_all", plan.findings_in_all)
      .member("findings_are_cut", plan.findings_are_cut)
      .key("findings")
      .list();
  for (const ImportFinding& finding : plan.findings) write_finding(json, finding);
  json.end_list().key("accounts").list();
  for (std::size_t i = 0; i < done.accounts.size(); ++i)
    json.object()
        .member("person", static_cast<const Uuid&>(done.accounts[i].person))
        .member("person_name", done.accounts[i].person_name)
        .member("name", done.accounts[i].account)
        .member("one_time_password", done.passwords[i])
        .end_object();
  json.end_list().key("import");
  if (done.import)
    json.put(static_cast<const Uuid&>(*done.import));
  else
    json.null();
  json.end_object();
  if (done.is_replayed) reply.add("Idempotent-Replayed", "true");
  return reply;
}

// By whoever sends the list: a mapping that is kept, or what he has just said of its columns and
// words, in the same language; else by the usual titles. `said` is what it was told by.
ImportMapping mapping_asked(Visit& visit, std::string& said) {
  const std::string name = visit.query.take("mapping").value_or("");
  said = visit.query.take("reading").value_or("");
  if (said.empty() && name.empty()) return people_mapping();
  if (said.empty()) {
    const KeptMapping* kept = visit.body->frame.mapping(name);
    if (!kept) {
      visit.query.refuse(Refusal::mapping_is_unknown, "mapping", name);
      return {};
    }
    said = *kept->content;
  }
  auto mapping = read_people_mapping(said);
  if (!mapping)
    visit.query.refuse(mapping.error().law, mapping.error().field, mapping.error().detail);
  return mapping ? std::move(*mapping) : ImportMapping();
}

// Of each name that is in doubt what whoever sends the list says of it: `[["张伟","apart"]]`.
std::map<std::string, std::string> names_told_apart(Visit& visit) {
  std::map<std::string, std::string> said;
  for (std::vector<std::string>& line : take_lines(visit.query, "names"))
    if (line.size() == 2)
      said.insert_or_assign(std::move(line[0]), std::move(line[1]));
    else
      visit.query.refuse(Refusal::json_is_malformed, "names");
  return said;
}

// All of it in one run, each password once.
Result<Done> apply(Site& site, const Writer::Click& click, const Actor& actor, PeoplePlan& plan,
                   PeopleFile file) {
  Done done{.is_applied = true, .accounts = plan.accounts};
  if (plan.acts.empty() && plan.accounts.empty()) return done;
  RandomSource random = RandomSource::from_system();
  std::vector<std::string> hashes;
  for (std::size_t i = 0; i < done.accounts.size(); ++i) {
    done.passwords.push_back(make_one_time_password(random));
    hashes.push_back(hash_password(done.passwords.back()));
  }
  file.import = RecordId(make_uuid_v7(site.now(), random));
  done.import = file.import;
  Writer::Batch batch = batch_of(plan, click.body, actor, hashes, file);
  batch.idempotency_key = click.key;
  batch.request_digest = click.digest;
  const auto refusals = site.writer.perform_all(std::move(batch));
  if (!refusals.empty()) return std::unexpected(refusals.front().refused);
  spdlog::info("people=imported by={} accounts={}", to_text(actor.person), done.accounts.size());
  return done;
}

}  // namespace

// Who adds nobody sends nobody a file.
Result<std::uint64_t> may_send_people(Visit& visit) {
  if (!may_bring_in(people_list, visit.actor, visit.today()))
    return refuse(Refusal::post_does_not_allow_this);
  return people_bytes_max;
}

Reply import_people(Visit& visit) {
  const bool applies = visit.query.take_yes_no("apply").value_or(false);
  const bool same_names = visit.query.take_yes_no("same_names_are_same").value_or(false);
  std::string said;
  ImportMapping mapping = mapping_asked(visit, said);
  std::map<std::string, std::string> names = names_told_apart(visit);
  if (const auto sheet = visit.query.take("sheet"); sheet && !sheet->empty())
    mapping.layout.sheet = *sheet;
  std::string file_name = file_name_of(visit);
  auto errors = visit.query.errors();
  if (!visit.request.upload) errors.push_back({Refusal::file_is_empty, {}, {}});
  if (!errors.empty()) return visit.refused(errors);
  std::shared_ptr<const Upload> upload = std::move(visit.request.upload);
  return answer_later(
      visit, visit.site.bringing,
      [&site = visit.site, body = visit.body, actor = visit.actor, now = visit.now,
       language = visit.language, click = click_of(visit), upload, applies, same_names,
       names = std::move(names), mapping = std::move(mapping), said = std::move(said),
       file_name = std::move(file_name),
       charset = charset_of(visit.request.header(Header::content_type))]() mutable {
        click.digest += to_hex(upload->digest()) + charset + mapping.layout.sheet + said;
        for (const auto& [name, means] : names) click.digest += name + means;
        // What was told once is told to nobody again: a second click learns that it was done.
        const auto answered = applies ? site.writer.answered(click) : std::nullopt;
        if (!answered) return problem(answered.error(), language);
        if (*answered)
          return reply_of(
              {},
              {.is_applied = true, .is_replayed = true, .import = RecordId((*answered)->record)});
        std::ifstream file(upload->path(), std::ios::binary);
        Connection reading(site.database_path, OpenFor::reading);
        RandomSource random = RandomSource::from_system();
        PeoplePlan plan = plan_people(file, mapping,
                                      {*body, reading, actor, random, now, upload->path(), charset,
                                       accounts_at_once_max, same_names, names});
        if (!applies || !plan.is_clean()) return reply_of(plan, {});
        std::ifstream to_hash(upload->path(), std::ios::binary);
        const auto done =
            apply(site, click, actor, plan,
                  {{}, to_hex(hash_of(HashFunction::sha256, to_hash)), std::move(file_name)});
        if (done) return reply_of(plan, *done);
        // Of two clicks at once the second gets the first one's answer.
        if (const auto first = site.writer.answered(click); first && *first)
          return reply_of(
              {}, {.is_applied = true, .is_replayed = true, .import = RecordId((*first)->record)});
        return problem(done.error(), language);
      });
}

namespace {

using People = std::vector<std::vector<std::string>>;

Reply people_file(Visit& visit, std::string_view type, std::string_view ending,
                  std::string (*text_of)(const People&, Site&)) {
  if (auto errors = visit.query.errors(); !errors.empty()) return visit.refused(errors);
  const bool may =
      holds_any(visit, {Role::administrator, Role::security_administrator, Role::auditor});
  if (!may) return visit.refused(Refusal::post_does_not_allow_this);
  return answer_later(visit, visit.site.exporting,
                      [&site = visit.site, body = visit.body, today = visit.today(),
                       language = visit.language, type, ending, text_of] {
                        Connection reading(site.database_path, OpenFor::reading);
                        Reply reply;
                        reply.content_type = type;
                        reply.add("Content-Disposition",
                                  "attachment; filename=\"people." + std::string(ending) + "\"");
                        reply.body = text_of(people_cells(*body, reading, language, today), site);
                        return reply;
                      });
}

std::string as_csv(const People& rows, Site&) {
  std::string text(byte_order_mark);
  for (const std::vector<std::string>& row : rows) text += csv_row(row);
  return text;
}

std::string as_workbook(const People& rows, Site& site) {
  WorkbookFile made(site.uploads.path());
  write_people_sheet(made.writer(), rows);
  return std::move(*made.bytes(std::string::npos));
}

}  // namespace

Reply export_people(Visit& visit) { return people_file(visit, "text/csv", "csv", as_csv); }
Reply export_people_workbook(Visit& visit) {
  return people_file(visit, workbook_type, "xlsx", as_workbook);
}

}  // namespace chuangyou

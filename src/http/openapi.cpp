#include "http/openapi.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

#include "http/campaign_fields.h"
#include "http/decode.h"
#include "http/json.h"
#include "http/list_query.h"
#include "http/openapi_schemas.h"
#include "http/org_fields.h"
#include "http/routes.h"
#include "ledgers/all.h"
#include "org/tree.h"
#include "record/describe.h"

namespace chuangyou {
namespace {

// What a route means: its words, its parameters beside those of the path, and what goes in and out.
// `@` in a name of a schema stands for the ledger.
struct Meaning {
  std::string_view operation, tag, summary;
  std::string_view parameters;  // names in openapi_parameters, blanks between
  std::string_view takes;       // schema of the body; `act`: by the declaration of the act
  std::string_view gives;       // schema of the answer; empty: none
  int status = 200;
};

constexpr Meaning meanings[] = {
    {"health", "system", "The process runs", "", "", "Health"},
    {"ready", "system", "Acts are taken", "", "", "Ready"},
    {"listBodies", "system", "The bodies that this system serves", "", "", "Bodies"},
    {"readDescription", "system", "The ledgers as they are declared", "", "", "Description"},
    {"readOpenapi", "system", "This description", "", "", "Anything"},
    {"listSeals", "proofs", "The published seals", "body after limit", "", "Seals"},
    {"proveConsistency", "proofs", "A smaller tree is the beginning of a larger one",
     "body from to", "", "Consistency"},
    {"logIn", "session", "Log in", "", "LogIn", "Session"},
    {"readSession", "session", "Who is logged in", "", "", "Session"},
    {"logOut", "session", "Log out", "", "", "", 204},
    {"confirmClock", "session", "The machine's clock is right, says the administrator", "", "",
     "ClockConfirmed"},
    {"listPublicUnits", "public", "Units by part of their name", "search", "", "PublicUnits"},
    {"readReceipt", "public", "A record as its sender sees it", "", "", "ReceiptRecord"},
    {"proveReceipt", "public", "The sender's entry is still in the journal", "seq", "", "Proof"},
    {"proveReceiptToAll", "public",
     "The same as a tlog-proof (text), which needs nobody to be checked", "seq", "", "Anything"},
    {"listWitnesses", "public", "Who outside cosigned the body's log, and when", "", "",
     "Witnesses"},
    {"actWithReceipt", "public", "An act of the sender", "if_match", "ReceiptAct", "AnyRecord"},
    {"listPublic", "public", "What everyone may see", "unit overdue cursor limit", "", "@Page"},
    {"openPublic", "public", "Open a record; the answer carries the receipt", "", "act", "@Record",
     201},
    {"listToday", "work", "What waits for me", "limit", "", "Today"},
    {"readOverview", "work", "The figures of a unit and of those below it",
     "unit period_from period_until", "", "Overview"},
    {"followEvents", "work", "Live events (text/event-stream)", "last_event_id", "", "EventStream"},
    {"listUnits", "organisation", "Units", "under search open limit", "", "Units"},
    {"readUnit", "organisation", "One unit", "", "", "Unit"},
    {"listPeople", "organisation", "People with posts in a unit or below", "unit search limit", "",
     "People"},
    {"actOnOrganisation", "organisation", "Act on units and people", "", "act",
     "OrganisationActDone"},
    {"previewOrganisation", "organisation", "What the act would do", "", "", "Preview"},
    {"listViolations", "organisation", "Posts that do not go together and stand from before", "",
     "", "Violations"},
    {"readCampaign", "campaign", "The campaign as it stands, with its milestones and phases", "",
     "", "Campaign"},
    {"listPolicyValues", "campaign", "The numbers of practice, each with source and days", "", "",
     "PolicyValues"},
    {"listCampaignEntries", "campaign", "What the journal says of these", "", "",
     "CampaignEntries"},
    {"readCampaignEntry", "campaign", "One such entry with what it says", "", "", "CampaignEntry"},
    {"actOnCampaign", "campaign", "Change them", "", "act", "OrganisationActDone"},
    {"startImport", "imports", "Check a CSV file, or take it in", "mapping apply", "csv",
     "ImportStarted", 202},
    {"readImport", "imports", "How an import stands", "", "", "Import"},
    {"cancelImport", "imports", "Stop an import", "", "", "", 204},
    {"undoImport", "imports", "Take an import back as a whole", "", "", "ImportUndone"},
    {"confirmImport", "imports", "Stand for all late entries of an import", "", "",
     "ImportConfirmed"},
    {"listErasures", "erasures", "What was asked to be erased, the newest first", "after limit", "",
     "Erasures"},
    {"listErasableEntries", "erasures", "What could be erased of a record, by name alone",
     "ledger record after limit", "", "ErasableEntries"},
    {"askErasure", "erasures", "Ask that what an entry says of somebody be erased", "",
     "AskErasure", "ErasureDone"},
    {"signErasure", "erasures", "Sign it: from then on it is gone", "", "", "ErasureDone"},
    {"refuseErasure", "erasures", "Refuse it", "", "RefuseErasure", "ErasureDone"},
    {"splitText", "work", "A document's text as clauses to be corrected; nothing is saved", "",
     "Pasted", "SplitText"},
    {"list", "@", "A list",
     "unit own_unit stage overdue on_time kept_first word judged history with_clock implausible "
     "happened period_from period_until "
     "author order cursor limit count",
     "", "@Page"},
    {"open", "@", "Open a record", "", "act", "@Record", 201},
    {"read", "@", "One record", "as_of_seq if_none_match", "", "@Record"},
    {"readJournal", "@", "What was done to a record", "after limit", "", "Journal"},
    {"listCiting", "@", "The records of all ledgers that lead to this one, or to a row of it",
     "limit", "", "Citing"},
    {"compareRows", "@", "Which rows differ from those of another record of the ledger", "with", "",
     "Differences"},
    {"prove", "@", "The record's last entry is in the journal", "seq", "", "Proof"},
    {"act", "@", "Act on a record", "if_match", "act", "@Record"},
    {"listFollowed", "thread", "What I follow, with what was done to it since I saw it", "", "",
     "FollowedRecords"},
    {"sendFile", "thread", "A file that is to stand as evidence; an act takes it within a day", "",
     "bytes", "SentFile", 201},
    {"remark", "thread", "A note to those who see the record whole", "", "RemarkAct", "AnyRecord"},
    {"attach", "thread", "Evidence that comes later", "", "AttachAct", "AnyRecord"},
    {"follow", "thread", "Follow a record; once more: I have seen it up to now", "", "",
     "AnyRecord"},
    {"unfollow", "thread", "Follow it no longer", "", "", "AnyRecord"},
    {"readFollowing", "thread", "Whether I follow it, and what I may do beside it", "", "",
     "Following"},
};

// One route written out: for one ledger and one act, where it stands for several.
struct Variant {
  const Ledger* ledger = nullptr;
  const Act* act = nullptr;
  const OrgActFields* org_act = nullptr;
};

const Meaning& meaning_of(const Route& route) {
  const auto found = std::ranges::find(meanings, route.operation, &Meaning::operation);
  if (found == std::end(meanings))
    throw std::logic_error("a route has no meaning: " + std::string(route.operation));
  return *found;
}

// `not_confirmed` → `NotConfirmed`.
std::string camel(std::string_view name) {
  std::string text;
  bool starts = true;
  for (const char symbol : name) {
    if (symbol == '_') {
      starts = true;
      continue;
    }
    text +=
        starts && symbol >= 'a' && symbol <= 'z' ? static_cast<char>(symbol - 'a' + 'A') : symbol;
    starts = false;
  }
  return text;
}

bool has_public_state(const Ledger& ledger) {
  return std::ranges::any_of(ledger.states, &State::is_public);
}

const Act* citizens_act(const Ledger& ledger) {
  const auto found = std::ranges::find_if(ledger.acts, [](const Act& act) {
    return act.from.empty() &&
           std::ranges::find(act.may, Role::citizen, &Right::role) != act.may.end();
  });
  return found == ledger.acts.end() ? nullptr : &*found;
}

std::vector<Variant> variants_of(const Route& route) {
  std::vector<Variant> variants;
  if (route.pattern.contains("{ledger}")) {
    for (const Ledger* ledger : all_ledgers()) {
      if (route.operation == "listPublic" && !has_public_state(*ledger)) continue;
      if (route.operation == "openPublic" && citizens_act(*ledger) == nullptr) continue;
      if (route.operation != "act") {
        variants.push_back({.ledger = ledger});
        continue;
      }
      for (const Act& act : ledger->acts)
        if (!act.from.empty()) variants.push_back({.ledger = ledger, .act = &act});
    }
  } else if (route.pattern.contains("/organisation/") && route.pattern.ends_with("{act}")) {
    for (const OrgActFields& act : org_acts())
      if (act.has_preview || !route.operation.starts_with("preview"))
        variants.push_back({.org_act = &act});
  } else if (route.pattern.contains("/campaign/") && route.pattern.ends_with("{act}")) {
    for (const OrgActFields& act : campaign_acts()) variants.push_back({.org_act = &act});
  } else {
    variants.push_back({});
  }
  return variants;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), by);
  return text;
}

std::string path_of(const Route& route, const Variant& variant) {
  std::string path(route.pattern);
  if (variant.ledger) path = replaced(path, "{ledger}", variant.ledger->name);
  if (variant.act) path = replaced(path, "{act}", variant.act->name);
  if (variant.org_act) path = replaced(path, "{act}", variant.org_act->act);
  return path;
}

std::string ref(std::string_view kind, std::string_view name) {
  return std::string("#/components/").append(kind).append("/").append(name);
}

class OpenApi {
 public:
  std::string write() {
    json_.object().member("openapi", "3.1.0");
    write_info();
    json_.key("servers").list().object().member("url", "/").end_object().end_list();
    write_tags();
    write_paths();
    write_components();
    json_.end_object();
    return std::move(text_);
  }

 private:
  void write_info() {
    json_.key("info").object();
    json_.member("title", "Chuangyou")
        .member("version", "1")
        .member("description",
                "The system of record for an improvement campaign in public bodies. Written by the "
                "program "
                "from its declarations. Errors are RFC 9457 problem details; unknown fields and "
                "parameters "
                "are refused, never ignored.");
    json_.key("license").object().member("name", "Apache License 2.0");
    json_.member("identifier", "Apache-2.0").end_object().end_object();
  }

  void write_tags() {
    json_.key("tags").list();
    constexpr std::pair<std::string_view, std::string_view> fixed[] = {
        {"system", "The process and what it knows of itself."},
        {"session", "Logging in and out."},
        {"work", "What spans all ledgers."},
        {"organisation", "Units, people and posts."},
        {"campaign", "The body's campaign, numbers of practice and calendar."},
        {"imports", "Tables into ledgers."},
        {"erasures", "Personal data taken out of the journal, by two people."},
        {"proofs", "The sealed journal (RFC 6962)."},
        {"thread",
         "What every record has beside its ledger's own acts. Its files are read at "
         "`/files/{ledger}/{id}/{hash}`."},
        {"public", "No session; so many requests a second from one address."}};
    for (const auto& [name, description] : fixed)
      json_.object().member("name", name).member("description", description).end_object();
    for (const Ledger* ledger : all_ledgers())
      json_.object()
          .member("name", ledger->name)
          .member("description", "The ledger `" + std::string(ledger->name) + "`.")
          .end_object();
    json_.end_list();
  }

  // Routes of one path stand together, as the format wants it.
  void write_paths() {
    json_.key("paths").object();
    std::set<std::string> written;
    for (const Route& route : routes())
      for (const Variant& variant : variants_of(route)) {
        const std::string path = path_of(route, variant);
        if (!written.insert(path).second) continue;
        json_.key(path).object();
        for (const Route& other : routes())
          for (const Variant& one : variants_of(other))
            if (path_of(other, one) == path) write_operation(other, one);
        json_.end_object();
      }
    json_.end_object();
  }

  void write_operation(const Route& route, const Variant& variant) {
    const Meaning& meaning = meaning_of(route);
    constexpr std::string_view methods[] = {"get", "head", "post", "delete"};
    json_.key(methods[static_cast<std::size_t>(route.method)]).object();
    std::string operation(meaning.operation);
    std::string summary(meaning.summary);
    if (variant.ledger) operation += camel(variant.ledger->name);
    if (variant.act) operation += camel(variant.act->name);
    if (variant.org_act) operation += camel(variant.org_act->act);
    if (variant.ledger) summary.append(" of `").append(variant.ledger->name).append("`");
    if (variant.act) summary.append(": ").append(variant.act->name);
    if (variant.org_act) summary.append(": ").append(variant.org_act->act);
    json_.member("operationId", operation).member("summary", summary);
    json_.key("tags")
        .list()
        .put(meaning.tag == "@" ? variant.ledger->name : meaning.tag)
        .end_list();
    json_.key("security").list();
    if (route.access == Access::session)
      json_.object().key("session").list().end_list().end_object();
    json_.end_list();
    write_parameters(route, meaning, variant);
    write_body(meaning, variant);
    write_answers(meaning, variant);
    json_.end_object();
  }

  void parameter(std::string_view name) {
    json_.object().member("$ref", ref("parameters", name)).end_object();
  }

  void write_parameters(const Route& route, const Meaning& meaning, const Variant& variant) {
    json_.key("parameters").list();
    const std::string path = path_of(route, variant);
    for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1))
      parameter("path_" + path.substr(at + 1, path.find('}', at) - at - 1));
    const bool is_write = route.method == Method::post || route.method == Method::delete_;
    if (is_write && route.access == Access::session) parameter("csrf_token");
    if (route.needs_key) parameter("idempotency_key");
    std::string_view names = meaning.parameters;
    while (!names.empty()) {
      parameter(names.substr(0, names.find(' ')));
      names.remove_prefix(std::min(names.find(' '), names.size() - 1) + 1);
    }
    if (meaning.operation == "list") write_field_filters(*variant.ledger);
    if (meaning.operation == "previewOrganisation")
      for (const FieldSpec& field : variant.org_act->fields)
        query_parameter(field.name, field, field.required);
    json_.end_list();
  }

  void query_parameter(std::string_view name, const FieldSpec& field, bool is_required) {
    json_.object().member("name", name).member("in", "query").member("required", is_required);
    json_.key("schema");
    if (field.kind == Kind::row_link)  // a record, or one row of it
      json_.raw(R"({"type":"string","pattern":"^[0-9a-f-]{36}(/[0-9]+)?$"})");
    else
      write_kind(field, false);
    json_.end_object();
  }

  void write_field_filters(const Ledger& ledger) {
    json_.object().member("name", "state").member("in", "query").key("schema").object();
    json_.member("type", "string").key("enum").list();
    for (const State& state : ledger.states) json_.put(state.name);
    json_.end_list().end_object().end_object();
    for (const FieldSpec& field : ledger.fields) {
      if (may_filter_by(ledger, field.name)) query_parameter(field.name, field, false);
      for (const FieldSpec& column : field.columns()) {
        const std::string place = std::string(field.name) + "." + std::string(column.name);
        if (may_filter_by(ledger, place)) query_parameter(place, column, false);
      }
    }
  }

  void write_body(const Meaning& meaning, const Variant& variant) {
    if (meaning.takes.empty()) return;
    // An act that takes nothing needs no body; one that needs something does.
    const bool is_optional =
        variant.act && variant.act->needs.empty() && variant.act->reason != Reason::required;
    json_.key("requestBody").object().member("required", !is_optional).key("content").object();
    const bool is_csv = meaning.takes == "csv", is_file = meaning.takes == "bytes";
    json_.key(is_csv ? "text/csv" : is_file ? "application/octet-stream" : json_type);
    json_.object().key("schema");
    if (is_csv || is_file) {
      json_.object().member("type", "string").end_object();
    } else if (meaning.takes != "act") {
      write_ref("schemas", meaning.takes);
    } else if (variant.org_act) {
      write_org_request(*variant.org_act);
    } else {
      write_act_request(meaning, variant);
    }
    json_.end_object().end_object().end_object();
  }

  void write_ref(std::string_view kind, std::string_view name) {
    json_.object().member("$ref", ref(kind, name)).end_object();
  }

  void write_org_request(const OrgActFields& act) {
    json_.object().member("type", "object").member("additionalProperties", false);
    json_.key("required").list().put("fields").end_list().key("properties").object();
    json_.key("fields").object().member("type", "object").member("additionalProperties", false);
    json_.key("required").list();
    for (const FieldSpec& field : act.fields)
      if (field.required) json_.put(field.name);
    json_.end_list().key("properties").object();
    for (const FieldSpec& field : act.fields) {
      json_.key(field.name);
      write_kind(field, !field.required);
    }
    json_.end_object().end_object();
    if (act.takes_reason) write_reason();
    json_.end_object().end_object();
  }

  void write_reason() {
    json_.key("reason")
        .object()
        .member("type", "string")
        .member("maxLength", static_cast<std::int64_t>(reason_length_max))
        .end_object();
  }

  // What the act may set; for opening a record, what any of the opening acts may.
  static std::vector<std::string_view> fields_taken(const Meaning& meaning,
                                                    const Variant& variant) {
    if (variant.act) return {variant.act->takes.begin(), variant.act->takes.end()};
    if (meaning.operation == "openPublic") {
      const Act& act = *citizens_act(*variant.ledger);
      return {act.takes.begin(), act.takes.end()};
    }
    std::vector<std::string_view> taken;
    for (const Act& act : variant.ledger->acts)
      for (const std::string_view field : act.takes)
        if (act.from.empty() && std::ranges::find(taken, field) == taken.end())
          taken.push_back(field);
    return taken;
  }

  void write_act_request(const Meaning& meaning, const Variant& variant) {
    const bool opens = variant.act == nullptr;
    const bool is_public = meaning.operation == "openPublic";
    json_.object().member("type", "object").member("additionalProperties", false);
    json_.key("properties").object();
    if (opens && !is_public) {
      json_.key("act").object().member("type", "string").key("enum").list();
      for (const Act& act : variant.ledger->acts)
        if (act.from.empty()) json_.put(act.name);
      json_.end_list().end_object();
    }
    if (opens || variant.act->takes_unit())
      json_.key("unit").object().member("type", "string").member("format", "uuid").end_object();
    if (!is_public && (opens || variant.act->reason != Reason::none)) write_reason();
    if (!is_public) {
      json_.key("evidence");
      write_ref("schemas", "EvidenceGiven");
    }
    json_.key("fields").object().member("type", "object").member("additionalProperties", false);
    json_.key("properties").object();
    for (const std::string_view name : fields_taken(meaning, variant)) {
      json_.key(name);
      write_kind(*variant.ledger->field(name), true);
    }
    json_.end_object().end_object().end_object().end_object();
  }

  void write_answers(const Meaning& meaning, const Variant& variant) {
    json_.key("responses").object().key(std::to_string(meaning.status)).object();
    json_.member("description", meaning.status == 204 ? "Done" : "The answer");
    const bool is_record = meaning.gives == "@Record" || meaning.gives == "AnyRecord" ||
                           meaning.gives == "ReceiptRecord";
    if (is_record)
      json_.key("headers")
          .object()
          .key("ETag")
          .object()
          .key("schema")
          .object()
          .member("type", "string")
          .end_object()
          .end_object()
          .end_object();
    if (!meaning.gives.empty()) {
      const bool is_stream = meaning.gives == "EventStream";
      json_.key("content").object().key(is_stream ? "text/event-stream" : json_type).object();
      json_.key("schema");
      if (is_stream || meaning.gives == "Anything")
        json_.object().member("type", is_stream ? "string" : "object").end_object();
      else if (meaning.gives.starts_with('@'))
        write_ref("schemas", camel(variant.ledger->name).append(meaning.gives.substr(1)));
      else
        write_ref("schemas", meaning.gives);
      json_.end_object().end_object();
    }
    json_.end_object();
    if (meaning.operation == "read")
      json_.key("304").object().member("description", "The version that you have").end_object();
    json_.key("4XX");
    write_ref("responses", "Problem");
    json_.key("5XX");
    write_ref("responses", "Problem");
    json_.end_object();
  }

  void type(std::string_view name, bool nullable) {
    if (nullable)
      json_.key("type").list().put(name).put("null").end_list();
    else
      json_.member("type", name);
  }

  void choices(std::span<const std::string_view> of, bool nullable) {
    if (of.empty()) return;  // the campaign's own list
    json_.key("enum").list();
    for (const std::string_view choice : of) json_.put(choice);
    if (nullable) json_.null();
    json_.end_list();
  }

  void formatted(std::string_view format, bool nullable) {
    type("string", nullable);
    json_.member("format", format);
  }

  void write_kind(const FieldSpec& field, bool nullable) {
    json_.object();
    switch (field.kind) {
      case Kind::text:
      case Kind::long_text:
        type("string", nullable);
        if (field.length_max > 0)
          json_.member("maxLength", static_cast<std::int64_t>(field.length_max));
        break;
      case Kind::integer:
        type("integer", nullable);
        break;
      case Kind::number:
        type("string", nullable);
        json_.member("pattern", R"(^-?[0-9]+(\.[0-9]{1,6})?$)");
        break;
      case Kind::date:
        formatted("date", nullable);
        break;
      case Kind::moment:
        formatted("date-time", nullable);
        break;
      case Kind::choice:
        type("string", nullable);
        choices(field.choices, nullable);
        break;
      case Kind::choices:
        type("array", nullable);
        json_.key("items").object().member("type", "string");
        choices(field.choices, false);
        json_.end_object();
        break;
      case Kind::yes_no:
        type("boolean", nullable);
        break;
      case Kind::units:
        type("array", nullable);
        json_.key("items").object().member("type", "string").member("format", "uuid").end_object();
        break;
      case Kind::unit:
      case Kind::person:
      case Kind::link:
        formatted("uuid", nullable);
        break;
      case Kind::row_link:
        write_link(field, nullable);
        break;
      case Kind::rows:
        write_rows(field, nullable);
        break;
    }
    if (field.is_retired) json_.member("deprecated", true);
    json_.end_object();
  }

  void write_link(const FieldSpec& field, bool nullable) {
    type("object", nullable);
    json_.key("required").raw(R"(["ledger","record"])").key("properties").object();
    json_.key("ledger").object().member("type", "string").key("enum").list();
    for (std::size_t i = 0; i < field.links_to.size(); ++i) json_.put(field.links_to[i]);
    json_.end_list().end_object();
    json_.key("record").raw(R"({"type":"string","format":"uuid"})");
    json_.key("row").raw(R"({"type":"integer","minimum":0})").end_object();
  }

  void write_rows(const FieldSpec& field, bool nullable) {
    type("array", nullable);
    json_.member("maxItems", rows_max).key("items").object().member("type", "object");
    json_.key("properties").object().key(row_number).raw(R"({"type":"integer","minimum":1})");
    for (const FieldSpec& column : field.columns()) {
      if (column.visibility == Visibility::sealed) continue;
      json_.key(column.name);
      write_kind(column, true);
    }
    json_.end_object().end_object();
  }

  void write_components() {
    json_.key("components").object();
    json_.key("securitySchemes").object().key("session").object().member("type", "apiKey");
    json_.member("in", "cookie").member("name", session_cookie).end_object().end_object();
    json_.key("responses").object().key("Problem").object();
    json_.member("description", "A law was broken").key("content").object();
    json_.key("application/problem+json").object().key("schema");
    write_ref("schemas", "Problem");
    json_.end_object().end_object().end_object().end_object();
    json_.key("parameters").raw("{" + parameters() + "}");
    json_.key("schemas").raw("{" + std::string(openapi_schemas) + "," + derived_schemas() + "}");
    json_.end_object();
  }

  void write_enum(std::string_view name, std::span<const std::string_view> of) {
    json_.key(name).object().member("type", "string");
    choices(of, false);
    json_.end_object();
  }

  static std::string parameters() {
    constexpr std::string_view limit = "LIST_LIMIT_MAX";
    std::string text(openapi_parameters);
    return text.replace(text.find(limit), limit.size(), std::to_string(list_limit_max));
  }

  // The members that follow from the declarations, without the braces around them.
  std::string derived_schemas() {
    OpenApi inner;
    inner.json_.object();
    inner.write_enum("Refusal", std::span(refusal_names).subspan(1));
    inner.write_enum("Role", role_names);
    inner.write_enum("Kind", kind_names);
    inner.write_enum("Stage", stage_names);
    inner.write_enum("UnitType", unit_type_names);
    inner.json_.key("AnyRecord").object().key("oneOf").list();
    for (const Ledger* ledger : all_ledgers())
      inner.write_ref("schemas", camel(ledger->name) + "Record");
    inner.json_.end_list().end_object();
    inner.json_.key("ReceiptRecord").object().key("allOf").list();
    inner.write_ref("schemas", "AnyRecord");
    inner.json_.raw(R"({"type":"object","required":["proof","erased"],"properties":)"
                    R"({"proof":{"type":"string"},"erased":{"type":"array","items":)"
                    R"({"$ref":"#/components/schemas/ErasedPart"}}}})");
    inner.json_.end_list().end_object();
    for (const Ledger* ledger : all_ledgers()) inner.write_ledger(*ledger);
    inner.json_.end_object();
    return inner.text_.substr(1, inner.text_.size() - 2);
  }

  void write_ledger(const Ledger& ledger) {
    const std::string name = camel(ledger.name);
    json_.key(name + "Fields").object().member("type", "object").key("properties").object();
    for (const FieldSpec& field : ledger.fields) {
      if (field.visibility == Visibility::sealed) continue;
      json_.key(field.name);
      write_kind(field, true);
    }
    json_.end_object().end_object();
    json_.key(name + "Record")
        .object()
        .member("type", "object")
        .key("required")
        .raw(R"(["ledger","id","unit","state","stage","version","created_at","state_since",)"
             R"("closed_at",)"
             R"("due_at","on_time","kept_first_date","rounds","first_word","last_word",)"
             R"("history","judged_by","told","implausible","fields","names","waits_for","clock"])");
    json_.key("properties").object();
    json_.key("ledger").object().member("type", "string").member("const", ledger.name).end_object();
    json_.key("state").object().member("type", "string").key("enum").list();
    for (const State& state : ledger.states) json_.put(state.name);
    json_.end_list().end_object();
    json_.key("fields");
    write_ref("schemas", name + "Fields");
    write_common_members();
    json_.end_object().end_object();
    json_.key(name + "Page").object().member("type", "object").key("required");
    json_.raw(R"(["items","next_cursor","picks_by"])").key("properties").object();
    json_.key("items").object().member("type", "array").key("items");
    write_ref("schemas", name + "Record");
    json_.end_object().key("next_cursor").raw(R"({"type":["string","null"]})");
    json_.key("count").raw(R"({"type":"integer"})");
    json_.key("count_is_complete").raw(R"({"type":"boolean"})");
    json_.key("picks_by")
        .raw(R"({"type":"string","enum":["all","public"],"description":"The fields and states by )"
             R"(which this reader may narrow the list."})")
        .end_object()
        .end_object();
  }

  void write_common_members() {
    constexpr std::pair<std::string_view, std::string_view> members[] = {
        {"id", R"({"type":"string","format":"uuid"})"},
        {"unit", R"({"$ref":"#/components/schemas/Named"})"},
        {"stage", R"({"$ref":"#/components/schemas/Stage"})"},
        {"version", R"({"type":"integer"})"},
        {"created_at", R"({"type":"string","format":"date-time"})"},
        {"state_since", R"({"type":"string","format":"date-time"})"},
        {"closed_at", R"({"type":["string","null"],"format":"date-time"})"},
        {"due_at", R"({"type":["string","null"],"format":"date-time"})"},
        {"on_time", R"({"type":["boolean","null"]})"},
        {"kept_first_date", R"({"type":["boolean","null"]})"},
        {"rounds", R"({"type":"integer","description":"Claims so far."})"},
        {"first_word", R"({"$ref":"#/components/schemas/Word"})"},
        {"last_word", R"({"$ref":"#/components/schemas/Word"})"},
        {"history", R"({"type":"string","enum":["none","unconfirmed","confirmed"]})"},
        {"judged_by",
         R"({"type":["string","null"],"format":"date-time","description":"The limit of the first )"
         R"(round."})"},
        {"told", R"({"type":"array","items":{"$ref":"#/components/schemas/Told"}})"},
        {"implausible", R"({"type":"boolean"})"},
        {"happened_on",
         R"({"type":"string","format":"date","description":"In a list of happenings."})"},
        {"happened_by", R"({"type":"integer","description":"Likewise: the entry."})"},
        {"names", R"({"type":"object","additionalProperties":{"type":"string"}})"},
        {"waits_for", R"({"type":"array","items":{"$ref":"#/components/schemas/WaitsFor"}})"},
        {"erased", R"({"type":"array","items":{"$ref":"#/components/schemas/ErasedPart"}})"},
        {"acts", R"({"type":"array","items":{"type":"string"}})"},
        {"turns", R"({"type":"array","items":{"$ref":"#/components/schemas/Turn"}})"},
        {"clock", R"({"$ref":"#/components/schemas/Clock"})"},
        {"receipt", R"({"type":"string","description":"Told once, when it is made."})"},
        {"leaf_index",
         R"({"type":"integer","description":"Of the entry in the body's log; with a receipt."})"}};
    for (const auto& [name, schema] : members) json_.key(name).raw(schema);
  }

  std::string text_;
  Json json_{text_};
};

}  // namespace

std::string openapi() { return OpenApi().write(); }

}  // namespace chuangyou

// A list of people, as whoever keeps the staff of an office has it: who, where and in which post,
// and who is to have an account. It is checked as a whole and done as a whole. People are added;
// their posts are proposed, for a post takes two people, and the list is signed once; accounts get
// one-time passwords from whoever applies the plan.
#pragma once

#include <filesystem>
#include <istream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "campaign/body.h"
#include "campaign/perform.h"
#include "core/random_source.h"
#include "documents/xlsx_writer.h"
#include "imports/import_findings.h"
#include "imports/import_mapping.h"
#include "imports/list_words.h"

namespace chuangyou {

struct AccountWish {
  std::int64_t row = 0;
  PersonId person;
  std::string person_name, account;
};

// A row as it was understood, for whoever looks before it is done.
struct PersonShown {
  std::int64_t row = 0;
  std::string name;
  std::optional<MemberKind> member_kind;
  std::string unit;
  std::vector<Role> roles;
  std::optional<Date> from, until;
  std::string account;
  bool is_new = false, is_faulty = false;
};

// Somebody who stands already, as whoever must say whether he is meant knows him.
struct PersonStanding {
  PersonId person;
  std::string unit = {};
  std::vector<Role> roles = {};
  std::string account = {};
};
// A name of which it must be said whether its rows are one person, or somebody who stands.
struct NameInDoubt {
  std::string name;
  std::vector<std::int64_t> rows;
  std::vector<PersonStanding> standing = {};
};

struct PeoplePlan {
  std::vector<OrgAct> acts;  // people before their posts
  std::vector<AccountWish> accounts;
  std::int64_t rows = 0, people = 0, posts = 0, unchanged = 0;
  std::int64_t without_post = 0;  // rows whose unit or title is no post of the campaign
  std::vector<std::string> without_post_names;  // of those, each as it stands in its row
  std::vector<NameInDoubt> namesakes;           // also those of which it was said
  std::vector<std::string> titles, sheets;      // of the file
  std::vector<std::pair<std::string, std::string>> columns;  // which title was taken for what
  ListWords words;                                           // of posts, kinds of member and units
  std::vector<PersonShown> preview;                          // the first twenty
  std::vector<ImportFinding> findings;
  std::int64_t findings_in_all = 0;
  bool findings_are_cut = false;
  bool was_gb18030 = false;
  bool is_clean() const;  // nothing forbids it
};

struct PeopleAsked {
  const Body& body;  // its lock is taken
  Connection& connection;
  const Actor& actor;
  RandomSource& random;
  Moment now;
  std::filesystem::path path = {};  // a workbook is read from its end
  std::string charset = {};
  std::size_t accounts_most = accounts_at_once_max;
  bool same_names_are_same = false;  // whoever sends it says so: a list that grows comes again
  // What whoever sends it says of a name: `apart`, each row somebody new; `one`, all of them one
  // new person; or the id of the one who stands.
  std::map<std::string, std::string> said_of_names = {};
};

// A person is one who stands already where the row has his id. Somebody else who is called the same
// is asked about, unless the row says that he is `new` (新), or whoever sends the list that he is
// the one who stands, of whom there is only one by that name; rows that have another mark in common
// in that column, a number of the office's own, are of one person.
PeoplePlan plan_people(std::istream& file, const ImportMapping& mapping, const PeopleAsked& asked);

// The acts of a plan as one import, in which the accounts come behind the others; `password_hashes`
// has one for each account, `file` its hash and how whoever sent it calls it.
struct PeopleFile {
  RecordId import;
  std::string hash, name;
};
Writer::Batch batch_of(PeoplePlan plan, BodyNo body, const Actor& actor,
                       std::span<const std::string> password_hashes, const PeopleFile& file);

// Everybody with each post that is held or to come, by names or, for programs, by wire names; the
// titles first. It comes in again through the same columns.
std::vector<std::vector<std::string>> people_cells(const Body& body, Connection& connection,
                                                   Language language, Date today);
// The same on a sheet, days as days.
void write_people_sheet(XlsxWriter& writer, std::span<const std::vector<std::string>> rows);

}  // namespace chuangyou

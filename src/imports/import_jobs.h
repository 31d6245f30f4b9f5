// Imports that run in the background: one a body at a time, each on a thread of its own, with
// progress and a report. Jobs live as long as the program; what an import did is in the journal,
// and what became of one that the program no longer knows is told from there.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "campaign/perform.h"
#include "imports/import.h"
#include "net/upload.h"

namespace chuangyou {

class ImportJobs {
 public:
  ImportJobs(std::string database_path, std::filesystem::path mappings, Writer& writer,
             Writer::Now now);
  ~ImportJobs();  // cancels what is checked, leaves what is written, and waits for both

  // find_mapping() in the folder of this house.
  Result<ImportMapping> mapping(const Body& body, std::string_view name) const;

  struct Asked {
    Body& body;
    Actor actor;
    ImportMapping mapping;
    std::shared_ptr<const Upload> file;  // goes when the job has ended
    bool apply = false;
    Writer::Click click = {};
    std::string charset = {};
    std::string reason = {};  // of acts that amend and want one
    // For the list of imports: how whoever sends the file calls it, and how its mapping is called.
    std::string file_name = {}, mapping_name = {};
  };
  struct Started {
    Uuid job;  // once it is applied, also the id of the import
    bool replayed = false;
  };
  // import_is_running; the law of the gate, where it is closed. A second click gets the first job,
  // also after a crash, if that has come to its end.
  Result<Started> start(Asked asked);
  struct State {
    std::string_view name;
    std::int64_t rows_done = 0;
    std::optional<std::int64_t> rows_to_apply = {};
    // Of what is under way: how much of the file is checked, or of its rows applied.
    std::optional<std::int64_t> percent = {};
    std::optional<ImportReport> report = {};  // of a job that has ended
  };
  // nothing_is_there for the job of another person.
  Result<State> state(const Uuid& job, BodyNo body, const PersonId& person);
  // Of a job that this run does not know (any more): `done` where its records are there, how far it
  // is where it goes on after a crash, `taking_back` where it goes, `not_applied` where nothing of
  // it is there and it may be started again. nothing_is_there for one that this run would know.
  Result<State> state_by_records(Connection& reading, const Uuid& job, BodyNo body,
                                 const PersonId& person) const;
  Result<void> cancel(const Uuid& job, BodyNo body, const PersonId& person);
  // Whether it may be going again, so that the records know better than the job.
  static bool may_go_again(const State& state);
  // Of one that was cancelled on its way, or is being undone: how many of its rows are gone of all.
  static State taken_back_so_far(Connection& reading, const Uuid& job, BodyNo body, State state);

 private:
  struct Job;
  Result<std::optional<Started>> started_in_this_run(const Writer::Click& click) const;
  Result<std::shared_ptr<Job>> find(const Uuid& job, BodyNo body, const PersonId& person);
  void run(Job& job);

  std::string database_path_;
  std::filesystem::path mappings_;
  Writer& writer_;
  Writer::Now now_;
  Moment began_;
  std::mutex mutex_;
  std::map<Uuid, std::shared_ptr<Job>> jobs_;
};

}  // namespace chuangyou

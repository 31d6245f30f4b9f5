// The acts of an import on the disk, from the reading of its file to the end of their writing: so
// no more of them are in memory than the writer is behind, and what a crash or a stop cuts off goes
// on at the next start from where the journal stands.
//
//   <database>.imports/<import>-<SHA-256 of its bytes>.acts
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "campaign/act_feed.h"
#include "storage/unfinished_imports.h"

namespace chuangyou {

class KeptActs {
 public:
  // What is alike for all of them.
  struct Head {
    BodyNo body{};
    RecordId import;
    std::string ledger;
    PersonId person;
    bool has_signed_file = false;
    std::string idempotency_key, request_digest;
    // Of the ledger, as acts on the disk count them: a later program may count others. Empty: they
    // are named there, as programs of before wrote them.
    std::vector<std::string> fields = {};
  };
  static std::filesystem::path folder_beside(const Connection& database);
  // What is not whole or not of these goes: nobody will ever ask for it.
  static void forget_all_but(const std::filesystem::path& folder,
                             std::span<const UnfinishedImport> imports);
  // What a crash has left of the import; nullptr where it is not whole.
  static std::shared_ptr<KeptActs> find(const std::filesystem::path& folder, BodyNo,
                                        const RecordId& import);
  // Whoever brings in what lies there whole; nullopt where nothing of the import does.
  static std::optional<PersonId> brought_by(const std::filesystem::path& folder,
                                            const RecordId& import);
  // Whoever writes them stops and takes all of it back; what is damaged of them goes as well.
  static void cancel(const std::filesystem::path& folder, const RecordId& import);

  KeptActs(const std::filesystem::path& folder, Head head);
  ~KeptActs();  // the file goes: its import is over, or has never begun
  KeptActs(const KeptActs&) = delete;
  KeptActs& operator=(const KeptActs&) = delete;

  // Of the head's body, ledger and import; who acts is known from there.
  void add(ActRequest request);
  // Whoever checked them has found none of their keys in the ledger, up to this entry of the
  // journal. After a crash nobody knows it any more.
  void saw_no_key_until(std::int64_t entry) { keys_seen_ = entry; }
  std::optional<std::int64_t> keys_seen() const { return keys_seen_; }
  void close();  // all is there, and no crash loses it

  // It is taken back from now on, also by a later start.
  void forget() noexcept;
  bool are_there() const;
  // The program stops: they stay for the next start.
  void leave_there() { is_left_ = true; }

  const Head& head() const { return head_; }
  // Gives what lies behind the first `passed_over` to whoever writes, until nobody takes any more.
  void give(ActFeed& feed, std::size_t passed_over) const;

 private:
  KeptActs() = default;

  Head head_;
  std::optional<std::int64_t> keys_seen_;
  std::filesystem::path path_;
  std::ofstream file_;
  std::string room_;
  bool is_left_ = false;
};

// Gives them on a thread of its own, for as long as it lives.
class Giving {
 public:
  Giving(std::shared_ptr<const KeptActs> acts, std::shared_ptr<ActFeed> feed,
         std::size_t passed_over);
  ~Giving() { feed_->give_up(); }
  Giving(const Giving&) = delete;
  Giving& operator=(const Giving&) = delete;

 private:
  std::shared_ptr<ActFeed> feed_;
  std::jthread thread_;
};

}  // namespace chuangyou

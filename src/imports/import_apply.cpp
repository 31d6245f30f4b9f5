// What a file that was found clean says goes to the writer from the disk, where its acts lie since
// they were read: so no more of them are in memory than the writer is behind.
#include <algorithm>
#include <mutex>

#include "campaign/kept_acts.h"
#include "imports/import_run.h"

namespace chuangyou {

void ImportRun::keep_in(const std::filesystem::path& folder) {
  kept_ = std::make_shared<KeptActs>(
      folder, KeptActs::Head{body_.no, import_, std::string(ledger_.name), actor_.person,
                             is_signed_, click_.key, click_.digest});
}

void ImportRun::give(ActRequest request, std::int64_t row) {
  kept_->add(std::move(request));
  row_of_act_.push_back(static_cast<std::uint32_t>(row));
}

ImportBegun ImportRun::begun() const {
  return {click_.file,
          click_.file_name,
          std::string(ledger_.name),
          click_.mapping,
          report_.rows,
          report_.opened,
          report_.amended,
          report_.unchanged + report_.left_alone,
          report_.passed_over,
          std::ssize(planned_units_)};
}

void ImportRun::apply(Writer& writer, const ImportProgress& progress) {
  const std::int64_t count = report_.opened + report_.amended;
  if (count == 0) return;  // all of it stands as the file says
  sources_ = {};
  joined_.clear();
  new_rows_.clear();
  connection_.give_memory_back();
  if (!is_key_hidden_) kept_->saw_no_key_until(journal_read_until_);
  kept_->close();
  Writer::Batch batch;
  for (const Unit& unit : planned_units_)
    batch.org_acts.push_back({body_.no, FoundUnit{unit, import_}, actor_});
  batch.body = body_.no;
  batch.actor = actor_;
  batch.import = import_;
  batch.begun = begun();
  batch.has_signed_file = is_signed_;
  batch.idempotency_key = click_.key;
  batch.request_digest = click_.digest;
  batch.feed = std::make_shared<ActFeed>();
  batch.feed->kept = std::move(kept_);
  std::atomic<bool> go_on = !progress || progress(0, count);
  const std::vector<Writer::BatchRefusal> refusals =
      writer.perform_all(std::move(batch), [&](std::size_t done) {
        go_on = go_on && (!progress || progress(static_cast<std::int64_t>(done), count));
        return go_on.load();
      });
  if (refusals.empty()) {
    report_.import = import_;
    report_.applied = count;
    return;
  }
  tell_what_stays();
  report_.was_cancelled = !go_on;
  if (!go_on) return;
  for (const Writer::BatchRefusal& refusal : refusals) {
    const bool is_of_row = refusal.index < row_of_act_.size();
    const std::int64_t row = is_of_row ? row_of_act_[refusal.index] : 0;
    find(row, columns_.column_of(refusal.refused.field), refusal.refused);
  }
}

// Units of a first slice go with it, but where somebody was quicker and has used one.
void ImportRun::tell_what_stays() {
  std::shared_lock lock(body_.lock);
  report_.units_founded = std::ranges::count_if(planned_units_, [&](const Unit& unit) {
    const Unit* held = body_.tree.find(unit.id);
    return held && !was_taken_back(*held);
  });
}

}  // namespace chuangyou

#include "import_speed.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "imports/import.h"
#include "ledgers/all.h"
#include "worlds.h"

namespace chuangyou::bench {
namespace {

// Of this process: now, and the most there was since it was last asked to forget.
double memory_mb(std::string_view what) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == what) {
      double kilobytes = 0;
      status >> kilobytes;
      return kilobytes / 1024;
    }
  return 0;
}
void forget_the_most() { std::ofstream("/proc/self/clear_refs") << "5"; }

// Of all threads of this process.
double processor_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  constexpr double microseconds = 1e-6;
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         microseconds * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

ImportMapping mapping_of_cases() {
  Result<ImportMapping> mapping = read_import_mapping(
      "ledger: feedback\nsource_column: key\nunit_column: unit\ncolumns:\n"
      "  - {column: text, field: text}\n  - {column: kind, field: kind}\n"
      "  - {column: received, field: received_at}\n"
      "  - {column: promised, field: promised_by}\n"
      "constants: {channel: other_system}\nacts:\n  - {column: kind, equals: request, act: "
      "record_open}\n");
  if (!mapping) throw std::runtime_error("mapping: " + mapping.error().detail);
  return std::move(*mapping);
}

}  // namespace

void measure_import(Report& report, const std::string& scratch, const std::string& campaigns,
                    bool quick) {
  Places places{scratch + "/import.db", campaigns};
  std::unique_ptr<World> world = found_world(places);
  const std::int64_t rows = quick ? 20'000 : 1'000'000;
  const ImportMapping mapping = mapping_of_cases();
  Writer writer(places.database, world->bodies, real_now, RandomSource::from_seed(5));
  RandomSource random = RandomSource::from_seed(6);
  for (const std::string kind : {"CSV", "XLSX"}) {
    const std::string path = scratch + "/cases." + kind;
    if (kind == "CSV")
      write_csv_of_cases(path, rows, "C");
    else
      write_workbook_of_cases(path, rows, "X");
    for (bool dry_run : {true, false}) {
      Connection connection(places.database, OpenFor::reading);
      std::ifstream input(path, std::ios::binary);
      forget_the_most();
      const double before = memory_mb("VmRSS:");
      const double processor_before = processor_seconds();
      auto start = Clock::now();
      ImportReport done = import_table(
          input, mapping, *world->body, connection, world->clerk, writer, random, real_now(),
          dry_run, [](std::int64_t, std::int64_t) { return true; }, {.path = path});
      double speed = static_cast<double>(rows) / seconds_since(start);
      if (done.findings_in_all || (!dry_run && done.applied != rows))
        throw std::runtime_error("the import has findings");
      const std::string what = dry_run ? ", dry run with all checks" : ", checked and applied";
      report.add({"import of " + kind + what, "rows/s", speed, "", 0, ">= 60000/s"});
      report.add({"  processor time for a row", "us",
                  1e6 * (processor_seconds() - processor_before) / static_cast<double>(rows), "", 0,
                  ""});
      report.add({"  memory that it took beyond what there was", "MB", memory_mb("VmHWM:") - before,
                  "", 0, "<= 100 MB"});
    }
  }
}

void measure_beside_an_import(Report& report, const std::string& scratch,
                              const std::string& campaigns, bool quick) {
  constexpr std::chrono::milliseconds between_two{20};
  Places places{scratch + "/beside.db", campaigns};
  std::unique_ptr<World> world = found_world(places);
  const std::int64_t rows = quick ? 30'000 : 300'000;
  const std::string path = scratch + "/beside.csv";
  write_csv_of_cases(path, rows, "B");
  Writer writer(places.database, world->bodies, real_now, RandomSource::from_seed(7));
  std::atomic<bool> is_applying = false, is_over = false;
  std::jthread importing([&] {
    RandomSource random = RandomSource::from_seed(8);
    Connection connection(places.database, OpenFor::reading);
    std::ifstream input(path, std::ios::binary);
    const ImportReport done = import_table(input, mapping_of_cases(), *world->body, connection,
                                           world->clerk, writer, random, real_now(), false,
                                           [&](std::int64_t, std::int64_t to_apply) {
                                             is_applying = to_apply > 0;
                                             return true;
                                           },
                                           {.path = path});
    is_over = true;
    if (done.applied != rows) std::fprintf(stderr, "the import has findings\n");
  });
  std::vector<double> waits;
  const Ledger& feedback = *find_ledger("feedback");
  while (!is_over) {
    std::this_thread::sleep_for(between_two);
    if (!is_applying) continue;
    ActRequest act;
    act.body = world->body->no;
    act.ledger = &feedback;
    act.act = "say";
    act.unit = world->leaves[waits.size() * 7919 % world->leaves.size()];
    act.fields = {{feedback.index_of(*feedback.field("text")), std::string("路灯不亮，已有一周")},
                  {feedback.index_of(*feedback.field("kind")), std::string("request")},
                  {feedback.index_of(*feedback.field("channel")), std::string("web")}};
    const auto asked = Clock::now();
    const Result<Performed> said = writer.perform(std::move(act));
    if (!said) throw std::runtime_error("say: " + std::string(name_of(said.error().law)));
    waits.push_back(seconds_since(asked) * 1000);
  }
  if (waits.empty()) throw std::runtime_error("the import was over at once");
  std::ranges::sort(waits);
  const std::string name = "what a citizen sends beside an import of " + std::to_string(rows);
  report.add({name + ", median", "ms", waits[waits.size() / 2], "", 0, ""});
  report.add(
      {"  the slowest of " + std::to_string(waits.size()), "ms", waits.back(), "", 0, "<= 200 ms"});
}

}  // namespace chuangyou::bench

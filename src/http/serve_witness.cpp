#include "http/serve_witness.h"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <stdexcept>

#include "http/problem.h"
#include "journal/witness.h"
#include "net/http_date.h"
#include "net/server.h"
#include "net/signals.h"
#include "storage/keys.h"
#include "storage/sole_writer.h"

namespace chuangyou {
namespace {

constexpr std::uint64_t request_bytes_max = note_bytes_max + 4096;
constexpr std::string_view asking = "/add-checkpoint";
constexpr std::string_view latest_of = "/checkpoint";

Reply reply_of(WitnessAnswer answer) {
  Reply reply;
  reply.status = answer.status;
  reply.content_type = answer.content_type;
  reply.body = std::move(answer.body);
  return reply;
}

// On another thread: before the answer lies a sync of the disk.
Reply cosign(Witness& witness, const std::string& body, Moment now, Language language) {
  try {
    WitnessAnswer answer = witness.add_checkpoint(body, now);
    if (answer.status != 200) spdlog::warn("witness_refused status={}", answer.status);
    return reply_of(std::move(answer));
  } catch (const std::exception& error) {
    spdlog::error("witness_cannot_keep {}", error.what());
    return problem(Refusal::the_machine_broke, language);
  }
}

Reply respond(Witness& witness, SlowWork& slow, const Writer::Now& now, Request& request,
              const Answer& answer) {
  const Language language = language_of(request);
  const std::string_view path = request.path();
  if (path == asking) {
    if (request.method != Method::post) return problem(Refusal::method_is_wrong, language);
    const bool is_taken = slow.post(
        [&witness, body = std::move(request.body), at = now(), language, answer]() mutable {
          answer.give(
              [reply = cosign(witness, body, at, language)]() mutable { return std::move(reply); });
        });
    return is_taken ? Reply::later() : problem(Refusal::too_many_requests, language);
  }
  const bool is_reading = request.method == Method::get || request.method == Method::head;
  if (is_reading && path.size() > 1 && path.ends_with(latest_of))
    return reply_of(witness.latest(path.substr(1, path.size() - 1 - latest_of.size())));
  return problem(Refusal::nothing_is_there, language);
}

Doors doors_of(Witness& witness, SlowWork& slow, const Writer::Now& now) {
  Doors doors;
  doors.respond = [&witness, &slow, &now](std::size_t, Request& request, const Answer& answer) {
    return respond(witness, slow, now, request, answer);
  };
  doors.admit = [](std::size_t, Request&) {
    Admission admission;
    admission.body_max = request_bytes_max;
    return admission;
  };
  doors.refuse = [](Refusal law, const Request& request) {
    return problem(law, language_of(request));
  };
  doors.tell_of_fault = [](const Request& request, Reply& reply) {
    spdlog::error("witness_fault path={} status={}", request.path(), reply.status);
  };
  doors.date = [&now] { return http_date(now()); };
  return doors;
}

// The key is made with the memory and never without it: a key that is there has cosigned before.
SigningKey key_of(const WitnessOptions& options) {
  const std::filesystem::path path = std::filesystem::absolute(options.key_file);
  const Keys keys(path.parent_path());
  const std::string name = path.filename().string();
  const bool is_first = !std::filesystem::exists(options.file);
  if (is_first && keys.find(name) && !options.begins_anew)
    throw std::runtime_error(options.file + " is not there, but its key is");
  return {options.name, SignatureKind::cosignature, keys.of(name)};
}

std::vector<VerifierKey> logs_of(const WitnessOptions& options) {
  std::vector<VerifierKey> logs;
  for (const std::string& text : options.logs) {
    auto key = parse_verifier_key(text);
    if (!key || key->kind != SignatureKind::ed25519)
      throw std::runtime_error("this is no key of a log: " + text);
    logs.push_back(std::move(*key));
  }
  return logs;
}

}  // namespace

int serve_witness(const WitnessOptions& options, const Writer::Now& now) {
  const EndSignals signals;
  const auto alone = SoleWriter::of(options.file);
  if (!alone) throw std::runtime_error(options.file + " is another witness's memory at work");
  SigningKey key = key_of(options);
  Witness witness(options.file, std::move(key), logs_of(options), true);
  SlowWork slow{2, 256};
  ServerOptions chosen;
  chosen.address = options.address;
  chosen.port = options.port;
  chosen.loops = 1;
  Server server(chosen, slow);
  server.start(doors_of(witness, slow, now));
  fmt::print("{}\nhttp://{}:{}\n", to_text(witness.verifier()), options.address, server.port());
  std::fflush(stdout);
  signals.wait();
  server.stop();
  return 0;
}

}  // namespace chuangyou

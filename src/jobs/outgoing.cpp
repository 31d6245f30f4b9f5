#include "jobs/outgoing.h"

#include <curl/curl.h>

#include <memory>
#include <new>

namespace chuangyou {
namespace {

struct FreeTransfer {
  void operator()(CURL* transfer) const { curl_easy_cleanup(transfer); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Receiving {
  OutgoingAnswer answer;
  std::size_t bytes_max;
  const std::atomic<bool>* stopping;
};

// Less than was given means: no more of it.
std::size_t receive(char* bytes, std::size_t, std::size_t count, void* user) {
  auto& receiving = *static_cast<Receiving*>(user);
  if (receiving.answer.body.size() + count > receiving.bytes_max) return 0;
  receiving.answer.body.append(bytes, count);
  return count;
}

int is_to_stop(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto* stopping = static_cast<const Receiving*>(user)->stopping;
  return stopping != nullptr && stopping->load() ? 1 : 0;
}

CURL* new_transfer() {
  static const CURLcode begun = curl_global_init(CURL_GLOBAL_DEFAULT);
  CURL* const transfer = begun == CURLE_OK ? curl_easy_init() : nullptr;
  if (transfer == nullptr) throw std::bad_alloc();
  return transfer;
}

void set_limits(CURL* transfer, const Outgoing& request, Receiving& receiving) {
  curl_easy_setopt(transfer, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(transfer, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(transfer, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(transfer, CURLOPT_CONNECTTIMEOUT, static_cast<long>(request.seconds_to_connect));
  curl_easy_setopt(transfer, CURLOPT_TIMEOUT, static_cast<long>(request.seconds_in_all));
  curl_easy_setopt(transfer, CURLOPT_WRITEFUNCTION, receive);
  curl_easy_setopt(transfer, CURLOPT_WRITEDATA, &receiving);
  curl_easy_setopt(transfer, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(transfer, CURLOPT_XFERINFOFUNCTION, is_to_stop);
  curl_easy_setopt(transfer, CURLOPT_XFERINFODATA, &receiving);
}

}  // namespace

OutgoingAnswer ask(const Outgoing& request, const std::atomic<bool>* stopping) {
  const std::unique_ptr<CURL, FreeTransfer> owned(new_transfer());
  CURL* const transfer = owned.get();
  Receiving receiving{{}, request.answer_bytes_max, stopping};
  std::unique_ptr<curl_slist, FreeList> headers;
  set_limits(transfer, request, receiving);
  curl_easy_setopt(transfer, CURLOPT_URL, request.url.c_str());
  if (request.posted) {
    headers.reset(curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8"));
    // Nobody is to be asked whether he wants what is short.
    headers.reset(curl_slist_append(headers.release(), "Expect:"));
    curl_easy_setopt(transfer, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(transfer, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.posted->size()));
    curl_easy_setopt(transfer, CURLOPT_POSTFIELDS, request.posted->data());
  }
  const CURLcode result = curl_easy_perform(transfer);
  if (result != CURLE_OK) return {0, {}, {}, curl_easy_strerror(result)};
  long status = 0;
  const char* type = nullptr;
  curl_easy_getinfo(transfer, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(transfer, CURLINFO_CONTENT_TYPE, &type);
  receiving.answer.status = static_cast<int>(status);
  if (type != nullptr) receiving.answer.content_type = type;
  return std::move(receiving.answer);
}

}  // namespace chuangyou

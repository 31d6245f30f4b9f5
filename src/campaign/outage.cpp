#include "campaign/outage.h"

#include <spdlog/spdlog.h>

namespace chuangyou {

Outage::Outage(Gate& gate, std::function<Moment()> now, Health* health)
    : gate_(gate), now_(std::move(now)), health_(health) {
  if (health_) health_->report("writer", {true, {}});
}

void Outage::begin(std::string_view cause) {
  gate_.close(Refusal::not_accepting_acts_now);
  if (since_) return;
  since_ = now_();
  spdlog::error("acts are refused from now on: a write failed cause=\"{}\"", cause);
  if (health_)
    health_->report("writer", {false, {{"since", *since_}, {"cause", std::string(cause)}}});
}

void Outage::end() {
  gate_.open(Refusal::not_accepting_acts_now);
  if (!since_) return;
  const std::int64_t seconds = (now_().microseconds - since_->microseconds) / 1'000'000;
  spdlog::info("acts are taken again: a write succeeded outage_seconds={}", seconds);
  if (health_) health_->report("writer", {true, {{"last_outage", *since_}}});
  since_.reset();
}

}  // namespace chuangyou

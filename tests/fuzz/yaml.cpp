// A campaign, a policy pack and a mapping, as a public body writes them by hand: read strictly or
// refused, never an exception.
#include "campaign/campaign.h"
#include "campaign/import.h"
#include "campaign/policy.h"

using namespace chuangyou;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)read_campaign("fuzzed", text);
  (void)read_policy_pack("fuzzed", text);
  (void)read_import_mapping(text);
  return 0;
}

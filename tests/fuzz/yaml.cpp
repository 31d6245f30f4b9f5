// A campaign, a policy pack and a mapping, as a public body writes them by hand: read strictly or
// refused, never an exception.
#include "imports/import.h"
#include "packs/campaign.h"
#include "packs/policy.h"

using namespace chuangyou;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)read_campaign("fuzzed", text);
  (void)read_policy_pack("fuzzed", text);
  (void)read_import_mapping(text);
  return 0;
}

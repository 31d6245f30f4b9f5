// The model province of the work plan in June 2011. All of it is invented, and written down in
// campaigns/demo/model-province for whoever wants to tell it otherwise.
#include "cli/demo_story.h"

namespace chuangyou {

std::vector<DemoPerson> make_model_province(DemoBody& body) {
  const std::string folder = "model-province";
  DemoCast cast = found_cast(body, folder);
  const auto receipts = tell_story(
      body, cast, folder,
      {"directives.yaml", "meetings.yaml", "tasks.yaml", "promises.yaml", "promises-of-others.yaml",
       "problems.yaml", "feedback.yaml", "interventions.yaml", "carriers.yaml", "mechanisms.yaml",
       "openness.yaml", "plans.yaml", "look-backs.yaml", "exemplars.yaml", "requests.yaml"});
  cast.accounts.push_back({"群众回执 citizen's receipt", "", {}, receipts.at("feedback-signal")});
  return cast.accounts;
}

}  // namespace chuangyou

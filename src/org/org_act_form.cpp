#include "org/org_act_form.h"

#include <algorithm>

namespace chuangyou {

std::span<const OrgActForm> org_act_forms() {
  static const OrgActForm forms[] = {
      {"found_unit", "units", FoundUnit{}},
      {"rename_unit", "units", RenameUnit{}},
      {"move_unit", "units", MoveUnit{}, true},
      {"merge_units", "units", MergeUnits{}, true},
      {"close_unit", "units", CloseUnit{}, true},
      {"add_person", "people", AddPerson{}},
      {"appoint", "posts", Appoint{}},
      {"end_post", "posts", EndPost{}},
      {"split_unit", "units", SplitUnit{}, true},
      {"propose_post", "posts", ProposePost{}},
      {"sign_post", "posts", SignPost{}},
      {"refuse_post", "posts", RefusePost{}},
      {"describe_post", "posts", DescribePost{}},
      {"delegate", "posts", Delegate{}},
      {"describe_unit", "units", DescribeUnit{}, true},
      {"correct_name", "people", CorrectName{}},
      {"propose_handover", "posts", ProposeHandover{}, true},
      {"sign_handover", "posts", SignHandover{}},
      {"refuse_handover", "posts", RefuseHandover{}},
      {"propose_reorganisation", "units", ProposeReorganisation{}, false, false},
      {"sign_reorganisation", "units", SignReorganisation{}, true},
      {"refuse_reorganisation", "units", RefuseReorganisation{}},
      {"take_back_unit", "units", TakeBackUnit{}, false, false},
      {"take_back_person", "people", TakeBackPerson{}, false, false},
      {"take_back_post", "posts", TakeBackPost{}, false, false},
  };
  static_assert(std::size(forms) == std::variant_size_v<OrgAct>);
  return forms;
}

const OrgActForm* find_org_act(std::string_view act) {
  const auto found = std::ranges::find(org_act_forms(), act, &OrgActForm::act);
  return found == org_act_forms().end() ? nullptr : &*found;
}

}  // namespace chuangyou

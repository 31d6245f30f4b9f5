// What somebody asks for, with whatever it names looked up over one connection: that of the writer
// inside his transaction, or that of somebody who only asks what would be refused.
#pragma once

#include "campaign/fences.h"
#include "campaign/perform.h"

namespace chuangyou {

struct Asking {
  Connection& connection;
  const Body& body;
  // Records of a run that is not over: nobody links to them.
  const Fences* fences = nullptr;

  // The request as decide() takes it: units, people and records that are named in it are there.
  Result<Asked> ask(const ActRequest&, const Record& before, Moment now) const;
  bool may_link_to(const ActRequest&, const Link&, Moment now) const;

 private:
  Result<void> look_up_named(const ActRequest&, const FieldSpec&, std::string_view place,
                             const Value&, Moment now) const;
  Result<void> look_up_rows(const ActRequest&, const FieldSpec&, const Value& before, const Rows&,
                            Moment now) const;
};

}  // namespace chuangyou

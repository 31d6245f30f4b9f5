#include "campaign/body.h"

#include <algorithm>

namespace chuangyou {

Circumstances Body::circumstances() const {
  Circumstances circumstances{
      frame.calendar(),
      zone,
      [this](std::string_view wanted, Date on) { return frame.policy.value(wanted, on); },
      [this](const Uuid& unit) { return tree.path_of(unit); },
      [this](std::string_view path) {
        const UnitNo number = number_in_path(path);
        return number == no_unit || number >= tree.size() ? UnitId() : tree.unit(number).id;
      },
      [this](const Uuid& person, Date on) { return people.actor(person, on, tree).posts; },
      [this](const Uuid& unit, Date on) { return people.holders_at(unit, on); },
      [this](CampaignList list, std::string_view wanted) {
        return frame.campaign.has(list, wanted);
      }};
  circumstances.campaign_keys = [this](CampaignList list) { return frame.campaign.keys(list); };
  circumstances.posts_ever = [this](const Uuid& person) { return people.posts_ever(person, tree); };
  circumstances.was_at_or_above = [this](const Uuid& above, const Uuid& below, Date from,
                                         Date until) {
    const UnitNo one = tree.number_of(above), other = tree.number_of(below);
    return one != no_unit && other != no_unit &&
           chuangyou::was_at_or_above(tree, one, other, from, until);
  };
  circumstances.calendar_at = [this](Moment at) -> const WorkingCalendar& {
    return frame.calendar_at(at);
  };
  return circumstances;
}

LastDayToSign Body::last_day_to_sign() const {
  return chuangyou::last_day_to_sign(frame.calendar(), [this](std::string_view wanted, Date on) {
    return frame.policy.value(wanted, on);
  });
}

Moment body_now(const Body& body, Moment real) {
  if (!body.shown_as_of) return real;
  Moment midnight = body.zone.end_of(Date{body.shown_as_of->days - 1});
  Moment shown{midnight.microseconds + real.microseconds - body.loaded_at.load().microseconds};
  return std::max(shown, midnight);
}

Body* Bodies::find(std::string_view key) const {
  for (const std::unique_ptr<Body>& body : bodies_)
    if (body->key == key) return body.get();
  return nullptr;
}

Body* Bodies::find(BodyNo no) const {
  for (const std::unique_ptr<Body>& body : bodies_)
    if (body->no == no) return body.get();
  return nullptr;
}

Body& Bodies::add(std::unique_ptr<Body> body) { return *bodies_.emplace_back(std::move(body)); }

}  // namespace chuangyou

#include "access/saved_views.h"

#include "core/text.h"

namespace chuangyou {

SavedViews::SavedViews(const std::string& database_path)
    : connection_(database_path, OpenFor::writing) {
  create_saved_views_schema(connection_);
}

Result<void> SavedViews::save(BodyNo body, PersonId person, SavedViewRow view) {
  view.name = std::string(trimmed(view.name));
  if (is_blank(view.name)) return refuse(Refusal::field_is_missing, "name");
  const std::lock_guard lock(mutex_);
  if (!put_saved_view_row(connection_, body, person, view, saved_views_max))
    return refuse(Refusal::saved_views_are_too_many, "name", std::to_string(saved_views_max));
  return {};
}

Result<void> SavedViews::drop(BodyNo body, PersonId person, std::string_view ledger,
                              std::string_view name) {
  const std::lock_guard lock(mutex_);
  if (!drop_saved_view_row(connection_, body, person, ledger, name))
    return refuse(Refusal::nothing_is_there, "name");
  return {};
}

void SavedViews::drop_all(BodyNo body, PersonId person) {
  const std::lock_guard lock(mutex_);
  drop_saved_view_rows_of(connection_, body, person);
}

}  // namespace chuangyou

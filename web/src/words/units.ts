// What a unit is, in one line.
import type { UnitDescription } from "@/api/wire";
import { exposureName, orgFieldName, unitLevelName } from "./domain";
import { i18n } from "./language";

export function descriptionWords(said: UnitDescription | null): string {
  const parts = said
    ? [
        said.level ? unitLevelName(said.level) : "",
        said.sector,
        said.exposure.map(exposureName).join(i18n.global.t("organisation.comma")),
        said.order_number === null ? "" : `${orgFieldName("describe_unit", "order_number")} ${said.order_number}`,
      ].filter(Boolean)
    : [];
  return parts.length ? parts.join(" · ") : i18n.global.t("organisation.nothingSaid");
}

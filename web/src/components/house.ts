// The pages of administration; each stands for whoever its routes let in.
import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { holds, runsTheHouse } from "@/api/session";

export function useHouseTabs() {
  const { t } = useI18n();
  return computed(() => [
    ...(runsTheHouse.value ? [
      { path: "/administration/people", words: t("people.title") },
      { path: "/administration/grants", words: t("house.grants") },
      { path: "/administration/accounts", words: t("house.accounts") },
    ] : []),
    { path: "/administration/policy", words: t("house.policy") },
    { path: "/administration/campaign", words: t("house.campaign") },
    { path: "/administration/calendars", words: t("house.calendars") },
    { path: "/administration/rights", words: t("house.rights") },
    ...(["auditor", "security_administrator", "administrator"].some(holds) ? [{ path: "/administration/audit", words: t("house.audit") }] : []),
    ...(runsTheHouse.value ? [{ path: "/administration/health", words: t("house.health") }] : []),
  ]);
}

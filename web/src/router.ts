// Every view has an address; a page's query parameters are those of the API it shows, so a figure's
// query opens as a page.
import { createRouter, createWebHistory, type RouteLocationRaw } from "vue-router";
import { keepDay } from "./api/past";
import { beforeSessionIsLost, restoreSession, session } from "./api/session";

declare module "vue-router" {
  interface RouteMeta {
    isPublic?: boolean;
  }
}

const isPublic = true;

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", redirect: "/today" },
    { path: "/login", name: "login", component: () => import("./pages/LogIn.vue"), meta: { isPublic } },
    { path: "/today", name: "today", component: () => import("./pages/Today.vue") },
    { path: "/help", name: "help", component: () => import("./pages/Help.vue") },
    { path: "/month", name: "month", component: () => import("./pages/MonthPage.vue") },
    { path: "/overview", name: "overview", component: () => import("./pages/Overview.vue") },
    { path: "/stories", name: "stories", component: () => import("./pages/Stories.vue") },
    { path: "/campaign", name: "the-campaign", component: () => import("./pages/TheCampaign.vue") },
    { path: "/plan", name: "plan", component: () => import("./pages/Plan.vue") },
    { path: "/plan/document", name: "plan-document", component: () => import("./pages/PlanDocument.vue") },
    { path: "/ledgers/:ledger", name: "ledger", component: () => import("./pages/LedgerList.vue"), props: true },
    { path: "/ledgers/:ledger/new", name: "new", component: () => import("./pages/NewRecord.vue"), props: true },
    { path: "/ledgers/:ledger/:id", name: "record", component: () => import("./pages/RecordPage.vue"), props: true },
    { path: "/ledgers/:ledger/:id/chain", name: "chain", component: () => import("./pages/ChainPage.vue"), props: true },
    { path: "/burden", name: "burden", component: () => import("./pages/BurdenPage.vue") },
    { path: "/organisation", name: "organisation", component: () => import("./pages/Organisation.vue") },
    { path: "/erasures", name: "erasures", component: () => import("./pages/Erasures.vue") },
    { path: "/account", name: "account", component: () => import("./pages/MyAccount.vue") },
    { path: "/administration", redirect: "/administration/policy" },
    { path: "/administration/accounts", name: "accounts", component: () => import("./pages/AccountsPage.vue") },
    { path: "/administration/people", name: "people", component: () => import("./pages/PeoplePage.vue") },
    { path: "/administration/grants", name: "grants", component: () => import("./pages/GrantsPage.vue") },
    { path: "/administration/policy", name: "policy", component: () => import("./pages/PolicyPage.vue") },
    { path: "/administration/campaign", name: "campaign", component: () => import("./pages/CampaignPage.vue") },
    { path: "/administration/calendars", name: "calendars", component: () => import("./pages/CalendarsPage.vue") },
    { path: "/administration/rights", name: "rights", component: () => import("./pages/RightsPage.vue") },
    { path: "/administration/audit", name: "audit", component: () => import("./pages/AuditPage.vue") },
    { path: "/administration/health", name: "health", component: () => import("./pages/HealthPage.vue") },
    { path: "/held", name: "held", component: () => import("./pages/HeldPage.vue") },
    { path: "/import", name: "import", component: () => import("./pages/ImportPage.vue") },
    { path: "/say", name: "say", component: () => import("./pages/public/Say.vue"), meta: { isPublic } },
    { path: "/receipt/:code?", name: "receipt", component: () => import("./pages/public/Receipt.vue"), meta: { isPublic }, props: true },
    { path: "/open/:body/campaign", name: "open-campaign", component: () => import("./pages/public/OpenCampaign.vue"), meta: { isPublic }, props: true },
    { path: "/open/:body?/:ledger?", name: "open", component: () => import("./pages/public/OpenList.vue"), meta: { isPublic }, props: true },
    { path: "/open/:body/:ledger/:id", name: "open-record", component: () => import("./pages/public/OpenRecord.vue"), meta: { isPublic }, props: true },
    { path: "/:rest(.*)*", name: "nowhere", component: () => import("./pages/Nowhere.vue"), meta: { isPublic } },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? {} : { top: 0 }),
});

router.beforeEach(async (to): Promise<true | RouteLocationRaw> => {
  if (to.meta.isPublic) return true;
  try {
    if (session.value === undefined) await restoreSession();
  } catch {
    // The program cannot be reached: the page itself says so and offers to try again.
    return true;
  }
  if (!session.value) return { name: "login", query: { return: to.fullPath } };
  // Until the account has what it needs, nothing else opens.
  return session.value.missing && to.name !== "account" ? { name: "account" } : true;
});

keepDay(router);

beforeSessionIsLost(() => {
  const here = router.currentRoute.value;
  void router.push({ name: "login", query: { return: here.fullPath, ended: "1" } });
});

// A figure's query as an address of the desk: `/api/promises?unit=…` opens as `/ledgers/promises?unit=…`.
export function addressOf(query: string): string {
  return query.replace(/^\/api\//, "/ledgers/");
}

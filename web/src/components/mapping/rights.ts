// Who may bring a file into which ledger, read off the declaration: so that whoever may not is told who may.
import { administrative, session } from "@/api/session";
import type { Act, Ledger } from "@/api/wire";
import { atName, roleName } from "@/words/domain";
import { i18n } from "@/words/language";
import { openingsOf } from "./language";

// As everybody who works with records may, or by a post of one's own; the three who run the house enter none.
export function mayUse(act: Act): boolean {
  const roles = (session.value?.posts ?? []).map(({ role }) => String(role)).filter((role) => !administrative.includes(role));
  return act.may.some(({ role }) => (role === "signed_in" ? roles.length > 0 : roles.includes(role)));
}
export const mayImport = (ledger: Ledger | undefined) => openingsOf(ledger).some(mayUse);
// What was given out comes back by any act.
export const mayBringBack = (ledger: Ledger | undefined) => (ledger?.acts ?? []).some(mayUse);

// By the names of their posts, with where such a post must stand.
export function whoMay(ledger: Ledger | undefined): string[] {
  const rights = openingsOf(ledger).flatMap(({ may }) => may).filter(({ role }) => !["consequence", "citizen", "clock"].includes(role));
  const where = (role: string, at: string) => (role === "signed_in" ? "" : at === "anywhere" ? "" : atName(at));
  const nameOf = (role: string) => (role === "signed_in" ? i18n.global.t("importRights.anyPost") : roleName(role));
  const said = rights.map(({ role, at }) => nameOf(role) + (where(role, at) ? `（${where(role, at)}）` : ""));
  return [...new Set(said)];
}

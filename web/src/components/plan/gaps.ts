// The gaps of a plan by their names: what of the campaign nobody plans for, and what an item leaves open.
import type { Gap } from "@/api/plan";
import type { Words } from "@/api/wire";
import { fieldName, inLanguage } from "@/words/domain";

type Lists = Partial<Record<string, unknown>>;
interface Keyed { key: string; name: Words }

const column_of: Record<string, string> = { requirements: "items.requirement", strands: "items.strand", milestones: "items.milestone" };

export function nameOfGap(gap: Gap, campaign: Lists | undefined, itemWords: (row: number) => string): { of: string; what: string } {
  if (gap.row > 0) return { of: itemWords(gap.row), what: fieldName("plans", `${gap.of}.${gap.key}`) };
  const column = column_of[gap.of];
  if (!column) return { of: "", what: fieldName("plans", gap.of) };
  const listed = (campaign?.[gap.of] ?? []) as Keyed[];
  const found = listed.find(({ key }) => key === gap.key);
  return { of: fieldName("plans", column), what: found ? inLanguage(found.name) : gap.key };
}

// The mappings that are kept under names, and every version of each.
import { useQuery } from "@tanstack/vue-query";
import { read } from "@/api/request";
import type { KeptMapping, KeptMappings, MappingVersion } from "@/api/wire";

export const useMappings = () => useQuery({ queryKey: ["mappings"], queryFn: () => read<KeptMappings>("/api/mappings") });

// It may be YAML, where somebody kept it otherwise than at the desk.
export function ledgerOf(content: KeptMapping["content"]): string {
  try {
    return (JSON.parse(content) as { ledger?: string }).ledger ?? "";
  } catch {
    return /^\s*ledger:\s*["']?([a-z_]+)/m.exec(content)?.[1] ?? "";
  }
}

// Of one that bears the name at the end of them all, or at a moment: also under the names that it had before, and
// none of one that was taken away before it began.
export function versionsOf(versions: readonly MappingVersion[], name: string, until = "9"): MappingVersion[] {
  let lines = new Map<string, MappingVersion[]>();
  for (const one of versions) {
    if (one.at > until) break;
    const before = lines.get(one.former_name || one.name) ?? [];
    if (one.act === "drop_mapping") lines.delete(one.name);
    else lines = new Map([...lines].filter(([other]) => other !== one.former_name)).set(one.name, [...before, one]);
  }
  return lines.get(name) ?? [];
}

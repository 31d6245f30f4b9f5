// The two trees level by level, and the acts on units and people.
import { useQuery } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { readAsOf } from "./past";
import { queryClient, readAllAnew, whileActing } from "./queries";
import { read, request, withQuery } from "./request";
import type { Handovers, OrganisationDone, PostProposal, Preview, Reorganisation, TreeLevel, UnitHistory } from "./wire";

export type TreeName = "party" | "administrative";
export const level_size = 100;

// Without those that ended, which are then not counted either.
export const readLevel = (tree: TreeName, under: string | undefined, after: number | null, isOpenOnly: boolean) =>
  queryClient.fetchQuery({
    queryKey: ["tree", tree, under ?? "", after ?? "", isOpenOnly],
    staleTime: 5_000,
    queryFn: () => readAsOf<TreeLevel>(withQuery("/api/organisation/tree", {
      under, tree, after: after === null ? undefined : String(after), limit: String(level_size), open: isOpenOnly ? "true" : undefined,
    })),
  });

export function useUnitHistory(unit: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: computed(() => ["unit-history", toValue(unit)]),
    enabled: computed(() => Boolean(toValue(unit)) && toValue(wanted)),
    queryFn: () => read<UnitHistory>(`/api/units/${toValue(unit)}/history`),
  });
}

// As the form of an act sends it; what is empty is left out.
export type OrgFields = Record<string, string | number | boolean | string[] | null | undefined>;
const isSaid = (value: OrgFields[string]) => value !== null && value !== undefined && value !== "" && value !== false && !(Array.isArray(value) && !value.length);
const said = (fields: OrgFields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => isSaid(value)));

export const acts_with_preview = ["move_unit", "merge_units", "split_unit", "close_unit", "describe_unit", "propose_handover"];

// Work that waits for a signature, as far as it concerns the reader.
export const useHandovers = (wanted: MaybeRefOrGetter<boolean> = true) => useQuery({
  queryKey: ["list", "handovers"],
  enabled: computed(() => toValue(wanted)),
  queryFn: async () => (await read<Handovers>("/api/organisation/handovers")).handovers,
});
// What waits for a second person: posts, told to the three, and changes of the tree.
export interface Proposals { proposals: PostProposal[]; reorganisations: Reorganisation[] }
export const useProposals = (wanted: MaybeRefOrGetter<boolean> = true) => useQuery({
  queryKey: ["list", "proposals"],
  enabled: computed(() => toValue(wanted)),
  queryFn: () => read<Proposals>("/api/organisation/proposals"),
});
export function usePreview(act: MaybeRefOrGetter<string>, fields: MaybeRefOrGetter<OrgFields>, wanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: computed(() => ["org-preview", toValue(act), said(toValue(fields))]),
    enabled: computed(() => toValue(wanted)),
    staleTime: 0,
    queryFn: ({ signal }) => {
      const asked = Object.entries(said(toValue(fields))).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : String(value)]);
      return read<Preview>(withQuery(`/api/organisation/preview/${toValue(act)}`, Object.fromEntries(asked) as Record<string, string>), { signal });
    },
  });
}

export async function actOnOrganisation(act: string, fields: OrgFields, key: string): Promise<OrganisationDone> {
  const done = await whileActing(() => request<OrganisationDone>("POST", `/api/organisation/acts/${act}`, { body: { fields: said(fields) }, key }));
  void queryClient.invalidateQueries({ queryKey: ["tree"] }); // which is read again before anything else
  // The form is told first: what it changes may take it from the page.
  setTimeout(() => void readAllAnew());
  return done;
}

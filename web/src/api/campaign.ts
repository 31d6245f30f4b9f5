// The body's campaign, its numbers of practice and its calendars, and the acts by which they change.
import { useQuery } from "@tanstack/vue-query";
import { readAllAnew, whileActing } from "./queries";
import { read, request } from "./request";
import type { Campaign, OrganisationDone, PolicyValues } from "./wire";

export const useCampaign = () => useQuery({ queryKey: ["campaign"], queryFn: () => read<Campaign>("/api/campaign") });
export const usePolicy = () => useQuery({ queryKey: ["policy"], queryFn: () => read<PolicyValues>("/api/campaign/policy") });

export async function actOnCampaign(act: string, body: { fields: Record<string, string>; reason: string }, key: string): Promise<OrganisationDone> {
  const fields = Object.fromEntries(Object.entries(body.fields).filter(([, value]) => value));
  const done = await whileActing(() => request<OrganisationDone>("POST", `/api/campaign/acts/${act}`, { body: { fields, reason: body.reason }, key }));
  await readAllAnew();
  return done;
}

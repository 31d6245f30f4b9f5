// The body's campaign, its numbers of practice and its calendars, and the acts by which they change.
import { useQuery } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { readAllAnew, whileActing } from "./queries";
import { read, request, withQuery } from "./request";
import type { CalendarPreview, Calendars, Campaign, CampaignPage, OrganisationDone, PolicyValues } from "./wire";

export const useCampaign = () => useQuery({ queryKey: ["campaign"], queryFn: () => read<Campaign>("/api/campaign") });
// What has come of it at a unit and below.
export const useCampaignPage = (unit: MaybeRefOrGetter<string | undefined>, isWanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => ["campaign-page", toValue(unit) ?? ""]),
    enabled: () => toValue(isWanted),
    queryFn: () => read<CampaignPage>(withQuery("/api/campaign/page", { unit: toValue(unit) })),
  });
export const usePolicy = () => useQuery({ queryKey: ["policy"], queryFn: () => read<PolicyValues>("/api/campaign/policy") });

export async function actOnCampaign(act: string, body: { fields: Record<string, string | boolean>; reason: string }, key: string): Promise<OrganisationDone> {
  const fields = Object.fromEntries(Object.entries(body.fields).filter(([, value]) => value));
  const done = await whileActing(() => request<OrganisationDone>("POST", `/api/campaign/acts/${act}`, { body: { fields, reason: body.reason }, key }));
  setTimeout(() => void readAllAnew()); // the form is told first
  return done;
}

export const useCalendars = () => useQuery({ queryKey: ["calendars"], queryFn: () => read<Calendars>("/api/campaign/calendars") });
export const previewCalendar = (version: string, days: string) =>
  request<CalendarPreview>("POST", "/api/campaign/calendars/preview", { body: { fields: { version, days } } });

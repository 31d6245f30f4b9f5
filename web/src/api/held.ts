// All that is held about whoever asks.
import { useQuery } from "@tanstack/vue-query";
import { read } from "./request";
import type { Held } from "./wire";

export const useHeld = () => useQuery({ queryKey: ["held"], queryFn: () => read<Held>("/api/me/held"), staleTime: 60_000 });
export const held_file = "/api/me/held?whole=true";

// The one door to the program: headers that every call needs, refusals as values of one class.
import { language } from "@/words/language";
import type { ProblemDetails, ProblemItem } from "./wire";

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly items: ProblemItem[];
  constructor(status: number, code: string, items: ProblemItem[]) {
    super(code);
    this.status = status;
    this.code = code;
    this.items = items;
  }
  // Nothing is known of what became of the request: the same key may be sent again.
  get isUnreachable() {
    return this.status === 0 || this.status >= 502;
  }
}

export interface Asked {
  body?: unknown;
  key?: string;      // Idempotency-Key
  version?: number;  // If-Match
  signal?: AbortSignal; // whoever asked no longer waits
  quietly?: boolean; // a 401 is an answer, not the end of the session
}

let csrfToken = "";
let onSessionEnd: () => void = () => {};
export function useCsrfToken(token: string) {
  csrfToken = token;
}
export function whenSessionEnds(act: () => void) {
  onSessionEnd = act;
}

// A file is sent by another way, and hears of it too.
export const sessionHasEnded = () => onSessionEnd();

export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function writeHeaders(key: string): Record<string, string> {
  const headers: Record<string, string> = {
    "Accept-Language": language.value,
    "Idempotency-Key": key,
  };
  if (csrfToken) headers["X-CSRF-Token"] = csrfToken;
  return headers;
}

export function problemFrom(status: number, text: string): Problem {
  try {
    const details = JSON.parse(text) as ProblemDetails;
    const items: ProblemItem[] = details.errors?.length
      ? details.errors
      : [{ code: details.code, field: details.field, detail: details.detail, words: details.words }];
    return new Problem(status, details.code ?? "", items);
  } catch {
    return new Problem(status, "", []);
  }
}

export async function request<T>(method: string, path: string, asked: Asked = {}): Promise<T> {
  const writes = method !== "GET";
  const headers = writes
    ? writeHeaders(asked.key ?? newKey())
    : { "Accept-Language": language.value };
  if (asked.body !== undefined) headers["Content-Type"] = "application/json";
  if (asked.version !== undefined) headers["If-Match"] = `"${asked.version}"`;
  let response: Response;
  try {
    response = await fetch(path, {
      method, headers, credentials: "same-origin", signal: asked.signal,
      body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
    });
  } catch {
    asked.signal?.throwIfAborted();
    throw new Problem(0, "", []);
  }
  const text = await response.text();
  if (!response.ok) {
    if (response.status === 401 && !asked.quietly) onSessionEnd();
    throw problemFrom(response.status, text);
  }
  return (text ? JSON.parse(text) : undefined) as T;
}

export const read = <T>(path: string, asked: Asked = {}) => request<T>("GET", path, asked);

// Query parameters in a fixed order; empty ones are left out.
export function withQuery(path: string, parameters: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") search.set(name, value);
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

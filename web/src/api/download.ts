// A file that the program writes, handed to the browser; a refusal is a refusal like any other.
import { language } from "@/words/language";
import { Problem, problemFrom } from "./request";

const asks_again_ms = 400;

export async function download(path: string, name: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { "Accept-Language": language.value }, credentials: "same-origin" });
  } catch {
    throw new Problem(0, "", []);
  }
  if (response.status === 202) {
    await new Promise((resolve) => setTimeout(resolve, asks_again_ms)); // a past day is being made
    return download(path, name);
  }
  if (!response.ok) throw problemFrom(response.status, await response.text());
  saveAs(await response.blob(), name);
}

// Also of what the page has made itself.
export function saveAs(content: Blob, name: string) {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// A file on its way to the program, with how much of it has left: fetch cannot tell that yet.
import type { LookedAt } from "./wire";
import { newKey, Problem, problemFrom, sessionHasEnded, writeHeaders } from "./request";

// The program takes no more (src/imports/import.h), and cuts the line before it can say so.
export const bytes_max = 400_000_000;

export interface Sending {
  answer: Promise<string>; // empty where it was stopped
  stop: () => void;
}
export interface Upload {
  job: Promise<string>;
  stop: () => void;
}

// One key a submission: sent again after a lost line, the same file is taken once.
export function sendFile(path: string, file: File, type: string, progress: (share: number) => void, key = newKey()): Sending {
  const sending = new XMLHttpRequest();
  const answer = new Promise<string>((resolve, reject) => {
    sending.open("POST", path);
    for (const [name, value] of Object.entries(writeHeaders(key))) sending.setRequestHeader(name, value);
    sending.setRequestHeader("Content-Type", type);
    sending.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
    sending.onerror = () => reject(new Problem(0, "", []));
    sending.onabort = () => resolve("");
    sending.onload = () => {
      if (sending.status === 401) sessionHasEnded();
      if (sending.status >= 300) reject(problemFrom(sending.status, sending.responseText));
      else resolve(sending.responseText);
    };
    sending.send(file);
  });
  return { answer, stop: () => sending.abort() };
}

// What kind of table it is, the program tells from its content; the encoding of a text is said where
// more than one fits.
export const workbook_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
function typeOf(file: File, charset: string): string {
  if (/\.xls[xm]$/i.test(file.name)) return workbook_type;
  return charset ? `text/csv; charset=${charset}` : "text/csv";
}
export async function sendTable<Answer>(path: string, file: File, charset: string): Promise<Answer> {
  return JSON.parse(await sendFile(path, file, typeOf(file, charset), () => {}).answer) as Answer;
}
export const lookAt = (path: string, file: File, charset: string) => sendTable<LookedAt>(path, file, charset);
export function upload(path: string, file: File, charset: string, progress: (share: number) => void, key: string): Upload {
  const { answer, stop } = sendFile(path, file, typeOf(file, charset), progress, key);
  return { job: answer.then((text) => (text ? (JSON.parse(text) as { job: string }).job : "")), stop };
}

// A file on its way to the program, with how much of it has left: fetch cannot tell that yet.
import { newKey, Problem, problemFrom, writeHeaders } from "./request";

export interface Upload {
  job: Promise<string>;
  stop: () => void;
}

export function upload(path: string, file: File, progress: (share: number) => void): Upload {
  const sending = new XMLHttpRequest();
  const job = new Promise<string>((resolve, reject) => {
    sending.open("POST", path);
    for (const [name, value] of Object.entries(writeHeaders(newKey()))) sending.setRequestHeader(name, value);
    sending.setRequestHeader("Content-Type", "text/csv");
    sending.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
    sending.onerror = () => reject(new Problem(0, "", []));
    sending.onabort = () => resolve("");
    sending.onload = () => {
      if (sending.status >= 300) reject(problemFrom(sending.status, sending.responseText));
      else resolve((JSON.parse(sending.responseText) as { job: string }).job);
    };
    sending.send(file);
  });
  return { job, stop: () => sending.abort() };
}

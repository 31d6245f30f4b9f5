// A file on its way to the program, with how much of it has left: fetch cannot tell that yet.
import { newKey, Problem, problemFrom, writeHeaders } from "./request";

export interface Sending {
  answer: Promise<string>; // empty where it was stopped
  stop: () => void;
}
export interface Upload {
  job: Promise<string>;
  stop: () => void;
}

export function sendFile(path: string, file: File, type: string, progress: (share: number) => void): Sending {
  const sending = new XMLHttpRequest();
  const answer = new Promise<string>((resolve, reject) => {
    sending.open("POST", path);
    for (const [name, value] of Object.entries(writeHeaders(newKey()))) sending.setRequestHeader(name, value);
    sending.setRequestHeader("Content-Type", type);
    sending.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
    sending.onerror = () => reject(new Problem(0, "", []));
    sending.onabort = () => resolve("");
    sending.onload = () => {
      if (sending.status >= 300) reject(problemFrom(sending.status, sending.responseText));
      else resolve(sending.responseText);
    };
    sending.send(file);
  });
  return { answer, stop: () => sending.abort() };
}

const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export function upload(path: string, file: File, progress: (share: number) => void): Upload {
  const { answer, stop } = sendFile(path, file, /\.xlsx$/i.test(file.name) ? workbook : "text/csv", progress);
  return { job: answer.then((text) => (text ? (JSON.parse(text) as { job: string }).job : "")), stop };
}

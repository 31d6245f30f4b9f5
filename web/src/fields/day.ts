// A day as people write it: 2019-03-05, 2019/3/5, 20190305, 2019年3月5日, in half or full width.
const form = /^(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?$|^(\d{4})(\d{2})(\d{2})$/;

// The ISO day; undefined where the text is none, as 2019-02-30.
export function dayIn(text: string): string | undefined {
  const found = form.exec(text.normalize("NFKC").trim());
  if (!found) return undefined;
  const [year = "", month = "", day = ""] = found.slice(1).filter(Boolean);
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const moment = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso) ? iso : undefined;
}

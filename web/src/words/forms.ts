// How days and times are written in a file, as somebody reads it: by an example, and not by the signs that a
// program reads it with.
import { i18n } from "./language";

const example: Record<string, string> = { Y: "2024", y: "24", m: "07", d: "05", H: "09", I: "09", M: "30", S: "00", p: "AM" };

export function formName(form: string): string {
  const { t } = i18n.global;
  if (form === "chinese_deadline") return t("mapping.chineseDeadline");
  if (form === "epoch" || form === "epoch_ms") return t("mapping.epoch", { text: form === "epoch" ? "1720143000" : "1720143000000" });
  if (form === "serial" || form === "serial_1904") return t("mapping.serial", { text: form === "serial" ? "45478" : "44016" });
  const parts: Record<string, string> = { Y: t("mapping.year"), y: t("mapping.year"), m: t("mapping.month"), d: t("mapping.day") };
  const order = [...form.matchAll(/%([YymdHIMSp])/g)].flatMap(([, sign = ""]) => parts[sign] ?? []);
  const shown = form.replace(/%([YymdHIMSp])/g, (_, sign: string) => example[sign] ?? "");
  return order.length ? t("mapping.formAs", { text: shown, order: order.join("-") }) : shown;
}

// Of what a check says, which holds forms among other words.
export const withoutSigns = (text: string) =>
  text.replace(/%[YymdHIMS](?:[^%,;，；、()（）]{0,3}%[YymdHIMSp])*[\u5e74\u6708\u65e5\u65f6\u5206\u79d2\u53f7]?/g, (form) => formName(form));

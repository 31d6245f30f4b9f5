// The desk's own words (vue-i18n) and the domain's words, loaded for one language at a time so that
// the first load carries no language that nobody reads.
import { ref, shallowRef } from "vue";
import { createI18n } from "vue-i18n";

export const languages = ["zh", "en"] as const;
export type Language = (typeof languages)[number];

export const i18n = createI18n({ legacy: false, locale: "zh", fallbackLocale: false, messages: {} });
export const domainWords = shallowRef<Record<string, unknown>>({});
export const language = ref<Language>("zh");

const desk = {
  zh: () => import("@/locale/zh.json"),
  en: () => import("@/locale/en.json"),
} satisfies Record<Language, unknown>;
const domain = {
  zh: () => import("@words/zh"),
  en: () => import("@words/en"),
} satisfies Record<Language, unknown>;

function isLanguage(text: string | null): text is Language {
  return text === "zh" || text === "en";
}

// What the page that led here was read in, as that on which a body is founded; else what was chosen here
// before, else what the browser asks for first of the two.
export function firstLanguage(): Language {
  const led = new URLSearchParams(location.search).get("lang");
  if (isLanguage(led)) localStorage.setItem("language", led);
  const remembered = localStorage.getItem("language");
  if (isLanguage(remembered)) return remembered;
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "zh";
}

export async function speak(wanted: Language, isChosen = true): Promise<void> {
  const [own, shared] = await Promise.all([desk[wanted](), domain[wanted]()]);
  i18n.global.setLocaleMessage(wanted, own.default);
  domainWords.value = shared.default;
  i18n.global.locale.value = wanted as never;
  language.value = wanted;
  document.documentElement.lang = wanted === "zh" ? "zh-CN" : "en";
  if (isChosen) localStorage.setItem("language", wanted);
}

import { watchEffect } from "vue";
import { i18n } from "./words/language";

export function usePageTitle(title: () => string) {
  watchEffect(() => {
    const own = title();
    const product = i18n.global.t("product.name");
    document.title = own ? `${own} · ${product}` : product;
  });
}

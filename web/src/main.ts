import { VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";
import "element-plus/theme-chalk/base.css";
import "./style/tokens.css";
import "./style/base.css";
import "./style/theme";
import App from "./App.vue";
import { listenWhileLoggedIn } from "./api/live";
import { queryClient } from "./api/queries";
import { router } from "./router";
import { firstLanguage, i18n, speak } from "./words/language";

async function start() {
  await speak(firstLanguage(), false);
  listenWhileLoggedIn();
  createApp(App).use(VueQueryPlugin, { queryClient }).use(i18n).use(router).mount("#app");
}

void start();

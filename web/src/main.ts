import { VueQueryPlugin } from "@tanstack/vue-query";
import { createApp, watch } from "vue";
import "element-plus/theme-chalk/base.css";
import "./style/tokens.css";
import "./style/base.css";
import "./style/theme";
import { hush } from "./announce";
import App from "./App.vue";
import { listenWhileLoggedIn } from "./api/live";
import { queryClient } from "./api/queries";
import { session } from "./api/session";
import { router } from "./router";
import { firstLanguage, i18n, speak } from "./words/language";

// Who leaves takes along what he was told and what he read.
watch(session, (now, before) => {
  if (!before || now?.person.id === before.person.id) return;
  hush();
  queryClient.removeQueries({ predicate: ({ queryKey }) => !["bodies", "description"].includes(String(queryKey[0])) });
});

async function start() {
  await speak(firstLanguage(), false);
  listenWhileLoggedIn();
  createApp(App).use(VueQueryPlugin, { queryClient }).use(i18n).use(router).mount("#app");
}

void start();

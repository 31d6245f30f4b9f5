import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { type Plugin, defineConfig } from "vite";

// The program serves the desk from inside its binary under a strict content policy: no inline
// script, no data: address. In development its API is reached through the proxy.
const program = process.env.CHUANGYOU_ADDRESS ?? "http://127.0.0.1:8080";
const proxy = { "/api": { target: program }, "/ready": { target: program } };

const importFolder = fileURLToPath(new URL("../campaigns/imports", import.meta.url));
const mappings = (existsSync(importFolder) ? readdirSync(importFolder) : [])
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.slice(0, -".yaml".length));

const wordFolder = fileURLToPath(new URL(process.env.CHUANGYOU_WORDS ?? "../words", import.meta.url));
const json = (file: string) => JSON.parse(readFileSync(file, "utf8"));

// The domain's words of one language as one module: those that are common and those that each
// ledger has in a file of its own. The laws that a ledger alone has are found among all laws.
const domainWords: Plugin = {
  name: "domain-words",
  resolveId: (id) => (id.startsWith("@words/") ? `\0${id}` : null),
  load(id) {
    if (!id.startsWith("\0@words/")) return null;
    const language = id.slice("\0@words/".length);
    const folder = join(wordFolder, language);
    const files = readdirSync(folder).map((file) => join(folder, file));
    const ledgers = Object.fromEntries(files.map((file) => [parse(file).name, json(file)]));
    const common = json(`${folder}.json`);
    for (const ledger of Object.values(ledgers)) Object.assign(common.refusals, ledger.refusals);
    // Under which heads offices keep what fields hold, the program alone asks.
    for (const one of [common, ...Object.values(ledgers)]) delete one.heads;
    for (const file of [...files, `${folder}.json`]) this.addWatchFile(file);
    return `export default ${JSON.stringify({ ledgers, ...common })}`;
  },
};

export default defineConfig({
  plugins: [vue(), domainWords],
  resolve: {
    alias: {
      "@": fileURLToPath(new URL("src", import.meta.url)),
    },
  },
  define: {
    __IMPORT_MAPPINGS__: JSON.stringify(mappings),
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __VUE_PROD_DEVTOOLS__: false,
  },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 700,
  },
  server: { proxy, fs: { allow: [".."] } },
  preview: { proxy },
});

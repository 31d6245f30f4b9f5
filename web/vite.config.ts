import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// The program serves the desk from inside its binary under a strict content policy: no inline
// script, no data: address. In development its API is reached through the proxy.
const program = process.env.CHUANGYOU_ADDRESS ?? "http://127.0.0.1:8080";
const proxy = { "/api": { target: program }, "/ready": { target: program } };

const importFolder = fileURLToPath(new URL("../campaigns/imports", import.meta.url));
const mappings = (existsSync(importFolder) ? readdirSync(importFolder) : [])
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.slice(0, -".yaml".length));

export default defineConfig({
  plugins: [vue()],
  resolve: {
    alias: {
      "@words": fileURLToPath(new URL(process.env.CHUANGYOU_WORDS ?? "../words", import.meta.url)),
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

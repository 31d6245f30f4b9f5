// Fails the build where a word is missing in one language, is used and not defined, is defined and not
// used, or where a sentence stands in the source instead of in the locale files.
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join, relative } from "node:path";

const here = fileURLToPath(new URL(".", import.meta.url));
const domainFolder = join(here, process.env.CHUANGYOU_WORDS ?? "../words");
const findings = [];

function flat(tree, path = "", into = new Map()) {
  for (const [name, value] of Object.entries(tree)) {
    const key = path ? `${path}.${name}` : name;
    if (typeof value === "object" && value !== null) flat(value, key, into);
    else into.set(key, String(value));
  }
  return into;
}

const load = (file) => flat(JSON.parse(readFileSync(file, "utf8")));
const placeholders = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort().join(",");

// The words of each ledger, in a folder beside the common ones of the language.
function filesOfLedgers(folder, language) {
  const own = join(folder, language);
  return existsSync(own) ? readdirSync(own).map((name) => [`ledgers.${name.replace(".json", "")}`, join(own, name)]) : [];
}

function compare(folder, isFormat) {
  const files = ["zh.json", "en.json"].map((name) => join(folder, name));
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length) {
    findings.push(...missing.map((file) => `${relative(here, file)}: the file is missing`));
    return new Map();
  }
  const [zh, en] = files.map(load);
  for (const [words, language] of [[zh, "zh"], [en, "en"]])
    for (const [ledger, file] of filesOfLedgers(folder, language)) flat(JSON.parse(readFileSync(file, "utf8")), ledger, words);
  for (const [one, other, name] of [[zh, en, files[1]], [en, zh, files[0]]]) {
    for (const [key, text] of one) {
      if (!other.has(key)) findings.push(`${relative(here, name)}: ${key} is missing`);
      if (!text.trim()) findings.push(`${key}: the word is empty`);
    }
  }
  for (const [key, text] of isFormat ? zh : []) {
    if (en.has(key) && placeholders(text) !== placeholders(en.get(key))) findings.push(`${key}: the placeholders differ`);
  }
  return zh;
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* entry.name === "locale" || entry.name === "generated" ? [] : sources(path);
    else if (/\.(vue|ts)$/.test(entry.name)) yield path;
  }
}

// The string literals in the first argument of every call of t(): one, or the arms of a condition.
function* keysAskedFor(text) {
  for (const call of text.matchAll(/\bt\(/g)) {
    let depth = 1;
    let end = call.index + call[0].length;
    for (; end < text.length && depth > 0; end++) {
      if (text[end] === "(") depth++;
      else if (text[end] === ")") depth--;
      else if (text[end] === "," && depth === 1) break;
    }
    const argument = text.slice(call.index + call[0].length, end);
    for (const [, key] of argument.matchAll(/["'`]([a-zA-Z]+\.\w+)["'`]/g)) yield key;
  }
}

const desk = compare(join(here, "src/locale"), true);
compare(domainFolder, false);

const used = new Set();
for (const file of sources(join(here, "src"))) {
  const text = readFileSync(file, "utf8");
  const name = relative(here, file);
  for (const key of keysAskedFor(text)) {
    if (desk.has(key)) used.add(key);
    else findings.push(`${name}: ${key} is used and not defined`);
  }
  const code = text.replace(/\/\/.*$/gm, "").replace(/search: "[^"]*"/g, "");
  const sentence = /[\u4e00-\u9fff]+/.exec(code);
  if (sentence) findings.push(`${name}: “${sentence[0]}” belongs into src/locale`);
}
for (const key of desk.keys()) if (!used.has(key)) findings.push(`src/locale: ${key} is never used`);

if (findings.length) {
  console.error(findings.join("\n"));
  process.exit(1);
}
console.log(`words: ${desk.size} of the desk in two languages, all used`);

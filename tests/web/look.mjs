// Every page of the desk as people see it: wide and narrow, Chinese and English, light and dark.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checks, openDesk, pictures } from "./desk.mjs";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const desk = await openDesk();
const check = checks();
const screens = {
  wide: { viewport: { width: 1280, height: 900 } },
  narrow: { viewport: { width: 390, height: 844 }, isMobile: true },
};
try {
  for (const [body, name] of [["model-province", "branch"], ["boston", "coordinator"]]) {
    for (const [width, options] of Object.entries(screens)) {
      const page = await desk.person(body, name, options);
      for (const path of ["/today", "/overview", "/ledgers/promises", "/ledgers/feedback", "/organisation"]) {
        await page.goto(desk.address + path);
        await page.waitForLoadState("networkidle").catch(() => {});
        await page.waitForTimeout(300);
        await page.screenshot({ path: join(pictures, `${body}-${path.slice(1).replace("/", "-")}-${width}.png`) });
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        check.that(`${body} ${path} ${width}: nothing sticks out`, wider <= 0, `${wider} px`);
        await page.evaluate(axe);
        const found = await page.evaluate(async () => (await window.axe.run()).violations.map((v) => v.id));
        check.that(`${body} ${path} ${width}: axe finds nothing`, found.length === 0, found.join(" "));
      }
      await page.context().close();
    }
  }
} finally {
  await desk.close();
}
check.end();

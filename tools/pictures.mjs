// The pictures of README and guide, out of the real program with the demonstration in it:
// `node tools/pictures.mjs [folder]`, docs/pictures where none is named.
import { join } from "node:path";
import { openDesk, settled } from "../tests/web/desk.mjs";

const folder = process.argv[2] ?? new URL("../docs/pictures", import.meta.url).pathname;
const desk = await openDesk();
const shoot = async (page, name, path, height = 900) => {
  await page.setViewportSize({ width: 1280, height });
  if (path) await page.goto(desk.address + path);
  await settled(page);
  await page.waitForTimeout(600); // charts draw themselves
  await page.screenshot({ path: join(folder, `${name}.png`) });
};
try {
  for (const language of ["zh", "en"]) {
    const of = (name) => (language === "zh" ? name : `${name}-en`);
    const anybody = await desk.anybody({ language });
    await anybody.goto(`${desk.address}/login`);
    await anybody.locator("input[name=body][value=model-province]").check();
    await shoot(anybody, of("login"));
    await anybody.context().close();
    const branch = await desk.person("model-province", "branch", { language });
    await shoot(branch, of("today"));
    const promise = await branch.evaluate(async () => (await (await fetch("/api/promises?limit=200")).json())
      .items.find(({ fields }) => fields.content?.includes("来电有人接")).id);
    await shoot(branch, of("record"), `/ledgers/promises/${promise}`, 1200);
    await branch.context().close();
    const clerk = await desk.person("model-province", "clerk", { language });
    await shoot(clerk, of("overview"), "/overview");
    await clerk.context().close();
  }
} finally {
  await desk.close();
}

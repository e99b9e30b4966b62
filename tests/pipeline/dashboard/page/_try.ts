import { chromium } from "playwright-core";
import { PageServer } from "./_page_server.ts";
import * as f from "./_fixtures.ts";
await using server = new PageServer();
const runs = [
  f.runOf("a"),
  f.runOf("b", { state: "finished", steps: 200, test: { both: 0.73 } }),
  f.runOf("c", { state: "failed", problem: "ffmpeg is missing" }),
];
server.answers.set("runs", { runs });
for (const run of runs) {
  server.answers.set(
    `runs/${run.key}`,
    f.detailsOf(run, { settings: { seed: run.key, "x.y": 1 } }),
  );
  server.answers.set(`runs/${run.key}/series`, f.seriesOf(run.key === "a" ? 20000 : 12000));
  server.answers.set(`runs/${run.key}/stream`, f.streamOf());
  server.answers.set(`runs/${run.key}/views`, f.viewsOf());
  server.answers.set(`runs/${run.key}/evaluation`, f.evaluationOf());
  server.answers.set(`runs/${run.key}/videos`, {
    total: 5,
    videos: [{ number: 3, name: "nod/v1.mp4", probability: 0.93 }, {
      number: 4,
      name: "nod/v2.mp4",
      probability: 0.7,
    }],
  });
  server.answers.set(`runs/${run.key}/videos/3`, f.previewOf("nod/v1.mp4"));
}
await server.start();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
async function shot(
  name: string,
  options: Record<string, unknown>,
  act?: (page: any) => Promise<void>,
) {
  const page = await browser.newPage(options);
  page.on("pageerror", (e) => console.log("ERROR", name, e.stack));
  page.on("console", (m) => {
    if (m.type() !== "log") console.log(name, m.text());
  });
  await page.goto(server.address);
  await page.waitForTimeout(1500);
  if (act) await act(page);
  const height = await page.evaluate("document.documentElement.scrollHeight") as number;
  const width = (options.viewport as any).width;
  const part = width < 500 ? 1500 : 1300;
  for (let y = 0, i = 1; y < height; y += part, i++) {
    await page.screenshot({
      path: `/tmp/dashpage/${name}${i}.png`,
      fullPage: true,
      clip: { x: 0, y, width, height: Math.min(part, height - y) },
    });
  }
  console.log(
    name,
    await page.evaluate(
      "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
    ),
  );
  await page.close();
}
await shot("light", { viewport: { width: 1400, height: 900 } });
await shot(
  "dark",
  { viewport: { width: 1400, height: 900 }, colorScheme: "dark" },
  async (page) => {
    await page.click("#runs-details summary");
    await page.click("#run-show-1");
    await page.waitForTimeout(800);
    await page.focus("#matrix");
    await page.keyboard.press("ArrowDown");
    for (let i = 0; i < 7; i++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(800);
  },
);
await shot("narrow", { viewport: { width: 360, height: 800 } });
await browser.close();

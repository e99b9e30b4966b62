import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { reportPage } from "../../../pipeline/report/report_page.ts";
import type { VideoMap } from "../../../pipeline/report/video_map.ts";
import { testInBrowser } from "../../_browser.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { HOSTILE, REPORT } from "./_reported_run.ts";
import { videoMapOf } from "./_video_map.ts";

/** Four classes of three videos; of each the first one is a mistake, but for the first class. */
const MAP = videoMapOf({ classes: ["run", "walk", "jump", HOSTILE], count: 12 });

const NARROW = { viewport: { width: 360, height: 640 } };

/** What a test may set. */
interface TestMapOptions {
  readonly map?: VideoMap;
  readonly context?: BrowserContextOptions;
}

/** Opens the report of a run with a map, as a file. */
function testMap(
  name: string,
  work: (page: Page) => Promise<void>,
  { map = MAP, context }: TestMapOptions = {},
): void {
  testInBrowser(name, (browser) =>
    withFolder(async (folder) => {
      const path = join(folder, "report.html");
      await Deno.writeTextFile(path, reportPage({ ...REPORT, map }));
      await work(await browser.open(pathToFileURL(path).href, context));
    }));
}

/** The point of a video. */
function pointOf(page: Page, index: number) {
  return page.locator(".point").nth(index);
}

/** Numbers of the videos whose points the keyboard and the mouse reach. */
async function reachable(page: Page): Promise<number[]> {
  const points = await page.locator(".point:visible").all();
  const cards = await Promise.all(points.map((point) => point.getAttribute("aria-labelledby")));
  return cards.map((id) => Number(id?.slice(1)));
}

/** Names of the videos whose card is shown. */
async function shownCards(page: Page): Promise<string[]> {
  return await page.locator(".card:visible strong").allTextContents();
}

/** How a point is drawn. */
async function styleOf(page: Page, index: number, property: string): Promise<string> {
  return await page.evaluate<string>(`{
    const point = document.querySelectorAll(".point")[${index}];
    getComputedStyle(point, "::before").getPropertyValue("${property}");
  }`);
}

/** The box that picks a class out. */
function boxOf(page: Page, name: string) {
  return page.getByRole("checkbox", { name });
}

testMap("describeVideoMap() shows the video pointed at, else the chosen one", async (page) => {
  assert.deepEqual(await shownCards(page), []);
  await pointOf(page, 4).click();
  assert.deepEqual(await shownCards(page), ["video 4.mp4"]);
  const text = await page.locator(".card:visible").innerText();
  assert.match(text, /walk \(right\)\s+both: walk 50 %\s+primary: no answer/);
  await pointOf(page, 7).hover();
  const card = page.locator(".card:visible").filter({ hasText: "video 7.mp4" });
  const { x, y, width, height } = (await card.boundingBox())!;
  const onTop = await page.evaluate<string>(
    `document.elementFromPoint(${x + width / 2}, ${y + height - 9}).closest(".card").textContent`,
  );
  assert.match(onTop, /video 7\.mp4/);
  await page.mouse.move(0, 0);
  assert.deepEqual(await shownCards(page), ["video 4.mp4"]);
});

testMap("describeVideoMap() is one stop of the keyboard; arrows walk by class", async (page) => {
  await pointOf(page, 2).focus();
  await page.keyboard.press("Space");
  assert.deepEqual(await shownCards(page), ["video 2.mp4"]);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(await shownCards(page), ["video 4.mp4"]);
  await page.keyboard.press("ArrowLeft");
  assert.deepEqual(await shownCards(page), ["video 3.mp4"]);
  const focused = page.getByRole("radio", {
    name: /^video 3\.mp4 walk \(mistake\) both: run 50 %/,
  });
  await focused.and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Tab");
  await boxOf(page, "mistakes only").and(page.locator(":focus")).waitFor();
});

testMap("describeVideoMap() shows mistakes alone, also to the keyboard", async (page) => {
  const shape = (index: number) => styleOf(page, index, "border-top-left-radius");
  assert.deepEqual([await shape(3), await shape(4)], ["0px", "50%"]);
  await boxOf(page, "mistakes only").check();
  assert.deepEqual(await reachable(page), [3, 6, 9]);
  await pointOf(page, 3).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await shownCards(page), ["video 6.mp4"]);
});

testMap("describeVideoMap() picks classes out; the others stay, faint", async (page) => {
  const opacity = (index: number) => styleOf(page, index, "opacity");
  await boxOf(page, "walk").check();
  await boxOf(page, "jump").check();
  assert.deepEqual(await reachable(page), [3, 4, 5, 6, 7, 8]);
  assert.deepEqual([await opacity(0), await opacity(4)], ["0.15", "1"]);
  assert.deepEqual(await page.locator(".name:visible").allTextContents(), ["walk", "jump"]);
  await boxOf(page, "mistakes only").check();
  assert.deepEqual(await reachable(page), [3, 6]);
  await boxOf(page, "mistakes only").uncheck();
  await boxOf(page, "walk").uncheck();
  await boxOf(page, "jump").uncheck();
  assert.equal((await reachable(page)).length, 12);
});

testMap("describeVideoMap() zooms, and the map does not cut cards off", async (page) => {
  const width = async () => (await page.locator(".field").boundingBox())!.width;
  const before = await width();
  await page.getByLabel("4×").check();
  assert.ok(Math.abs(await width() / before - 4) < 0.1);
  await pointOf(page, 11).click();
  assert.deepEqual(await shownCards(page), ["video 11.mp4"]);
  const card = (await page.locator(".card:visible").boundingBox())!;
  const plot = (await page.locator(".plot").boundingBox())!;
  assert.ok(card.x >= plot.x + plot.width, "beside the map");
});

testMap("describeVideoMap() fits narrow screens", async (page) => {
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  assert.ok(width <= NARROW.viewport.width, `${width}`);
  await pointOf(page, 5).click();
  const card = (await page.locator(".card:visible").boundingBox())!;
  const plot = (await page.locator(".plot").boundingBox())!;
  assert.ok(card.y + card.height <= plot.y, "above the map");
  assert.ok(card.width <= NARROW.viewport.width);
}, { context: NARROW });

testMap("describeVideoMap() gives 18 classes different looks, light and dark", async (page) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const drawn = await page.evaluate<string[]>(`
      Array.from(document.querySelectorAll(".classes .sample"), (sample) => {
        const { color, backgroundColor, backgroundImage } = getComputedStyle(sample);
        return color + backgroundColor + backgroundImage;
      })`);
    assert.equal(new Set(drawn.slice(0, 18)).size, 18, colorScheme);
    assert.equal(drawn[18], drawn[0]);
  }
  await page.getByText("Looks repeat after 18 classes").waitFor();
}, {
  map: videoMapOf({ classes: Array.from({ length: 20 }, (_, index) => `${index}`), count: 40 }),
});

testMap("reportPage() runs nothing in a browser, whatever texts are", async (page) => {
  const foreign = await page.evaluate<number>("document.querySelectorAll('script, iframe').length");
  assert.equal(foreign, 0);
  const title = await page.evaluate<string>(`{
    const script = document.createElement("script");
    script.textContent = "document.title = 'it ran'";
    document.body.append(script);
    document.title;
  }`);
  assert.notEqual(title, "it ran");
});

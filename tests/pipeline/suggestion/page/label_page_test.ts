import assert from "node:assert/strict";
import { encode } from "fast-png";
import type { Page } from "playwright-core";
import type { Answer } from "../../../../pipeline/suggestion/page/answer.ts";
import { AnswersFile } from "../../../../pipeline/suggestion/answers_file.ts";
import { labelHandler, type WrittenLists } from "../../../../pipeline/suggestion/label_handler.ts";
import { SuggestionsFolder } from "../../../../pipeline/suggestion/suggestions_folder.ts";
import { testInBrowser } from "../../../_browser.ts";
import { withFolder } from "../../../_temporary_folder.ts";
import { serve } from "../../local_page/_served.ts";
import { suggestionOf } from "../_suggestions.ts";

const CLASSES = Array.from({ length: 12 }, (_, index) => `class ${index}`).concat("street fight");

const NAMES = ["a.mp4", "b.mp4", "c.mp4"];

/** A page in a browser, and the program behind it. */
interface Session {
  readonly page: Page;
  /** Opens another tab. */
  readonly open: () => Promise<Page>;
  /** What is saved. */
  readonly file: AnswersFile;
  /** Ends the program. */
  readonly stop: () => Promise<void>;
}

/** Opens the page for three videos in a browser. */
function testPage(name: string, work: (session: Session) => Promise<void>): void {
  testInBrowser(name, (browser) =>
    withFolder(async (path) => {
      const folder = new SuggestionsFolder(path);
      await writeFrames(folder);
      const file = await AnswersFile.open(folder.labels, CLASSES);
      const handler = labelHandler({ folder, file, run: "one", set: SET, writeLists });
      await using served = await serve(handler);
      const open = async () => {
        const page = await browser.open(served.address);
        await page.waitForSelector("#classes button");
        return page;
      };
      await work({ page: await open(), open, file, stop: served.stop });
    }));
}

const SET = {
  run: "/runs/one",
  source: "/videos",
  unlabeled: [],
  classes: CLASSES,
  suggestions: NAMES.map((name) => ({
    ...suggestionOf(name, { primary: ["class 7", 0.6], auxiliary: ["class 3", 0.5] }),
    preview: { frames: 2, seconds: 20 },
  })),
};

function writeLists(): Promise<WrittenLists> {
  return Promise.resolve({ summary: "5 labeled videos", command: "deno task train --data x" });
}

/** Frames of one color, which need no ffmpeg; browsers look at the content, not at the name. */
async function writeFrames(folder: SuggestionsFolder): Promise<void> {
  const size = { width: 16, height: 8 };
  const data = new Uint8Array(size.width * size.height * 3).fill(128);
  const image = encode({ ...size, data, channels: 3, depth: 8 });
  for (const index of NAMES.keys()) {
    await Deno.mkdir(folder.preview(index), { recursive: true });
    for (const frame of [0, 1]) await Deno.writeFile(folder.frame(index, frame), image);
  }
}

/** Waits until the page says that so many answers are saved. */
async function savedCount(page: Page, count: number): Promise<void> {
  await page.getByText(`${count} of ${NAMES.length} answered`, { exact: true }).waitFor();
}

function answersOf({ answers }: AnswersFile): Record<string, string> {
  const textOf = (answer: Answer) => answer.kind === "class" ? answer.class : answer.kind;
  return Object.fromEntries(Array.from(answers, ([path, answer]) => [path, textOf(answer)]));
}

testPage(
  "the page labels by keyboard, undoes, and shows the command at the end",
  async (session) => {
    const { page, file } = session;
    // Of many classes the most probable one comes first.
    await page.keyboard.press("1");
    await page.keyboard.press("n");
    await page.keyboard.press("s");
    await savedCount(page, 3);
    assert.deepEqual(answersOf(file), {
      "/videos/a.mp4": "class 7",
      "/videos/b.mp4": "none",
      "/videos/c.mp4": "skip",
    });
    await page.keyboard.press("u");
    await savedCount(page, 2);
    assert.equal(await page.textContent("#name"), "c.mp4");
    await page.keyboard.press("/");
    await page.keyboard.type("fight");
    assert.deepEqual(await page.locator("#classes button span:first-of-type").allTextContents(), [
      "street fight",
    ]);
    assert.equal(await page.textContent("#classes kbd"), "Enter");
    await page.keyboard.press("Enter");
    await savedCount(page, 3);
    assert.equal(answersOf(file)["/videos/c.mp4"], "street fight");
    await page.click("#finish");
    await page.waitForSelector("#lists:not([hidden])");
    assert.equal(await page.textContent("#command"), "deno task train --data x");
  },
);

testPage("the page moves by arrows, plays and pauses, and says how fast", async ({ page }) => {
  assert.match(await page.textContent("#length") ?? "", /^20\.0 s, shown 100 times as fast$/);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.textContent("#name"), "c.mp4");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.textContent("#name"), "a.mp4");
  await page.waitForSelector("canvas[width='16']");
  await page.waitForSelector("#position[value='1']");
  await page.keyboard.press("Space");
  await page.waitForSelector("canvas[aria-label='Video, paused']");
  await page.click("canvas");
  await page.waitForSelector("canvas[aria-label='Video, playing']");
});

testPage("two tabs show the answers of each other, and lose none", async ({ page, open, file }) => {
  const other = await open();
  await page.keyboard.press("1");
  await savedCount(page, 1);
  await other.keyboard.press("ArrowRight");
  await other.keyboard.press("2");
  await savedCount(other, 2);
  assert.deepEqual(answersOf(file), { "/videos/a.mp4": "class 7", "/videos/b.mp4": "class 3" });
  await page.evaluate('dispatchEvent(new Event("focus"))');
  await savedCount(page, 2);
});

testPage("an answer that cannot be saved is taken back, and that is said", async (session) => {
  const { page, file, stop } = session;
  await page.keyboard.press("1");
  await savedCount(page, 1);
  await stop();
  await page.keyboard.press("1");
  await page.waitForSelector("#problem:not([hidden])");
  await savedCount(page, 1);
  assert.match(await page.textContent("#problem") ?? "", /^Not saved: deno task label does not/);
  assert.equal(file.answers.size, 1);
});

testPage("the page fits a narrow window", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const [content, window] = await page.evaluate<[number, number]>(
    "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
  );
  assert.ok(content <= window, `${content} pixels in ${window}`);
});

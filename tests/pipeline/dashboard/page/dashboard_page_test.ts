import assert from "node:assert/strict";
import type { BrowserContextOptions, Page } from "playwright-core";
import type { ListedRun } from "../../../../pipeline/dashboard/api.ts";
import { accessibilityFaults } from "../../../_accessibility_faults.ts";
import { testInBrowser } from "../../../_browser.ts";
import { SUREST_MISTAKES } from "../../run/_surest_mistakes.ts";
import {
  detailsOf,
  evaluationOf,
  previewOf,
  runOf,
  seriesOf,
  streamOf,
  viewsOf,
} from "./_fixtures.ts";
import { PageServer } from "./_page_server.ts";

/** The page in a browser, and what answers it. */
interface Session {
  readonly server: PageServer;
  readonly open: (options?: BrowserContextOptions) => Promise<Page>;
  /** What went wrong in any page, as its console has it. */
  readonly complaints: string[];
}

/** Tests the page with two runs: one that trains, and one that is finished. */
function testPage(name: string, work: (session: Session) => Promise<void>): void {
  testInBrowser(name, async (browser) => {
    await using server = new PageServer();
    answerAbout(server, [RUNNING, FINISHED]);
    await server.start();
    const complaints: string[] = [];
    const open = async (options?: BrowserContextOptions) => {
      const page = await browser.open(server.address, options);
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.getByText("live", { exact: true }).waitFor();
      return page;
    };
    await work({ server, open, complaints });
    // What the browser writes when the server is away, or refuses something.
    const other = complaints.filter((text) => !/^Failed to load resource|net::ERR_/.test(text));
    assert.deepEqual(other, []);
  });
}

const RUNNING = runOf("a");
const FINISHED = runOf("b", { state: "finished", steps: 200, test: { both: 0.92 } });

/** Makes up what the server answers about runs; only finished ones were tested. */
function answerAbout({ answers }: PageServer, runs: readonly ListedRun[]): void {
  answers.set("runs", { runs });
  for (const run of runs) {
    const path = `runs/${run.key}`;
    answers.set(path, detailsOf(run));
    answers.set(`${path}/series`, seriesOf(run.steps));
    answers.set(`${path}/stream`, streamOf());
    answers.set(`${path}/views`, viewsOf());
    answers.set(`${path}/evaluation`, run.state === "finished" ? evaluationOf() : null);
    answers.set(`${path}/mistakes`, run.state === "finished" ? SUREST_MISTAKES : null);
    answers.set(`${path}/videos`, {
      total: 5,
      videos: [
        { number: 3, name: "nod/v1.mp4", probability: 0.93 },
        { number: 4, name: "nod/v2.mp4", probability: 0.7 },
      ],
    });
    answers.set(`${path}/videos/3`, previewOf("nod/v1.mp4"));
    answers.set(`${path}/videos/4`, previewOf("nod/v2.mp4"));
  }
}

testPage(
  "the page shows the run under way: stream, curves, views, and what is missing",
  async (session) => {
    const page = await session.open();
    await page.getByText("step 121 of 200").waitFor();
    assert.equal(await page.textContent("#run-name"), "run-a");
    assert.equal(await page.textContent("#run-state"), "training");
    assert.match(await page.textContent("#stream-balance") ?? "", /^Device-bound/);
    assert.equal(await page.locator("#stream-picture circle").count(), 36);
    assert.equal(await page.locator("#stream-picture circle.free").count(), 6);
    await page.locator("#charts-grid canvas").first().waitFor();
    const titles = await page.locator("#charts-grid h3").allTextContents();
    assert.ok(titles.includes("Loss") && titles.includes("Gradient norm"), titles.join());
    assert.equal(await page.locator("#confidence-grid svg").count(), 2);
    assert.equal(await page.locator("#views-grid img").count(), 6);
    await page.getByText("passed: primary learns from it").waitFor();
    assert.match(
      await page.textContent("#evaluation-empty") ?? "",
      /^The run is tested at its end/,
    );
    assert.deepEqual(session.complaints, []);
  },
);

testPage(
  "the page shows what the server reports, and nothing of runs that are not shown",
  async ({ server, open }) => {
    const page = await open();
    await page.getByText("step 121 of 200").waitFor();
    const state = streamOf({
      step: 150,
      balance: "decode-bound",
      credits: { capacity: 36, inFlight: 36 },
    });
    server.send({ what: "stream", run: "b", state: streamOf({ step: 199 }) });
    server.send({ what: "stream", run: "a", state });
    await page.getByText("step 150 of 200").waitFor();
    assert.match(await page.textContent("#stream-balance") ?? "", /^Decode-bound/);
    assert.match(await page.textContent("#announcement") ?? "", /^Decode-bound/);
    server.answers.set("runs/a/series", seriesOf(151));
    server.asked.length = 0;
    server.send({ what: "series", run: "b" });
    server.send({ what: "series", run: "a" });
    await page.locator("#charts-to[max='151']").waitFor();
    assert.deepEqual(server.asked, ["runs/a/series?points=300"]);
    const steps = page.getByRole("row", { name: "run-b" }).getByText("199 of 200");
    await steps.waitFor({ state: "attached" });
  },
);

testPage(
  "a run that is opened shows nothing of the one before, also if its own parts cannot be read",
  async ({ server, open }) => {
    for (const part of ["stream", "views", "evaluation", "mistakes", "series"]) {
      server.answers.set(`runs/a/${part}`, `${part} cannot be read`);
    }
    const page = await open();
    await page.getByRole("button", { name: "run-b" }).click();
    await page.getByText("Top-1 92.2 %").waitFor();
    await page.locator("#views-grid img").first().waitFor();
    await page.locator("#confidence-grid svg").first().waitFor();
    await page.locator("#mistakes article").first().waitFor();
    await page.getByRole("button", { name: "run-a" }).click();
    await page.locator("#run-name").getByText("run-a").waitFor();
    for (const hidden of ["#stream-shown", "#evaluation-shown", "#heat-legend"]) {
      assert.ok(await page.locator(hidden).isHidden(), hidden);
    }
    assert.equal(
      await page.locator("#views-grid img, #confidence-grid svg, #mistakes article").count(),
      0,
    );
    await page.getByRole("alert").getByText("cannot be read").waitFor();
  },
);

testPage(
  "the page says how old a state of the stream is, and takes the number of steps from it",
  async ({ server, open }) => {
    const epochs = runOf("c", { totalSteps: null });
    answerAbout(server, [epochs]);
    const time = new Date(Date.now() - 3_600_000).toISOString();
    server.answers.set("runs/c/stream", streamOf({ time }));
    const page = await open();
    await page.getByText("This state is 1 h 00 min old").waitFor();
    await page.getByText("step 121 of 200").waitFor();
    server.send({ what: "stream", run: "c", state: streamOf({ step: 130 }) });
    await page.getByText("The device has computed for 0.4 s.").waitFor();
    await page.getByText("step 130 of 200").waitFor();
  },
);

testPage("the page says that lines of the metrics are missing", async ({ server, open }) => {
  const problem = "Cannot read line 3";
  server.answers.set("runs/a/series", { ...seriesOf(120), problem });
  const page = await open();
  await page.getByText("run-a: Cannot read line 3.").waitFor();
});

testPage(
  "a page that is not let in says once that its connection is lost, and tries again",
  async ({ server, open }) => {
    const page = await open();
    await page.evaluate(RECORD_CONNECTION);
    server.isFull = true;
    await server.stop();
    await server.start();
    while (server.refused < 2) await page.waitForTimeout(100);
    const seen = await page.evaluate<string[]>("connectionTexts");
    assert.deepEqual(seen, ["connection lost, trying again…"]);
    server.isFull = false;
    await page.getByText("live", { exact: true }).waitFor();
    assert.equal(await page.textContent("#announcement"), "Connected again.");
  },
);

/** Collects what the page says of its connection. */
const RECORD_CONNECTION = `var connectionTexts = [];
  new MutationObserver(([{ target }]) => connectionTexts.push(target.textContent))
    .observe(document.getElementById("connection"), { childList: true });`;

testPage(
  "the page connects again after the server was away, says so, and asks for all again",
  async (session) => {
    const { server, open } = session;
    const page = await open();
    await page.getByText("step 121 of 200").waitFor();
    await server.stop();
    await page.getByText("connection lost, trying again…").waitFor();
    await page.getByText("deno task dashboard").waitFor();
    assert.match(await page.textContent("#announcement") ?? "", /is lost/);
    server.answers.set("runs/a/stream", streamOf({ step: 170 }));
    await server.start();
    await page.getByText("live", { exact: true }).waitFor();
    await page.getByText("step 170 of 200").waitFor();
    assert.equal(await page.textContent("#announcement"), "Connected again.");
  },
);

testPage(
  "by keyboard: several runs over one another, a hidden curve, and other steps",
  async ({ server, open }) => {
    const page = await open();
    await page.locator("#charts-grid canvas").first().waitFor();
    await page.focus("#run-show-1");
    await page.keyboard.press("Space");
    const loss = page.locator("#charts-grid figure").first();
    await loss.getByRole("button", { name: "run-b" }).waitFor();
    assert.match(page.url(), /\?run=a&with=b/);
    await loss.getByRole("combobox").selectOption("contrast");
    await loss.getByRole("button", { name: "run-b" }).focus();
    await page.keyboard.press("Enter");
    await loss.getByRole("button", { name: "run-b", pressed: false }).waitFor();
    await page.focus("#charts-step");
    await page.keyboard.press("Home");
    await page.locator("#charts-shown-step").getByText("1", { exact: true }).waitFor();
    server.asked.length = 0;
    await page.fill("#charts-to", "50");
    await page.keyboard.press("Enter");
    await page.locator("#charts-whole:enabled").waitFor();
    assert.ok(server.asked.includes("runs/b/series?points=300&from=1&to=50"), server.asked.join());
    await page.getByRole("button", { name: "run-b" }).first().click();
    await page.locator("#charts-whole:disabled").waitFor();
    await page.reload();
    await loss.getByRole("button", { name: "run-b" }).waitFor();
  },
);

testPage(
  "the mouse shows the values of a step, and draws a range of steps",
  async ({ server, open }) => {
    const page = await open();
    const canvas = page.locator("#charts-grid .u-over").first();
    await canvas.hover({ position: { x: 150, y: 60 } });
    const shown = page.locator("#charts-shown-step");
    await shown.getByText(/^\d+$/).waitFor();
    await page.mouse.move(0, 0);
    await shown.getByText("last", { exact: true }).waitFor();
    const { x, y } = await canvas.boundingBox() ?? { x: 0, y: 0 };
    await page.mouse.move(x + 120, y + 60);
    await page.mouse.down();
    await page.mouse.move(x + 220, y + 60, { steps: 4 });
    server.asked.length = 0;
    await page.mouse.up();
    await page.locator("#charts-whole:enabled").waitFor();
    assert.match(server.asked.join(), /^runs\/a\/series\?points=300&from=\d+&to=\d+$/);
    await page.click("#charts-whole");
    await page.locator("#charts-whole:disabled").waitFor();
  },
);

testPage(
  "by keyboard: a cell of the confusion matrix lists its videos and plays one",
  async ({ server, open }) => {
    const page = await open();
    await page.getByRole("button", { name: "run-b" }).click();
    await page.getByText("Top-1 92.2 %").waitFor();
    await page.focus("#matrix");
    await page.keyboard.press("ArrowDown");
    for (let column = 0; column < 7; column++) await page.keyboard.press("ArrowRight");
    const words = "nod taken for zoom: 5 of 8 videos (62.5 %)";
    assert.equal(await page.textContent("#matrix-words"), words);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    assert.ok(
      server.asked.includes("runs/b/videos?who=both&label=1&answer=7"),
      server.asked.join(),
    );
    assert.equal(await page.textContent("#videos-title"), words);
    assert.equal(await page.evaluate("document.activeElement.id"), "videos-title");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("nod/v2.mp4: nod, 2.5 s").waitFor();
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByRole("button", { name: "Play" }).waitFor();
  },
);

testPage(
  "a click into the matrix shows videos, and an error of the server is shown as it is",
  async ({ server, open }) => {
    const page = await open({ reducedMotion: "reduce" });
    await page.getByRole("button", { name: "run-b" }).click();
    await page.locator("#matrix-drawing .wrong").click();
    await page.getByRole("button", { name: "Play" }).waitFor();
    server.answers.set("runs/b/videos/4", "this video is not there any more");
    await page.getByRole("button", { name: "nod/v2.mp4" }).click();
    await page.getByRole("alert").getByText("this video is not there any more").waitFor();
  },
);

testPage(
  "the page shows the surest mistakes with what each network looked at, or why not",
  async ({ server, open }) => {
    const page = await open();
    await page.getByText("The report that is written at the end of the run has them").waitFor();
    await page.getByRole("button", { name: "run-b" }).click();
    const first = page.locator("#mistakes article").first();
    const second = page.locator("#mistakes article").last();
    await first.getByRole("heading", { name: "zoom with 90 %; it is nod" }).waitFor();
    await second.getByText("No frames: the video is not there any more").waitFor();
    const names = ["The video", "primary (3D ResNet), Grad-CAM"];
    for (const name of [...names, "auxiliary (TimeSformer), attention rollout"]) {
      assert.equal(await first.getByRole("group", { name }).getByRole("img").count(), 5, name);
    }
    await page.getByText("Grad-CAM, 2 × 2 cells a frame").waitFor();
    const { legend } = SUREST_MISTAKES;
    const scale = "getComputedStyle(document.getElementById('heat-colors')).backgroundImage";
    assert.match(await page.evaluate<string>(scale), /rgb\(64, 64, 64\), rgb\(255, 128, 0\)/);
    const other = { ...SUREST_MISTAKES, legend: "What the networks look at is left out: gone" };
    server.answers.set("runs/b/mistakes", { ...other, mistakes: other.mistakes.slice(1) });
    server.send({ what: "mistakes", run: "b" });
    await page.getByText("is left out: gone").waitFor();
    assert.ok(typeof legend !== "string" && await page.getByText(legend.how).isHidden());
    server.answers.set("runs/b/mistakes", null);
    server.send({ what: "evaluation", run: "b" });
    await page.getByText("deno task report run-b").waitFor();
  },
);

testPage("the page says in words what is not there", async ({ server, open }) => {
  const starting = runOf("c", { method: "supervised", steps: 0, totalSteps: null });
  answerAbout(server, [starting]);
  server.answers.set("runs/c/stream", null);
  server.answers.set("runs/c/views", null);
  const page = await open();
  await page.getByText("Prepares its first step", { exact: true }).waitFor();
  await page.getByText("The stream has not started yet").waitFor();
  await page.getByText("the curves begin with the first one").waitFor();
  await page.getByText("No clip has been shown to the networks yet").waitFor();
  const stopped = runOf("c", { state: "interrupted", steps: 90 });
  server.answers.set("runs", { runs: [stopped] });
  server.send({ what: "runs" });
  await page.locator("#run-words").getByText("deno task train --resume").waitFor();
  await page.getByText("This run ended before it was tested").waitFor();
  server.answers.set("runs", { runs: [] });
  server.send({ what: "runs" });
  await page.getByText("There is no run yet").waitFor();
  assert.equal(await page.textContent("#run-state"), "");
  assert.equal(await page.textContent("#run-steps"), "");
});

testPage(
  "a hidden tab hears nothing, and is brought up to date when it is seen",
  async ({ server, open }) => {
    const page = await open();
    assert.equal(server.listeners, 1);
    await page.evaluate(hideScript(true));
    await page.getByText("asleep", { exact: true }).waitFor({ state: "attached" });
    server.answers.set("runs/a/stream", streamOf({ step: 180 }));
    await page.evaluate(hideScript(false));
    await page.getByText("step 180 of 200").waitFor();
  },
);

/** Makes a page believe that its tab is hidden, or seen. */
function hideScript(isHidden: boolean): string {
  return `Object.defineProperty(document, "hidden", { value: ${isHidden}, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));`;
}

for (const [width, colorScheme] of [[360, "light"], [2560, "dark"]] as const) {
  testPage(
    `the page fits ${width} pixels, and has no fault that axe finds (${colorScheme})`,
    async ({ server, open }) => {
      const long = { ...FINISHED, name: "ucf101_10pct_actnetformer_without_contrast-0001" };
      answerAbout(server, [RUNNING, long]);
      const page = await open({ viewport: { width, height: 900 }, colorScheme });
      await page.getByRole("button", { name: long.name }).click();
      await page.locator("#run-show-0").check();
      await page.getByRole("combobox", { name: "Loss" }).waitFor();
      await page.getByText("Top-1 92.2 %").waitFor();
      await page.locator("#charts-grid canvas").first().waitFor();
      await page.evaluate(
        "document.querySelectorAll('details').forEach((each) => each.open = true)",
      );
      const [content, window] = await page.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
      );
      assert.ok(content <= window, `${content} pixels in ${window}`);
      assert.deepEqual(await accessibilityFaults(page), []);
    },
  );
}

import assert from "node:assert/strict";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { testInBrowser } from "../_browser.ts";
import { runFfmpeg } from "../datasets/_fixtures.ts";
import { CommandLine, runCommand } from "./_command_line.ts";
import { CLASSES, makeSmallSet } from "./_small_set.ts";

/** How far a probability may be: browsers turn colors into RGB in their own way. */
const TOLERANCE = 0.05;

let folder = "";

/** What `predict` answers, by the name of the video. */
const predictions = new Map<string, Prediction>();

interface Prediction {
  readonly video: string;
  readonly classes: readonly { readonly class: string; readonly probability: number }[];
  readonly segments: readonly { readonly class: string; readonly start: number }[];
}

/** Short ones, each of one class, and one that is looked at through windows. */
const VIDEOS = [...CLASSES.map((name) => `${name}.webm`), "long.webm"];

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  await run([
    ...["train", "--config", "small.json", "--name", "first", "--steps", "60"],
    ...["--labels-per-class", "3", "--set", "optimizer.learningRate=0.1"],
    ...["--set", "schedule.labeledPerStep=6", "--set", "evaluate.crops=3"],
  ]);
  for (const name of CLASSES) await encode([name], `${name}.webm`);
  await encode(CLASSES, "long.webm");
  await run(["export", "first", "--network", "both", "--output", "first_web"]);
  const lines = (await run(["predict", "--json", "--network", "both", ...VIDEOS])).split("\n");
  for (const line of lines.filter((text) => text !== "")) {
    const prediction: Prediction = JSON.parse(line);
    predictions.set(prediction.video, prediction);
  }
});

Deno.test.afterAll(async () => {
  await Deno.remove(folder, { recursive: true });
});

async function run(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(folder, words);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** Makes a video that browsers play, of one image source of ffmpeg after another. */
async function encode(sources: readonly string[], name: string): Promise<void> {
  const inputs = sources.flatMap((source) => {
    return ["-f", "lavfi", "-t", "0.9", "-i", `${source}=size=96x64:rate=25`];
  });
  await runFfmpeg([
    ...[...inputs, "-filter_complex", `concat=n=${sources.length}`, "-pix_fmt", "yuv420p"],
    ...["-c:v", "libvpx", "-b:v", "2M", "-deadline", "realtime", join(folder, name)],
  ]);
}

/** Lets the page look at a video, and returns what it says of both networks. */
async function answerOf(page: Page, name: string) {
  await page.setInputFiles("#file", join(folder, name));
  await page.locator("#name", { hasText: name }).waitFor();
  await page.locator("#status", { hasText: /%$/ }).waitFor({ timeout: 60_000 });
  const rows = await page.locator("[data-network=both] li").allInnerTexts();
  return rows.map((row) => {
    const [label = "", percent = ""] = row.split("\n").filter((text) => text !== "");
    return { class: label, probability: parseFloat(percent) / 100 };
  });
}

testInBrowser("deno task demo serves a page that answers as predict does", async ({ open }) => {
  await using demo = new CommandLine(folder, ["demo", "first_web", "--port", "0"]);
  await demo.until(() => demo.stderr.includes("Open http"));
  const [address = ""] = /http:\S+\//.exec(demo.stderr) ?? [];
  const page = await open(address);
  await page.waitForSelector("#file:enabled", { state: "attached" });
  for (const name of VIDEOS) {
    const answer = await answerOf(page, name);
    const { classes } = predictions.get(name)!;
    assert.equal(answer[0]?.class, classes[0]?.class, name);
    for (const { class: label, probability } of classes) {
      const shown = answer.find((row) => row.class === label)?.probability ?? NaN;
      assert.ok(Math.abs(shown - probability) < TOLERANCE, `${name}, ${label}: ${shown}`);
    }
  }
  const actions = await page.locator("#segments tbody td:nth-child(3)").allInnerTexts();
  const { segments } = predictions.get("long.webm")!;
  assert.deepEqual(actions, segments.map((segment) => segment.class));
  demo.kill("SIGINT");
  assert.equal((await demo.end()).code, 0);
});

Deno.test("deno task demo refuses a folder that export has not written", async () => {
  const { code, stderr } = await runCommand(folder, ["demo", "videos"]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^error: Cannot show 'videos' as it must be a folder that "deno task export/,
  );
});

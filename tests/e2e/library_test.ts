import assert from "node:assert/strict";
import { join } from "node:path";
import { encodeVideo } from "../../datasets/mod.ts";
import { ffmpegUnderTest } from "../datasets/_fixtures.ts";
import { readSource, ROOT } from "../_sources.ts";

const PAGE = readSource("docs/library.md");

/** The size of the videos that the page's programs read. */
const SIZE = { width: 32, height: 24 };

/** A folder of another project: the page's deno.json and programs, and videos. */
let project = "";
let ffmpeg = "";

Deno.test.beforeAll(async () => {
  ffmpeg = await ffmpegUnderTest();
  project = await Deno.makeTempDir();
  const [, config = ""] = /^```json\n(.*?)^```/ms.exec(PAGE) ?? [];
  await Deno.writeTextFile(join(project, "deno.json"), config.replaceAll("../actnetformer/", ROOT));
  for (
    const [, name = "", code = ""] of PAGE.matchAll(/^```ts ignore\n\/\/ (\w+\.ts)(.*?)^```/gms)
  ) {
    await Deno.writeTextFile(join(project, name), `//${code}`);
  }
  await Deno.mkdir(join(project, "videos"));
  for (const [name, seconds] of [["long.mp4", 6], ["short.mp4", 1]] as const) {
    await writeVideo(join(project, "videos", name), seconds);
  }
});

Deno.test.afterAll(async () => {
  await Deno.remove(project, { recursive: true });
});

/** Writes a gray video in which a bright bar moves in the third second. */
async function writeVideo(path: string, seconds: number): Promise<void> {
  const frames = new Uint8Array(seconds * 10 * SIZE.width * SIZE.height * 3).fill(100);
  const rowBytes = SIZE.width * 3;
  for (let index = 20; index < Math.min(30, seconds * 10); index++) {
    const row = index * SIZE.height + index - 20;
    frames.fill(250, row * rowBytes, (row + 4) * rowBytes);
  }
  await encodeVideo({ frames, ...SIZE, framesPerSecond: 10, path, ffmpegPath: ffmpeg });
}

/** The command line of the page that runs a program, as it is written there. */
function commandOf(program: string): Deno.Command {
  const [line = ""] = PAGE.match(new RegExp(`^    deno run .* ${program} .*$`, "m")) ?? [];
  const [, run = "", ...words] = line.trim().split(" ");
  assert.equal(run, "run", `the page has no command for ${program}`);
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...words.map(withFreePort)],
    cwd: project,
    env: { FFMPEG_PATH: ffmpeg, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

function withFreePort(word: string): string {
  return word === "8000" ? "0" : word;
}

/** Runs a program of the page and returns what it prints. */
async function outputOf(program: string): Promise<{ stdout: string[]; stderr: string }> {
  const { success, stdout, stderr } = await commandOf(program).output();
  const decoder = new TextDecoder();
  assert.ok(success, decoder.decode(stderr));
  const lines = decoder.decode(stdout).split("\n").filter((line) => line !== "");
  return { stdout: lines, stderr: decoder.decode(stderr) };
}

/** Names of the files in a folder of the project, sorted. */
async function filesIn(folder: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(join(project, folder)), ({ name }) => name);
  return names.sort();
}

Deno.test("docs/library.md: frames.ts writes the frames of a folder, and skips a broken video", async () => {
  const broken = join(project, "videos/broken.mp4");
  await Deno.writeTextFile(broken, "no video");
  const { stdout, stderr } = await outputOf("frames.ts");
  await Deno.remove(broken);
  assert.deepEqual(stdout, ["out/videos/long.mp4", "out/videos/short.mp4"]);
  assert.match(stderr, /^Cannot decode 'videos\/broken.mp4': /);
  assert.deepEqual(await filesIn("out/videos/short.mp4"), ["0.ppm", "1.ppm"]);
  assert.equal((await filesIn("out/videos/long.mp4")).length, 12);
  const image = await Deno.readFile(join(project, "out/videos/short.mp4/0.ppm"));
  assert.equal(new TextDecoder().decode(image.subarray(0, 13)), "P6 85 64 255\n");
  assert.deepEqual([image[13], image.length], [100, 13 + 85 * 64 * 3]);
});

Deno.test("docs/library.md: clips.ts makes slow and fast clips, the last one at the end", async () => {
  const { stdout } = await outputOf("clips.ts");
  const starts = stdout.map((line) => Number.parseFloat(line));
  assert.deepEqual(starts, [0, 1.1, 2.1, 3.2, 4]);
  assert.match(stdout[0]!, /: 8 slow, 8 fast frames$/);
});

Deno.test("docs/library.md: motion.ts writes the second in which something moves", async () => {
  const { stdout } = await outputOf("motion.ts");
  assert.deepEqual(stdout, ["moving/2.mp4"]);
  assert.deepEqual(await filesIn("moving"), ["2.mp4"]);
});

Deno.test("docs/library.md: queue.ts gives each clip once and takes labels", async () => {
  const server = commandOf("queue.ts").spawn();
  const lines = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    const { value: line = "" } = await lines.read();
    const address = `http://127.0.0.1:${/:(\d+)\//.exec(line)?.[1]}/`;
    const clips: (string | null)[] = [];
    for (let request = 0; request < 2; request++) {
      const response = await fetch(address);
      clips.push(response.headers.get("x-clip"));
      assert.equal((await response.bytes()).length, 16 * 85 * 64 * 3);
    }
    assert.deepEqual(clips, ["videos/long.mp4 85x64", "videos/short.mp4 85x64"]);
    const end = await fetch(address);
    assert.deepEqual([end.status, await end.text()], [404, "all videos were shown"]);
    await (await fetch(address, { method: "POST", body: "videos/long.mp4,walk" })).body?.cancel();
    assert.equal(await Deno.readTextFile(join(project, "labels.csv")), "videos/long.mp4,walk\n");
  } finally {
    server.kill("SIGTERM");
    await lines.cancel();
    await Promise.all([server.stderr.cancel(), server.status]);
  }
});

/** Reads a file of float32 numbers. */
async function numbersIn(file: string): Promise<number[]> {
  const { buffer } = await Deno.readFile(join(project, file));
  return [...new Float32Array(buffer)];
}

Deno.test("docs/library.md: color.ts writes the mean color of each window", async () => {
  await outputOf("color.ts");
  const colors = await numbersIn("color.f32");
  // Six windows of the long video, one of the short one.
  assert.equal(colors.length, 7 * 3);
  assert.deepEqual(colors.slice(0, 3), [100, 100, 100]);
  assert.ok(colors[6]! > 110, `${colors[6]}`);
});

Deno.test("docs/library.md: network.ts writes the features of each window", async () => {
  await outputOf("network.ts");
  const features = await numbersIn("features.f32");
  assert.ok(features.length > 0 && features.length % 7 === 0, `${features.length}`);
  assert.ok(features.every((value) => Number.isFinite(value)));
});

Deno.test("docs/library.md: the types of all programs agree", async () => {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", "."],
    cwd: project,
    env: { NO_COLOR: "1" },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
});

Deno.test("docs/library.md has a test for each of its programs", () => {
  const programs = Array.from(PAGE.matchAll(/^ {4}deno run .* (\w+\.ts) /gm), ([, name]) => name);
  assert.deepEqual(programs, [
    "frames.ts",
    "clips.ts",
    "motion.ts",
    "queue.ts",
    "color.ts",
    "network.ts",
  ]);
});

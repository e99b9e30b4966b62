import assert from "node:assert/strict";
import { join } from "node:path";
import { describeInput } from "../../datasets/mod.ts";
import { ffmpegUnderTest, runFfmpeg } from "../datasets/_fixtures.ts";
import { transcoderUnderTest } from "../datasets/prepare/_transcode.ts";
import { runCommand } from "./_command_line.ts";
import { makeSmallSet } from "./_small_set.ts";

/** What the long video shows, each for so many seconds. */
const PARTS = [["testsrc", 6], ["smptebars", 5], ["mandelbrot", 3.1]] as const;

/** Length of the long video in seconds and images, which is between two frames of the grid. */
const LONG = { seconds: 14.1, images: 423 };

/** A window of the small configuration in seconds; a boundary is known to about one. */
const WINDOW_SEC = 4 / 7.5;

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  for (const [name] of PARTS) await makeClass(join(folder, "plain", name), name);
  await makeLongVideo(join(folder, "long.mkv"));
  const { code, stderr } = await runCommand(folder, [
    ...["train", "--config", "small.json", "--name", "first", "--method", "supervised"],
    ...["--data", "plain", "--labels-per-class", "4", "--steps", "200"],
    ...["--set", "evaluate.clips=5", "--set", "optimizer.learningRate=0.1"],
    ...["--set", "schedule.labeledPerStep=6"],
  ]);
  assert.equal(code, 0, stderr);
});

Deno.test.afterAll(async () => {
  await Deno.remove(folder, { recursive: true });
});

/** Videos of one source, each of another length: easy to learn. */
async function makeClass(classFolder: string, name: string): Promise<void> {
  await Deno.mkdir(classFolder, { recursive: true });
  const outputs = Array.from({ length: 6 }, (_, index) => {
    return [
      "-t",
      String(secondsOfShort(index)),
      "-c:v",
      "mpeg4",
      join(classFolder, `${index}.avi`),
    ];
  });
  await runFfmpeg(["-f", "lavfi", "-i", `${name}=size=24x16:rate=30`, ...outputs.flat()]);
}

/** Length of a short video by its number. */
function secondsOfShort(index: number): number {
  return Number((1.2 + index / 10).toFixed(1));
}

/** A video in which one source follows another, with sound. */
async function makeLongVideo(path: string): Promise<void> {
  const inputs = PARTS.flatMap(([name, seconds]) => {
    return ["-f", "lavfi", "-t", String(seconds), "-i", `${name}=size=24x16:rate=30`];
  });
  await runFfmpeg([
    ...[...inputs, "-f", "lavfi", "-i", "sine=duration=14"],
    ...["-filter_complex", "[0][1][2]concat=n=3,setsar=1[v]", "-map", "[v]", "-map", "3:a"],
    ...["-c:v", "mpeg4", "-q:v", "2", "-c:a", "aac", path],
  ]);
}

interface JsonSegment {
  readonly start: number;
  readonly end: number;
  readonly class: string | null;
}

/** Runs `predict`, and returns its records with what it said. */
async function predictJson(words: readonly string[]) {
  const { code, stdout, stderr } = await runCommand(folder, ["predict", "--json", ...words]);
  const records = stdout.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
  return { code, stderr, records };
}

Deno.test("predict finds the segments of a long video, at their times", async () => {
  const { code, stderr, records } = await predictJson(["long.mkv"]);
  assert.equal(code, 0, stderr);
  assert.match(
    stderr,
    /^Answers by the primary network of first, step 200; 5 clips of 1 crop each/m,
  );
  const [record] = records;
  assert.equal(record.seconds, LONG.seconds);
  assert.equal(record.segments.at(-1).end, LONG.seconds);
  assert.equal(record.trainedOn, false);
  let start = 0;
  for (const [name, seconds] of PARTS) {
    const middle = start + seconds / 2;
    const segments: JsonSegment[] = record.segments;
    const segment = segments.find((segment) => segment.start <= middle && segment.end > middle);
    assert.equal(segment?.class, name, JSON.stringify(segments));
    assert.ok(Math.abs(segment!.start - start) <= WINDOW_SEC, JSON.stringify(segments));
    start += seconds;
    assert.ok(Math.abs(segment!.end - start) <= WINDOW_SEC, JSON.stringify(segments));
  }
});

Deno.test("predict gives one answer for a short video, and says what was trained on", async () => {
  const { code, stderr, records } = await predictJson(["plain", "nothere.mp4"]);
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`nothere.mp4: no such file: ${folder}/nothere.mp4`));
  assert.equal(records.length, 19);
  assert.equal(records.at(-1).problem, `no such file: ${folder}/nothere.mp4`);
  const split = JSON.parse(await Deno.readTextFile(join(folder, "runs/first/split.json")));
  assert.equal(records.filter(({ trainedOn }) => trainedOn).length, 18 - split.test);
  for (const { video, seconds, segments, classes } of records.slice(0, -1)) {
    assert.equal(segments.length, 1, video);
    assert.equal(seconds, secondsOfShort(Number(video.match(/(\d)\.avi$/)[1])), video);
    assert.equal(classes[0].class, video.split("/")[1]);
  }
});

Deno.test("predict writes subtitles and a copy with captions, whose sound and times stay", async () => {
  const { code, stderr } = await runCommand(folder, [
    ...["predict", "long.mkv", "--output", "long.srt", "--annotate", "labeled.mp4"],
  ]);
  assert.equal(code, 0, stderr);
  assert.match(await Deno.readTextFile(join(folder, "long.srt")), /^1\n00:00:00,000 --> 00:00:0/);
  const framesOf = async (name: string, stream: string) => {
    const output = ["-map", `0:${stream}`, "-c", "copy", "-f", "framecrc", "-"];
    const text = new TextDecoder().decode(await runFfmpeg(["-i", join(folder, name), ...output]));
    return text.split("\n").filter((line) => line.startsWith("0,"));
  };
  assert.equal((await framesOf("labeled.mp4", "v")).length, LONG.images);
  const checksums = (lines: readonly string[]) => lines.map((line) => line.split(",")[5]);
  assert.deepEqual(
    checksums(await framesOf("labeled.mp4", "a")),
    checksums(await framesOf("long.mkv", "a")),
  );
});

Deno.test("predict --explain draws heat over a copy, with all its images and its sound", async () => {
  const { code, stderr } = await runCommand(folder, [
    ...["predict", "long.mkv", "--explain", "heat/", "--every", "2"],
  ]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^Wrote heat\/long.mp4$/m);
  const output = join(folder, "heat/long.mp4");
  const ffmpegPath = await ffmpegUnderTest();
  const { width, height, sound } = await describeInput(output, ffmpegPath);
  // One network; 24 × 16 pixels are enlarged 15 times, below a strip of text.
  assert.deepEqual([width, height > 240, sound], [360, true, ["aac"]]);
  const { keepTimes } = await transcoderUnderTest();
  const colors = await runFfmpeg([
    ...["-i", output, ...keepTimes, "-vf", `crop=360:120:0:${height - 240},scale=6:2`],
    ...["-f", "rawvideo", "-pix_fmt", "yuv444p", "-"],
  ]);
  assert.equal(colors.length, LONG.images * 6 * 2 * 3);
  const isColored = Array.from({ length: LONG.images }, (_, frame) => {
    const chroma = colors.subarray(frame * 36 + 12, (frame + 1) * 36);
    return chroma.some((value) => Math.abs(value - 128) > 8);
  });
  // A window of half a second every two seconds: what lies between was not looked at.
  assert.ok(isColored[5]);
  assert.ok(!isColored[36]);
  assert.ok(isColored[65]);
  const shared = await runCommand(folder, [
    ...["predict", "long.mkv", "--explain", "a.mp4", "--annotate", "./a.mp4"],
  ]);
  assert.notEqual(shared.code, 0);
  assert.match(shared.stderr, /as --annotate and --explain must name different files/);
});

Deno.test("predict passes over a run that is being started, and names the state of a named one", async () => {
  await Deno.mkdir(join(folder, "runs/second/checkpoints"), { recursive: true });
  const config = join(folder, "runs/first/config.json");
  await Deno.copyFile(config, join(folder, "runs/second/config.json"));
  const used = await runCommand(folder, ["predict", "videos/test/testsrc/0.avi"]);
  assert.equal(used.code, 0, used.stderr);
  assert.match(used.stderr, /^second has no checkpoint yet: using the newest run that has one$/m);
  const named = await runCommand(folder, ["predict", "--run", "second", "long.mkv"]);
  assert.equal(named.code, 1);
  assert.match(
    named.stderr,
    /as it must have a checkpoint: it was stopped before its first one; resume/,
  );
});

Deno.test("predict takes the files that match a pattern", async () => {
  const { code, stdout, stderr } = await runCommand(folder, [
    ...["predict", "--run", "first", "videos/test/test*/*.avi"],
  ]);
  assert.equal(code, 0, stderr);
  for (const name of ["0.avi", "1.avi"]) assert.ok(stdout.includes(join("testsrc", name)), stdout);
});

Deno.test("predict writes the answers so far if a labeled copy cannot be written", async () => {
  await Deno.mkdir(join(folder, "out/1.mp4"), { recursive: true });
  const { code, stderr } = await runCommand(folder, [
    ...["predict", "--run", "first", "videos/test/testsrc", "--output", "all.json"],
    ...["--annotate", "out/"],
  ]);
  assert.equal(code, 1, stderr);
  assert.match(stderr, /^Wrote \S*all\.json, with the answers so far$/m);
  assert.match(stderr, /^error: .*out\/1\.mp4/m);
  const lines = (await Deno.readTextFile(join(folder, "all.json"))).trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).video),
    ["0.avi", "1.avi"].map((name) => join("videos/test/testsrc", name)),
  );
});

Deno.test("predict knows the original of a prepared copy that was learned from", async () => {
  const prepared = await runCommand(folder, ["data", "prepare", "videos", "prepared"]);
  assert.equal(prepared.code, 0, prepared.stderr);
  const trained = await runCommand(folder, [
    ...["train", "--config", "small.json", "--name", "third", "--method", "supervised"],
    ...["--data", "prepared", "--labels-per-class", "4", "--steps", "1"],
  ]);
  assert.equal(trained.code, 0, trained.stderr);
  const trainedOn = async (path: string) => {
    const { stdout, stderr } = await runCommand(folder, [
      "predict",
      "--run",
      "third",
      "--json",
      path,
    ]);
    assert.match(stdout, /"trainedOn"/, stderr);
    return /"trainedOn":\s*(\w+)/.exec(stdout)?.[1];
  };
  assert.equal(await trainedOn("videos/train/testsrc/0.avi"), "true");
  assert.equal(await trainedOn("videos/test/testsrc/0.avi"), "false");
});

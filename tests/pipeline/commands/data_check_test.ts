import assert from "node:assert/strict";
import { join } from "node:path";
import { runCli } from "../_command_line.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { withMotionVideos } from "./_motion_videos.ts";

/** A line of a report, as far as the tests read it. */
interface ReportLine {
  readonly path: string;
  readonly state: string;
  readonly why?: string;
  readonly bytes?: number;
}

async function readReport(path: string): Promise<ReportLine[]> {
  const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}

Deno.test("data check counts the videos of a sound data set", () =>
  withMotionVideos(async ({ data }) => {
    const { code, stdout, stderr } = await runCli(["data", "check", data]);
    const counts = "16 training and 8 test videos: 0 broken, 0 damaged\n";
    const summary = "8 classes (bounce, nod, orbit, ...), 16 labeled training videos, " +
      "8 test videos from test/\n" +
      "Labels: bounce 2, nod 2, orbit 2, pulse 2, shake 2, slide 2, sweep 2, zoom 2; " +
      "no videos without\n";
    assert.deepEqual([code, stdout, stderr], [0, counts, summary]);
  }));

Deno.test("data check --report continues a report, and decodes changed videos again", () =>
  withMotionVideos(async ({ data, output }) => {
    const report = join(output, "report.jsonl");
    const check = () => runCli(["data", "check", data, "--report", report]);
    const first = await check();
    assert.equal(first.code, 0, first.stderr);
    assert.deepEqual((await readReport(report)).map(({ state }) => state), Array(24).fill("ok"));

    // As if the check had been killed while it wrote the last line.
    const [firstLine = "", ...otherLines] = (await Deno.readTextFile(report)).trimEnd().split("\n");
    await Deno.writeTextFile(report, [...otherLines, firstLine.slice(0, 20)].join("\n"));
    const broken = join(data, "train", "orbit", "000.mp4");
    await Deno.writeTextFile(broken, "not a video");
    const second = await check();
    assert.equal(second.code, 1);
    assert.ok(second.stderr.includes(`broken: ${broken}: `), second.stderr);
    // The line that was cut off may have been that of the video that is broken now.
    assert.match(second.stdout, /1 broken, 0 damaged \(2[23] checked earlier\)\n$/);
    const lines = await readReport(report);
    assert.equal(new Set(lines.map(({ path }) => path)).size, 24);
    const newest = lines.findLast(({ path }) => path === broken);
    assert.deepEqual([newest?.state, newest?.bytes], ["broken", 11]);
    assert.ok(newest?.why !== undefined && newest.why !== "");
  }));

Deno.test("data check --report refuses another file", () =>
  withMotionVideos(async ({ data, output }) => {
    const report = join(output, "list.txt");
    await Deno.writeTextFile(report, "a.mp4 walk\n");
    const { code, stderr } = await runCli(["data", "check", data, "--report", report]);
    assert.equal(code, 1);
    assert.ok(stderr.startsWith("error: ") && stderr.includes(report), stderr);
    assert.equal(await Deno.readTextFile(report), "a.mp4 walk\n");
  }));

Deno.test("data check --report has listed videos without a file, once", () =>
  withFolder(async (folder) => {
    const list = join(folder, "list.txt");
    const report = join(folder, "report.jsonl");
    const videos = ["a/1", "a/2", "a/3", "b/1", "b/2"];
    await Deno.writeTextFile(list, videos.map((id) => `${id}.avi ${id[0]}\n`).join(""));
    await Deno.mkdir(join(folder, "a"));
    await Deno.mkdir(join(folder, "b"));
    for (const id of ["a/1", "a/2", "b/1", "b/2"]) {
      await Deno.writeTextFile(join(folder, `${id}.avi`), `not a video ${id}`);
    }
    const words = ["data", "check", list, "--missing-share", "0.5", "--report", report];
    for (const call of ["first", "second"]) {
      assert.equal((await runCli(words)).code, 1, call);
      const states = (await readReport(report))
        .map(({ path, state }) => `${state} ${path.slice(-"a/1.avi".length)}`);
      assert.deepEqual(states.sort(), [
        "broken a/1.avi",
        "broken a/2.avi",
        "broken b/1.avi",
        "broken b/2.avi",
        "missing a/3.avi",
      ]);
    }
  }));

Deno.test("data check names all copies, and broken files only as broken", () =>
  withMotionVideos(async ({ data }) => {
    const copy = async (source: string, target: string) => {
      await Deno.copyFile(join(data, source), join(data, target));
    };
    await copy("train/orbit/000.mp4", "train/bounce/copy.mp4");
    await copy("train/orbit/001.mp4", "test/orbit/copy.mp4");
    const others = Array.from({ length: 12 }, (_, index) => `copy${index}.mp4`);
    for (const name of others) await copy("train/nod/000.mp4", `train/nod/${name}`);
    await Deno.writeTextFile(join(data, "train/orbit/page.mp4"), "not a video");
    await copy("train/orbit/page.mp4", "train/bounce/page.mp4");
    await copy("train/orbit/page.mp4", "train/bounce/page2.mp4");
    const { code, stdout, stderr } = await runCli(["data", "check", data]);
    assert.equal(code, 1);
    assert.equal(stderr.match(/^broken: /gm)?.length, 3, stderr);
    const lines = stdout.match(/^copies: .*$/gm)?.sort() ?? [];
    assert.equal(lines.length, 3, stdout);
    assert.equal(
      lines[0],
      "copies: 'train/bounce/copy.mp4' (class 'bounce') and 'train/orbit/000.mp4' (class 'orbit') " +
        "are the same, byte by byte: only one of the classes can be right, take the other files away",
    );
    for (const name of ["000.mp4' (training)", ...others.map((name) => `${name}' (unused)`)]) {
      assert.ok(lines[1]?.includes(`'train/nod/${name}`), stdout);
    }
    assert.match(lines[1] ?? "", / are the same, byte by byte: one of them is used$/);
    assert.equal(
      lines[2],
      "copies: 'train/orbit/001.mp4' (training) and 'test/orbit/copy.mp4' (test) are the same, " +
        "byte by byte: the test would be of videos that were trained on, take those of one part away",
    );
    assert.match(stdout, /^Training will refuse 2 of the 3 groups of copies$/m);
    assert.match(stdout, /\n20 training and 9 test videos, and 12 unused: 3 broken, 0 damaged\n$/);
  }));

Deno.test("data check fails for copies that training refuses", () =>
  withMotionVideos(async ({ data }) => {
    await Deno.copyFile(
      join(data, "train/orbit/000.mp4"),
      join(data, "train/bounce/copy.mp4"),
    );
    assert.equal((await runCli(["data", "check", data])).code, 1);
  }));

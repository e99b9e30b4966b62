import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../datasets/mod.ts";
import { runFfmpeg } from "../datasets/_fixtures.ts";
import { encodeGray } from "../datasets/_gray_videos.ts";
import { canMount, withSmallDisk } from "../pipeline/_small_disk.ts";
import { withFolder } from "../_temporary_folder.ts";
import { CommandLine, runCommand } from "./_command_line.ts";
import { ffmpegsGone } from "./_processes.ts";

/** Two classes of so many training videos each, and a test video of each. */
async function makeVideos(folder: string, count: number, frames = 40): Promise<void> {
  for (const [index, name] of ["train/a", "train/b", "test/a", "test/b"].entries()) {
    await Deno.mkdir(join(folder, name), { recursive: true });
    for (let number = 0; number < (index < 2 ? count : 1); number++) {
      const path = join(folder, name, `${number}.avi`);
      await encodeGray(path, { frames: frames + 20 * index + number, extra: ["-c:v", "mpeg4"] });
    }
  }
}

const prepare = (folder: string, ...words: readonly string[]) =>
  runCommand(folder, ["data", "prepare", ...words]);

Deno.test("data prepare says what it did, and how much faster loading became", () =>
  withFolder(async (folder) => {
    const videos = join(folder, "videos");
    const prepared = join(folder, "prepared");
    await makeVideos(videos, 2);
    await Deno.writeTextFile(join(videos, "train/a/broken.avi"), "no video");
    const first = await prepare(folder, "videos", "prepared");
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /^broken: videos\/train\/a\/broken\.avi: .+$/m);
    const lines = first.stdout.trimEnd().split("\n");
    const [counts, bytes, speed] = lines;
    assert.equal(counts, "6 of 7 videos prepared, 1 broken and left out");
    assert.match(bytes ?? "", /^Size: \d+\.\d MB before, \d+\.\d MB after$/);
    assert.match(speed ?? "", / \d+ ms .* \d+ ms .*: \d+\.\d\d times as fast \(medians of 6\)$/);
    assert.deepEqual(lines.slice(-2), ["To train on them:", "deno task train --data prepared"]);
    const { classes, train: kept } = await readManifest(prepared);
    assert.deepEqual([classes, kept.length], [["a", "b"], 4]);

    const again = await prepare(folder, "videos", "prepared");
    assert.match(
      again.stdout,
      /^6 of 7 videos prepared, 6 prepared earlier, 1 broken and /,
    );

    const refused = [
      [["motion", "other"], /as they must be in a folder or list: current value is motion, /],
      [["videos", "videos"], /must be outside of 'videos': current value is videos$/m],
      [["videos", "videos/new/one"], /must be outside of 'videos': current value is videos\/new/],
      [["videos", "."], /must be new, empty, or of an earlier 'data prepare': current value is /],
      [
        ["videos", "prepared", "--short-side", "64"],
        /as 'shortSide' must be 256, .* value is 64$/m,
      ],
      [["videos", "other", "--short-side", "63"], /'shortSide' must be even .* value is 63$/m],
      [["nothing", "other"], /Cannot read videos from 'nothing': it does not exist$/m],
    ] as const;
    for (const [words, message] of refused) {
      const { code, stderr } = await prepare(folder, ...words);
      assert.equal(code, 1, words.join(" "));
      assert.match(stderr, message);
      assert.ok(/^error: /m.test(stderr) && !stderr.includes("bug"), stderr);
    }
    assert.equal((await readManifest(prepared)).train.length, 4);
  }));

Deno.test("data prepare --flow stores flow once, and says where there is none", () =>
  withFolder(async (folder) => {
    await makeVideos(join(folder, "videos"), 1);
    await encodeGray(join(folder, "videos/train/a/still.avi"), { frames: 1 });
    const flowLine = async (...words: readonly string[]) => {
      const { code, stdout, stderr } = await prepare(folder, "videos", "prepared", ...words);
      assert.equal(code, 0, stderr);
      const line = stdout.split("\n").find((text) => text.startsWith("Flow: "));
      return { line: line?.replace(/\d+\.\d MB$/, "MB"), stderr };
    };
    assert.equal((await flowLine()).line, undefined);
    const { line, stderr } = await flowLine("--flow");
    assert.equal(line, "Flow: stored for 4 of 5 videos, MB");
    assert.match(stderr, /^without flow: videos\/train\/a\/still\.avi: it has one frame only$/m);
    const again = "Flow: stored for 4 of 5 videos, 4 computed earlier, MB";
    assert.equal((await flowLine("--flow")).line, again);
    assert.equal((await readManifest(join(folder, "prepared"))).train.length, 3);
  }));

Deno.test("data prepare stops at Ctrl-C, and continues", () =>
  withFolder(async (folder) => {
    await makeVideos(join(folder, "videos"), 6, 600);
    const words = ["data", "prepare", "videos", "prepared"];
    await using command = new CommandLine(folder, words, { ownGroup: true });
    const files = () => {
      try {
        return [...Deno.readDirSync(join(folder, "prepared/train/a"))].map(({ name }) => name);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return [];
        throw error;
      }
    };
    const isDone = /\.mp4$/;
    const isPartial = /\.partial$/;
    const some = (pattern: RegExp) => files().some((name) => pattern.test(name));
    await command.until(() => some(isDone) && some(isPartial));
    command.killGroup("SIGINT");
    const { code, stderr } = await command.end();
    assert.equal(code, 130, stderr);
    assert.match(
      stderr,
      /Stopping\. Finished videos are kept; run the same command again to continue\./,
    );
    assert.ok(!stderr.includes("broken:") && !stderr.includes("failed:"), stderr);
    await ffmpegsGone(folder);
    assert.ok(!some(isPartial), files().join());
    const done = files().length;
    assert.ok(done > 0 && done < 6, `${done}`);

    const rest = await prepare(folder, "videos", "prepared");
    assert.equal(rest.code, 0, rest.stderr);
    const known = /^14 of 14 videos prepared, (\d+) prepared earlier$/m.exec(
      rest.stdout,
    );
    assert.ok(Number(known?.[1]) >= done, rest.stdout);
  }));

Deno.test({
  name: "data prepare blames a full disk on no video",
  // Needs a file system of its own.
  ignore: !await canMount(),
  fn: () =>
    withFolder(async (folder) => {
      await makeVideos(join(folder, "videos"), 1);
      const large = ["-f", "lavfi", "-i", "testsrc=s=320x240:d=20", "-c:v", "mpeg4"];
      await runFfmpeg([...large, join(folder, "videos/train/a/large.avi")]);
      const prepared = join(folder, "prepared");
      await Deno.mkdir(prepared);
      await withSmallDisk(prepared, async () => {
        const { code, stderr } = await prepare(folder, "videos", "prepared");
        assert.equal(code, 1);
        assert.match(stderr, /^error: .*prepared .* Make room and run the same command again /m);
        assert.ok(!stderr.includes("broken:") && !stderr.includes("failed:"), stderr);
        const names = [...Deno.readDirSync(join(prepared, "train/a"))].map(({ name }) => name);
        assert.ok(names.every((name) => name.endsWith(".mp4")), names.join());
      });
    }),
});

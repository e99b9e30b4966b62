import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { withFolder } from "../../_temporary_folder.ts";
import { makeFakePython } from "./_fake_python.ts";

const MAIN = fileURLToPath(new URL("../../../bench/main.ts", import.meta.url));

async function bench(...options: readonly string[]) {
  const args = ["run", "-q", "-P=program", MAIN, "loading", ...options];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("bench loading --quick measures ours and bare ffmpeg, no missing loader, and writes nothing", async () => {
  const { code, stdout, stderr } = await bench(
    "--quick",
    "--peers",
    "pyav",
    "--python",
    "no-python",
  );
  assert.equal(code, 0, stderr);
  assert.match(stderr, /skipped: built-in: pyav \(there is no program 'no-python'\)/);
  // Only root may let the system forget files, and in a container not even that one.
  const mayDrop = !stderr.includes("skipped: built-in: ours from disk (only root can");
  const rows = stdout.trim().split("\n").slice(2)
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  assert.deepEqual(rows.map(([, loader]) => loader), [
    "ffmpeg, to /dev/null",
    "ours",
    "ffmpeg, into a pipe",
    "ours, first epoch",
    "ours, first epoch, kept on disk",
    "ours, later epochs, from page cache",
    ...mayDrop ? ["ours, later epochs, from disk"] : [],
  ]);
  // A process for each of 24 windows; in the first epoch one more for each of 12 videos.
  assert.deepEqual(rows.map(([, , , , starts]) => starts).slice(0, 6), [
    "24",
    "24",
    "24",
    "36",
    "–",
    "0",
  ]);
  assert.ok(rows.every(([videos]) => videos === "built-in: h264, 112×112"));
});

Deno.test("bench loading does not measure a loader that ends or shows other images", async () => {
  await withFolder(async (folder) => {
    const python = await makeFakePython(folder);
    const black = await bench("--quick", "--python", python);
    assert.equal(black.code, 0, black.stderr);
    assert.match(black.stderr, /torchcodec \(it must show the same images: frame \d+ of window /);
    assert.match(black.stderr, /skipped: built-in: pyav \(.* must be running: it has ended\)/);
    assert.doesNotMatch(black.stdout, /PyAV|torchcodec/);
  });
});

Deno.test("bench loading measures nothing with a wrong option", async () => {
  const mistakes: readonly (readonly [RegExp, ...string[]])[] = [
    [/'--kinds' must be among .*: current value is odd/, "--kinds", "odd"],
    [/'--peers' must be among pyav,torchcodec: current value is odd/, "--peers", "odd"],
    [/'--rounds' must be a positive integer/, "--rounds", "0"],
    [/'--data' must be a folder of videos: current value is undefined/, "--kinds", "prepared"],
    [/'--data' must be a folder of videos: there is none at 'no-folder'/, "--data", "no-folder"],
    [/'--prepared' must be .* there is none at 'no-folder'/, "--prepared", "no-folder"],
    [/'--odd'/, "--odd"],
  ];
  for (const [message, ...options] of mistakes) {
    const { code, stderr } = await bench("--quick", ...options);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
});

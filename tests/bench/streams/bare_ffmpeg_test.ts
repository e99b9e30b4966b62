import assert from "node:assert/strict";
import { join } from "node:path";
import { recordArguments, runBare } from "../../../bench/streams/bare_ffmpeg.ts";

const LISTS = [["-i", "file:a b.mp4", "pipe:1"], ["-vf", "if(eq(N,0),'x',\"y\")", "$HOME"], ["-h"]];

/** Makes a folder with a program in ffmpeg's stead that writes its arguments into a file. */
async function withFakeFfmpeg(
  test: (fake: { folder: string; ffmpegPath: string; log: string }) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  const [ffmpegPath, log] = [join(folder, "ffmpeg.sh"), join(folder, "log")];
  const script = `#!/bin/sh\n[ "$1" != fail ] || exit 3\nprintf "%s|" "$@" >> "${log}"\n`;
  await Deno.writeTextFile(ffmpegPath, script, { mode: 0o755 });
  try {
    await test({ folder, ffmpegPath, log });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const inOrder = (lists: readonly (readonly string[])[]) =>
  lists.map((list) => list.join("|")).toSorted();

Deno.test("recordArguments() returns the arguments of each process, which still runs", async () => {
  await withFakeFfmpeg(async ({ folder, ffmpegPath, log }) => {
    const recorded = await recordArguments({ folder, ffmpegPath }, async (recorderPath) => {
      for (const args of LISTS) await new Deno.Command(recorderPath, { args }).output();
    });
    assert.deepEqual(inOrder(recorded), inOrder(LISTS));
    assert.equal(await Deno.readTextFile(log), LISTS.map((list) => `${list.join("|")}|`).join(""));
  });
});

for (const output of ["null", "pipe"] as const) {
  Deno.test(`runBare() starts a process for each list of arguments, output: ${output}`, async () => {
    await withFakeFfmpeg(async ({ folder, ffmpegPath, log }) => {
      await runBare(LISTS, { folder, ffmpegPath, concurrency: 1, output });
      assert.equal(
        await Deno.readTextFile(log),
        LISTS.map((list) => `${list.join("|")}|`).join(""),
      );
    });
  });
}

Deno.test("runBare() fails if a process does", async () => {
  await withFakeFfmpeg(async ({ folder, ffmpegPath }) => {
    const options = { folder, ffmpegPath, concurrency: 2, output: "null" } as const;
    await assert.rejects(runBare([["fail"]], options), /all of them must succeed/);
  });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { findBundledBinary, runnableCopy } from "../../../datasets/ffmpeg/_bundled_binary.ts";
import { ffmpegVersion } from "../../../datasets/ffmpeg/_ffmpeg_version.ts";

Deno.test("findBundledBinary() gives the binary that the npm package carries", async () => {
  await inFolder(async (folder) => {
    assert.match(await ffmpegVersion(await findBundledBinary(folder)), /\S/);
  });
});

Deno.test("runnableCopy() copies only a program that may not be executed, and only once", async () => {
  await inFolder(async (folder) => {
    const original = await script(folder, "original", "echo ffmpeg version 9.1");
    const copy = join(folder, "cache", "copy");
    assert.equal(await runnableCopy(original, copy), original);
    await Deno.chmod(original, 0o644);
    assert.deepEqual(await Promise.all([1, 2].map(() => runnableCopy(original, copy))), [
      copy,
      copy,
    ]);
    assert.equal(await ffmpegVersion(copy), "9.1");
    const { mtime } = await Deno.stat(copy);
    assert.equal(await runnableCopy(original, copy), copy);
    assert.deepEqual((await Deno.stat(copy)).mtime, mtime);
    assert.deepEqual([...Deno.readDirSync(join(folder, "cache"))].map(({ name }) => name), [
      "copy",
    ]);
  });
});

async function script(folder: string, name: string, body: string): Promise<string> {
  const path = join(folder, name);
  await Deno.writeTextFile(path, `#!/bin/sh\n${body}\n`);
  await Deno.chmod(path, 0o755);
  return path;
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

import assert from "node:assert/strict";
import { join } from "node:path";
import { findBundledBinary, runnableCopy } from "../../../datasets/ffmpeg/_bundled_binary.ts";
import { ffmpegVersion } from "../../../datasets/ffmpeg/_ffmpeg_version.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { writeScript } from "./_scripts.ts";

Deno.test("findBundledBinary() gives the binary that the npm package carries", async () => {
  await withFolder(async (folder) => {
    assert.match(await ffmpegVersion(await findBundledBinary(folder)), /\S/);
  });
});

Deno.test("runnableCopy() copies only a program that may not be executed, and only once", async () => {
  await withFolder(async (folder) => {
    const original = await writeScript(folder, "original", "echo ffmpeg version 9.1");
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

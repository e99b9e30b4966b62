import assert from "node:assert/strict";
import {
  bundledBinary,
  bundledFolder,
  installBundledBinary,
} from "../../../datasets/ffmpeg/_bundled_binary.ts";
import { ffmpegVersion } from "../../../datasets/ffmpeg/_ffmpeg_version.ts";
import { findPinnedProgram } from "../../../datasets/ffmpeg/_pinned_program.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("installBundledBinary() copies the binary that the npm package carries", async () => {
  await withFolder(async (directory) => {
    const binary = bundledBinary();
    assert.ok(binary !== null);
    const folder = bundledFolder(directory, binary);
    await Promise.all([installBundledBinary(folder), installBundledBinary(folder)]);
    assert.match(await ffmpegVersion(await findPinnedProgram(folder)), /\S/);
  });
});

Deno.test("installBundledBinary() refuses another binary than the pinned one", async () => {
  await withFolder(async (directory) => {
    const binary = bundledBinary();
    assert.ok(binary !== null);
    const folder = bundledFolder(directory, { ...binary, sha256: "0".repeat(64) });
    await assert.rejects(
      installBundledBinary(folder),
      /its SHA-256 is [0-9a-f]{64} instead of 0+$/,
    );
    await assert.rejects(findPinnedProgram(folder), /there is no file/);
  });
});

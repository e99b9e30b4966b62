import assert from "node:assert/strict";
import { ffmpegVersion } from "../../../datasets/ffmpeg/_ffmpeg_version.ts";
import { findPinnedProgram } from "../../../datasets/ffmpeg/_pinned_program.ts";
import {
  installStaticBinary,
  type StaticBinary,
  staticBinary,
  staticFolder,
} from "../../../datasets/ffmpeg/_static_binary.ts";
import { PackageIndex, sha256Of } from "../../runtime/wheels/_stand_in.ts";
import { zip } from "../../runtime/wheels/_zip.ts";
import { withFolder } from "../../_temporary_folder.ts";

const CONTENT = new TextEncoder().encode("#!/bin/sh\necho ffmpeg version 9.1\n");
const PATH = "imageio_ffmpeg/binaries/ffmpeg-test";
const BYTES = zip([{ path: PATH, content: CONTENT }]);
const PROGRAM = { bytes: CONTENT.length, sha256: sha256Of(CONTENT) };

/** A small binary in place of that of ffmpeg-static. */
const BINARY: StaticBinary = {
  program: PROGRAM,
  wheel: {
    project: "imageio-ffmpeg",
    version: "1.0",
    fileName: "imageio_ffmpeg-1.0-py3-none-any.whl",
    pythonVersion: "3.11",
    platform: "any",
    bytes: BYTES.length,
    sha256: sha256Of(BYTES),
    members: [{ path: PATH, fileName: "ffmpeg", ...PROGRAM, executable: true }],
  },
};

const STAND_IN = {
  wheel: BINARY.wheel,
  bytes: BYTES,
  members: new Map([["ffmpeg", CONTENT]]),
};

Deno.test("installStaticBinary() unpacks a binary that runs", async () => {
  await withFolder(async (directory) => {
    await using index = new PackageIndex(STAND_IN);
    const folder = staticFolder(directory, BINARY);
    const settings = { python: "no python", indexUrl: index.url, report() {} };
    await installStaticBinary(folder, { binary: BINARY, ...settings });
    assert.equal(await ffmpegVersion(await findPinnedProgram(folder)), "9.1");
  });
});

Deno.test("installStaticBinary() says in one line why each way failed", async () => {
  await withFolder(async (directory) => {
    await using index = new PackageIndex(STAND_IN, "other content");
    const folder = staticFolder(directory, BINARY);
    const settings = { python: "no python", indexUrl: index.url, report() {} };
    await assert.rejects(
      installStaticBinary(folder, { binary: BINARY, ...settings }),
      /^Error: pip download: there is no no python; HTTPS from .*: its SHA-256 is/,
    );
  });
});

Deno.test("staticBinary() is pinned for the systems that TensorFlow runs on", () => {
  if (Deno.build.os !== "linux") return;
  const { program, wheel } = staticBinary()!;
  assert.match(program.sha256, /^[0-9a-f]{64}$/);
  assert.match(wheel.sha256, /^[0-9a-f]{64}$/);
  assert.ok(wheel.fileName.includes(Deno.build.arch));
});

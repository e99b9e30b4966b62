import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { ffmpegVersion } from "../../../datasets/ffmpeg/_ffmpeg_version.ts";
import {
  imageioWheel,
  installWheelBinary,
  wheelBinaryPaths,
} from "../../../datasets/ffmpeg/_wheel_binary.ts";
import type { Wheel } from "../../../runtime/wheels/wheel.ts";
import { PackageIndex, type StandIn } from "../../runtime/wheels/_stand_in.ts";
import { zip } from "../../runtime/wheels/_zip.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** A small wheel in place of imageio-ffmpeg's. */
function standIn(): StandIn {
  const content = new TextEncoder().encode("#!/bin/sh\necho ffmpeg version 9.1\n");
  const path = "imageio_ffmpeg/binaries/ffmpeg-test";
  const bytes = zip([{ path, content }]);
  const wheel: Wheel = {
    project: "imageio-ffmpeg",
    version: "1.0",
    fileName: "imageio_ffmpeg-1.0-py3-none-any.whl",
    pythonVersion: "3.11",
    platform: "any",
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    members: [{ path, fileName: "ffmpeg", bytes: content.length, executable: true }],
  };
  return { wheel, bytes, members: new Map([["ffmpeg", content]]) };
}

Deno.test("installWheelBinary() unpacks a program that runs", async () => {
  await withFolder(async (directory) => {
    const { wheel, ...content } = standIn();
    await using index = new PackageIndex({ wheel, ...content });
    const { folder, program } = wheelBinaryPaths(directory);
    const settings = { folder, wheel, python: "no python", indexUrl: index.url, report() {} };
    await installWheelBinary(settings);
    assert.equal(await ffmpegVersion(program), "9.1");
  });
});

Deno.test("installWheelBinary() says in one line why each way failed", async () => {
  await withFolder(async (directory) => {
    const { wheel, ...content } = standIn();
    await using index = new PackageIndex({ wheel, ...content }, "other content");
    const folder = join(directory, "ffmpeg");
    const settings = { folder, python: "no python", indexUrl: index.url, report() {} };
    await assert.rejects(
      installWheelBinary({ ...settings, wheel }),
      /^Error: pip download: there is no no python; HTTPS from .*: the download's SHA-256 is/,
    );
    await assert.rejects(installWheelBinary({ ...settings, wheel: null }), /there is none for/);
  });
});

Deno.test("imageioWheel() is pinned for the systems that TensorFlow runs on", () => {
  if (Deno.build.os !== "linux") return;
  assert.match(imageioWheel()?.sha256 ?? "", /^[0-9a-f]{64}$/);
  assert.ok(imageioWheel()?.fileName.includes(Deno.build.arch));
});

import assert from "node:assert/strict";
import { ffmpegVersion } from "../../../datasets/ffmpeg/_ffmpeg_version.ts";
import { findPinnedProgram } from "../../../datasets/ffmpeg/_pinned_program.ts";
import {
  imageioWheel,
  installWheelBinary,
  wheelFolder,
} from "../../../datasets/ffmpeg/_wheel_binary.ts";
import type { Wheel } from "../../../runtime/wheels/wheel.ts";
import { PackageIndex, sha256Of, type StandIn } from "../../runtime/wheels/_stand_in.ts";
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
    sha256: sha256Of(bytes),
    members: [{
      path,
      fileName: "ffmpeg",
      bytes: content.length,
      sha256: sha256Of(content),
      executable: true,
    }],
  };
  return { wheel, bytes, members: new Map([["ffmpeg", content]]) };
}

Deno.test("installWheelBinary() unpacks a program that runs", async () => {
  await withFolder(async (directory) => {
    const { wheel, ...content } = standIn();
    await using index = new PackageIndex({ wheel, ...content });
    const folder = wheelFolder(directory, wheel);
    const settings = { wheel, python: "no python", indexUrl: index.url, report() {} };
    await installWheelBinary(folder, settings);
    assert.equal(await ffmpegVersion(await findPinnedProgram(folder)), "9.1");
  });
});

Deno.test("installWheelBinary() says in one line why each way failed", async () => {
  await withFolder(async (directory) => {
    const { wheel, ...content } = standIn();
    await using index = new PackageIndex({ wheel, ...content }, "other content");
    const settings = { wheel, python: "no python", indexUrl: index.url, report() {} };
    await assert.rejects(
      installWheelBinary(wheelFolder(directory, wheel), settings),
      /^Error: pip download: there is no no python; HTTPS from .*: its SHA-256 is/,
    );
  });
});

Deno.test("imageioWheel() is pinned for the systems that TensorFlow runs on", () => {
  if (Deno.build.os !== "linux") return;
  assert.match(imageioWheel()?.sha256 ?? "", /^[0-9a-f]{64}$/);
  assert.ok(imageioWheel()?.fileName.includes(Deno.build.arch));
});

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { ffmpegVersion } from "../../../datasets/ffmpeg/_ffmpeg_version.ts";
import { findPinnedProgram } from "../../../datasets/ffmpeg/_pinned_program.ts";
import {
  installStaticBinary,
  type StaticBinary,
  staticBinary,
  staticFolder,
} from "../../../datasets/ffmpeg/_static_binary.ts";
import { sha256Of } from "../../runtime/wheels/_stand_in.ts";
import { withFolder } from "../../_temporary_folder.ts";

const PROGRAM = new TextEncoder().encode("#!/bin/sh\necho ffmpeg version 9.1\n");
const PACKED = new Uint8Array(gzipSync(PROGRAM));
const BINARY: StaticBinary = {
  address: "b9/ffmpeg.gz",
  packed: { bytes: PACKED.length, sha256: sha256Of(PACKED) },
  program: { bytes: PROGRAM.length, sha256: sha256Of(PROGRAM) },
};

Deno.test("installStaticBinary() unpacks a binary that runs", async () => {
  await withServer(() => new Response(PACKED), async (directory, releases) => {
    await install(directory, releases);
    const path = await findPinnedProgram(staticFolder(directory, BINARY));
    assert.equal(await ffmpegVersion(path), "9.1");
    const names = ["ffmpeg-static-b6.1.1", "ffmpeg-static-b6.1.1.lock"];
    assert.deepEqual(namesIn(directory), names);
  });
});

/** Answers that are refused. */
const REFUSED: Readonly<Record<string, [() => Response, RegExp]>> = {
  "an error": [() => new Response(null, { status: 404 }), /answers 404/],
  "a shorter file": [() => new Response(PACKED.slice(0, 10)), /offers 10 bytes instead of/],
  "another file": [() => new Response(PACKED.map((byte) => byte ^ 1)), /SHA-256 is/],
  "a file without end": [
    () => new Response(new ReadableStream({ pull: (body) => body.enqueue(PACKED.slice()) })),
    /it is longer than \d+ bytes/,
  ],
  "nothing more after its start": [
    () => new Response(new ReadableStream({ start: (body) => body.enqueue(PACKED.slice(0, 9)) })),
    /it took longer than 1 s/,
  ],
  "another address, unencrypted": [
    () => Response.redirect("http://files.example/ffmpeg.gz", 302),
    /the address http:\/\/files\.example\/ffmpeg\.gz, to which .* leads, must be https/,
  ],
};

for (const [name, [answer, reason]] of Object.entries(REFUSED)) {
  Deno.test(`installStaticBinary() refuses ${name}, and leaves nothing behind`, async () => {
    await withServer(answer, async (directory, releases) => {
      await assert.rejects(install(directory, releases), reason);
      assert.deepEqual(namesIn(directory), ["ffmpeg-static-b6.1.1.lock"]);
    });
  });
}

Deno.test("staticBinary() is pinned for the systems that TensorFlow runs on", () => {
  if (Deno.build.os !== "linux") return;
  assert.match(staticBinary()?.program.sha256 ?? "", /^[0-9a-f]{64}$/);
});

function install(directory: string, releases: string): Promise<void> {
  const options = { binary: BINARY, releases, limitMilliseconds: 1000, report() {} };
  return installStaticBinary(staticFolder(directory, BINARY), options);
}

function namesIn(directory: string): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
}

/** Runs a body with an empty folder, and a server in place of the one with the releases. */
async function withServer(
  answer: () => Response,
  body: (directory: string, releases: string) => Promise<void>,
): Promise<void> {
  const onListen = () => {};
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen }, (request) => {
    return request.url.endsWith("/b9/ffmpeg.gz") ? answer() : new Response(null, { status: 500 });
  });
  await withFolder((directory) => body(directory, `http://127.0.0.1:${server.addr.port}`));
}

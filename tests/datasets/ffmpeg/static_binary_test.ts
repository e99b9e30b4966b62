import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ffmpegVersion } from "../../../datasets/ffmpeg/_ffmpeg_version.ts";
import { findStaticBinary, installStaticBinary } from "../../../datasets/ffmpeg/_static_binary.ts";
import { withFolder } from "../../_temporary_folder.ts";

const PACKED = new Uint8Array(gzipSync("#!/bin/sh\necho ffmpeg version 9.1\n"));
const DOWNLOAD = {
  address: "b9/ffmpeg.gz",
  bytes: PACKED.byteLength,
  sha256: createHash("sha256").update(PACKED).digest("hex"),
};

Deno.test("installStaticBinary() unpacks a binary that runs", async () => {
  await withServer(() => new Response(PACKED), async (folder, releases) => {
    const path = await install(folder, releases);
    assert.equal(await ffmpegVersion(path), "9.1");
    assert.deepEqual(namesIn(folder), ["ffmpeg"]);
  });
});

/** Answers that are refused. */
const REFUSED: Readonly<Record<string, [() => Response, RegExp]>> = {
  "an error": [() => new Response(null, { status: 404 }), /answers 404/],
  "a shorter file": [() => new Response(PACKED.slice(0, 10)), /has 10 bytes instead of/],
  "another file": [() => new Response(PACKED.map((byte) => byte ^ 1)), /SHA-256 is/],
  "nothing more after its start": [
    () => new Response(new ReadableStream({ start: (body) => body.enqueue(PACKED.slice(0, 9)) })),
    /it took longer than 0\.5 s/,
  ],
};

for (const [name, [answer, reason]] of Object.entries(REFUSED)) {
  Deno.test(`installStaticBinary() refuses ${name}, and leaves nothing behind`, async () => {
    await withServer(answer, async (folder, releases) => {
      await assert.rejects(install(folder, releases), reason);
      assert.deepEqual(namesIn(folder), []);
    });
  });
}

Deno.test("findStaticBinary() finds what was downloaded", async () => {
  await withFolder(async (folder) => {
    await assert.rejects(findStaticBinary(folder), /there is no file .*ffmpeg-static-5\.3\.0$/);
    const path = join(folder, "ffmpeg-static-5.3.0");
    await Deno.writeTextFile(path, "");
    assert.equal(await findStaticBinary(folder), path);
  });
});

async function install(folder: string, releases: string): Promise<string> {
  const path = join(folder, "ffmpeg");
  const limitMilliseconds = 500;
  await installStaticBinary({ path, releases, download: DOWNLOAD, limitMilliseconds, report() {} });
  return path;
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}

/** Runs a body with an empty folder, and a server in place of the one with the releases. */
async function withServer(
  answer: () => Response,
  body: (folder: string, releases: string) => Promise<void>,
): Promise<void> {
  const onListen = () => {};
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen }, (request) => {
    return request.url.endsWith("/b9/ffmpeg.gz") ? answer() : new Response(null, { status: 500 });
  });
  await withFolder((folder) => body(folder, `http://127.0.0.1:${server.addr.port}`));
}

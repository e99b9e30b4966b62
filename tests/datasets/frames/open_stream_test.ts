import assert from "node:assert/strict";
import { join } from "node:path";
import { DecodeError, openFrames, openStream, type VideoStream } from "../../../datasets/mod.ts";
import { readAll } from "./_read_all.ts";
import { assertSamePixels, encodeFormula, ffmpegUnderTest, testInFolder } from "../_fixtures.ts";

const GRID = { framesPerSecond: 7.5, size: { shortSide: 12 } };

/** Serves a file, without ranges. (ffmpeg 4.1 cannot look up names.) */
function serve(path: string): Deno.HttpServer<Deno.NetAddr> {
  const body = async () => new Response(await Deno.readFile(path));
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, body);
}

for (const extension of ["mkv", "ts"]) {
  const codec = extension === "mkv"
    ? []
    : ["-c:v", "mpeg2video", "-q:v", "2", "-pix_fmt", "yuv420p"];

  testInFolder(
    `openStream() gives the frames of openFrames(): bytes and http, ${extension}`,
    async (folder) => {
      const options = { frames: 75, framesPerSecond: 25, width: 36, height: 24, extra: codec };
      const path = await encodeFormula(join(folder, `a.${extension}`), options);
      const ffmpegPath = await ffmpegUnderTest();
      const expected = await readAll(await openFrames(path, { ...GRID, ffmpegPath }));
      const server = serve(path);
      const { port } = server.addr;
      const streams: VideoStream[] = [
        { kind: "bytes", name: "-", bytes: (await Deno.open(path)).readable },
        { kind: "address", address: `http://127.0.0.1:${port}/a.${extension}` },
      ];
      for (const stream of streams) {
        const source = await openStream(stream, { ...GRID, ffmpegPath });
        assert.deepEqual([source.width, source.height], [18, 12]);
        const frames = await readAll(source);
        assert.deepEqual(source.warnings, []);
        assert.ok(Math.abs(frames.length - expected.length) <= 1, `${frames.length} frames`);
        for (const [index, frame] of frames.slice(0, expected.length).entries()) {
          assertSamePixels(frame, expected[index]!, `${stream.kind}: frame ${index}`);
        }
      }
      await server.shutdown();
    },
  );
}

for (const [extension, gapSec, seconds] of [["ts", 20, 3], ["mkv", 20, 23]] as const) {
  testInFolder(
    `openStream() reads a clock as of a file: a pause in ${extension}`,
    async (folder) => {
      const path = await encodeFormula(join(folder, `a.${extension}`), {
        frames: 75,
        framesPerSecond: 25,
        width: 36,
        height: 24,
        extra: [
          ...["-vf", `setpts=PTS+gte(N\\,30)*${gapSec}/TB`],
          ...["-c:v", "mpeg2video", "-q:v", "2", "-bf", "2", "-pix_fmt", "yuv420p"],
        ],
      });
      const ffmpegPath = await ffmpegUnderTest();
      const expected = await readAll(await openFrames(path, { ...GRID, ffmpegPath }));
      assert.ok(Math.abs(expected.length - seconds * GRID.framesPerSecond) <= 1);
      const stream = { kind: "bytes", name: "-", bytes: (await Deno.open(path)).readable } as const;
      const frames = await readAll(await openStream(stream, { ...GRID, ffmpegPath }));
      assert.ok(Math.abs(frames.length - expected.length) <= 1, `${frames.length} frames`);
      for (const [index, frame] of frames.slice(0, expected.length).entries()) {
        assertSamePixels(frame, expected[index]!, `frame ${index}`);
      }
    },
  );
}

testInFolder("openStream() says why there is no frame", async (folder) => {
  const path = join(folder, "a.txt");
  await Deno.writeTextFile(path, "no video");
  const ffmpegPath = await ffmpegUnderTest();
  const stream = { kind: "bytes", name: "-", bytes: (await Deno.open(path)).readable } as const;
  await assert.rejects(
    openStream(stream, { ...GRID, ffmpegPath }),
    (error) => error instanceof DecodeError && /Invalid data found/.test(error.reason),
  );
});

testInFolder(
  "openStream() opens no file that a playlist behind an address names",
  async (folder) => {
    const video = await encodeFormula(join(folder, "a.ts"), {
      frames: 25,
      framesPerSecond: 25,
      extra: ["-c:v", "mpeg2video", "-pix_fmt", "yuv420p"],
    });
    const lines = [
      "#EXTM3U",
      "#EXT-X-TARGETDURATION:1",
      "#EXTINF:1,",
      `file://${video}`,
      "#EXT-X-ENDLIST",
    ];
    const body = () =>
      new Response(lines.join("\n"), { headers: { "content-type": "application/x-mpegurl" } });
    const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, body);
    const address = `http://127.0.0.1:${server.addr.port}/list.m3u8`;
    const ffmpegPath = await ffmpegUnderTest();
    await assert.rejects(
      openStream({ kind: "address", address }, { ...GRID, ffmpegPath }),
      DecodeError,
    );
    await server.shutdown();
  },
);

Deno.test("openStream() refuses addresses of other protocols", async () => {
  for (const address of ["file:///etc/passwd", "concat://a", "ftp://host/a.mp4", "a.mp4"]) {
    await assert.rejects(
      openStream({ kind: "address", address }, { ...GRID, ffmpegPath: "ffmpeg" }),
      RangeError,
    );
  }
});

testInFolder("openStream() ends with the signal, while the bytes never end", async (folder) => {
  const options = {
    frames: 50,
    framesPerSecond: 25,
    extra: ["-c:v", "mpeg2video", "-q:v", "2", "-pix_fmt", "yuv420p"],
  };
  const path = await encodeFormula(join(folder, "a.ts"), options);
  const file = await Deno.readFile(path);
  const bytes = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(file) });
  const abort = new AbortController();
  const ffmpegPath = await ffmpegUnderTest();
  const stream = { kind: "bytes", name: "-", bytes } as const;
  setTimeout(() => abort.abort(new Error("enough")), 200);
  const frames = openStream(stream, { ...GRID, ffmpegPath }, abort.signal).then(readAll);
  await assert.rejects(frames, /enough/);
});

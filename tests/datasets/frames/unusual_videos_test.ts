import assert from "node:assert/strict";
import { join } from "node:path";
import { decodeWindow, openFrames, probeVideo } from "../../../datasets/mod.ts";
import { assertSamePixels, ffmpegUnderTest, runFfmpeg, testInFolder } from "../_fixtures.ts";
import { assertFollowers } from "./_followers.ts";
import { transcode, transcoderUnderTest } from "../prepare/_transcode.ts";
import { encodeNumbered, NUMBERED_SIZE, numberOf } from "../_numbered_videos.ts";

/** All frames of a video on a grid. */
async function decodeWhole(path: string, framesPerSecond: number): Promise<Uint8Array[]> {
  const ffmpegPath = await ffmpegUnderTest();
  await using source = await openFrames(path, { ffmpegPath, framesPerSecond, size: NUMBERED_SIZE });
  const frames: Uint8Array[] = [];
  for (let frame = await source.read(); frame !== null; frame = await source.read()) {
    frames.push(frame);
  }
  return frames;
}

/** Asserts that windows of one frame, decoded one by one, are parts of the whole. */
async function assertWindowsAgree(path: string, framesPerSecond: number, step: number) {
  const ffmpegPath = await ffmpegUnderTest();
  const probe = await probeVideo(path, ffmpegPath);
  const frames = await decodeWhole(path, framesPerSecond);
  for (const [index, frame] of frames.entries()) {
    if (index % step !== 0) continue;
    const window = await decodeWindow(path, {
      ffmpegPath,
      framesPerSecond,
      startSec: index / framesPerSecond,
      durationSec: 1 / framesPerSecond,
      size: NUMBERED_SIZE,
      probe,
    });
    assertSamePixels(window.frames, frame, `grid frame ${index} of ${frames.length}`);
  }
}

for (
  const { codec, ending } of [
    { codec: "mpeg4", ending: "mkv" },
    { codec: "mpeg4", ending: "avi" },
    { codec: "mpeg2video", ending: "avi" },
    { codec: "libx264", ending: "mkv" },
  ]
) {
  testInFolder(
    `Windows of ${codec} in ${ending} that begins in a group of pictures are right`,
    async (folder) => {
      const whole = await encodeNumbered(join(folder, "whole.ts"), {
        frames: 180,
        rate: "30",
        output: ["-c:v", codec, "-g", "60", "-bf", "2", "-sc_threshold", "1000000000"],
      });
      const path = join(folder, `cut.${ending}`);
      await runFfmpeg(["-ss", "1", "-i", whole, "-c", "copy", "-copyinkf", path]);
      await assertWindowsAgree(path, 30, 13);
    },
  );
}

testInFolder("Windows on a grid of a high rate are parts of the whole", async (folder) => {
  // Every second image lies in the middle between two grid frames.
  const path = await encodeNumbered(join(folder, "a.mp4"), {
    frames: 60,
    rate: "480",
    output: ["-c:v", "libx264", "-preset", "ultrafast", "-g", "20"],
  });
  await assertWindowsAgree(path, 240, 2);
});

testInFolder("A matrix of another kind leaves images as they are stored", async (folder) => {
  const stored = await encodeNumbered(join(folder, "stored.mp4"), {
    frames: 2,
    rate: "10",
    output: ["-c:v", "mpeg4", "-q:v", "2"],
  });
  const path = join(folder, "slanted.mp4");
  const bytes = await Deno.readFile(stored);
  const header = new TextDecoder("latin1").decode(bytes).indexOf("tkhd");
  const view = new DataView(bytes.buffer, header + 44);
  const [cosine, sine] = [Math.cos, Math.sin].map((turn) => turn(Math.PI / 36) * 0x10000);
  for (const [index, value] of [[0, cosine], [1, sine], [3, -(sine ?? 0)], [4, cosine]] as const) {
    view.setInt32(4 * index, value ?? 0);
  }
  await Deno.writeFile(path, bytes);
  assert.deepEqual((await decodeWhole(path, 10)).map(numberOf), [0, 1]);
  assert.deepEqual(await decodeWhole(path, 10), await decodeWhole(stored, 10));
});

testInFolder(
  "A single image that lasts no time is shown until the window's end",
  async (folder) => {
    const path = await encodeNumbered(join(folder, "a.mkv"), {
      frames: 1,
      rate: "240000",
      output: ["-c:v", "libx264"],
    });
    const prepared = await transcode(path);
    for (const video of [path, prepared]) {
      const ffmpegPath = await ffmpegUnderTest();
      const grid = { ffmpegPath, framesPerSecond: 30, startSec: 0, durationSec: 0.1 };
      const signal = AbortSignal.timeout(10_000);
      const { frames } = await decodeWindow(video, { ...grid, size: NUMBERED_SIZE }, signal);
      assert.equal(frames.length, 3 * NUMBERED_SIZE.width * NUMBERED_SIZE.height * 3);
    }
  },
);

testInFolder("MPEG-1 in AVI shows its last image", async (folder) => {
  const path = await encodeNumbered(join(folder, "a.avi"), {
    frames: 50,
    rate: "25",
    output: ["-c:v", "mpeg1video", "-q:v", "2", "-bf", "2"],
  });
  const frames = await decodeWhole(path, 25);
  assert.equal(numberOf(frames.at(-1) ?? new Uint8Array(0)), 49);
  await assertWindowsAgree(path, 25, 7);
  await transcode(path);
});

testInFolder("A turned video whose size changes is right from any start", async (folder) => {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const [size, start] of [["96x64", 0], ["64x96", 50]] as const) {
    const part = join(folder, `${size}.h264`);
    const source = `testsrc=s=${size}:r=25:d=4,trim=start_frame=${start}:end_frame=${start + 50}`;
    await runFfmpeg([
      ...["-f", "lavfi", "-i", source, "-c:v", "libx264", "-bf", "0", "-g", "10"],
      ...["-pix_fmt", "yuv420p", part],
    ]);
    parts.push(await Deno.readFile(part));
  }
  const stream = join(folder, "joined.h264");
  await Deno.writeFile(stream, new Uint8Array(await new Blob(parts).arrayBuffer()));
  const stored = join(folder, "stored.mp4");
  await runFfmpeg(["-r", "25", "-i", stream, "-c", "copy", "-bsf:v", "dump_extra", stored]);
  const bytes = await Deno.readFile(stored);
  const header = new TextDecoder("latin1").decode(bytes).indexOf("tkhd");
  const view = new DataView(bytes.buffer, header + 44);
  const quarterTurn = [[0, 0], [1, 0x10000], [3, -0x10000], [4, 0]] as const;
  for (const [index, value] of quarterTurn) view.setInt32(4 * index, value);
  const path = join(folder, "turned.mp4");
  await Deno.writeFile(path, bytes);
  assert.equal((await probeVideo(path, await ffmpegUnderTest())).rotation, 90);
  assert.equal((await decodeWhole(path, 25)).length, 100);
  await assertWindowsAgree(path, 25, 9);
  await assertFollowers(path, 25);
});

testInFolder("Windows of a video without key frames are right", async (folder) => {
  const path = await encodeNumbered(join(folder, "a.mkv"), {
    frames: 120,
    rate: "30",
    // Decoding can start at some images, of which a seek misses most.
    output: ["-c:v", "libx264", "-x264-params", "intra-refresh=1:keyint=30"],
  });
  await assertWindowsAgree(path, 30, 17);
  await assertFollowers(path, 30);
});

testInFolder("Windows are right where a file calls all images whole", async (folder) => {
  const options = { frames: 150, rate: "30" };
  // An MP4 file calls all images whole if it has no list of those that are.
  const listed = await encodeNumbered(join(folder, "listed.mp4"), {
    ...options,
    output: ["-c:v", "mpeg4", "-q:v", "3", "-g", "100"],
  });
  const bytes = await Deno.readFile(listed);
  const list = new TextDecoder("latin1").decode(bytes).indexOf("stss");
  bytes.set(new TextEncoder().encode("free"), list);
  const unlisted = join(folder, "unlisted.mp4");
  await Deno.writeFile(unlisted, bytes);
  await assertWindowsAgree(unlisted, 30, 29);
  // In an AVI file the index calls each image whole or not.
  for (const codec of ["msmpeg4", "msvideo1"]) {
    const path = await encodeNumbered(join(folder, `${codec}.avi`), {
      ...options,
      output: ["-c:v", codec, "-g", "100"],
    });
    const content = await Deno.readFile(path);
    const index = new TextDecoder("latin1").decode(content).lastIndexOf("idx1");
    for (let entry = index + 8; entry < content.length; entry += 16) content[entry + 4] = 0x10;
    await Deno.writeFile(path, content);
    await assertWindowsAgree(path, 30, 29);
  }
});

testInFolder(
  "Windows of an AVI file with a gap behind its first image are right",
  async (folder) => {
    const { keepTimes } = await transcoderUnderTest();
    for (const codec of ["mpeg4", "mpeg2video"]) {
      const path = await encodeNumbered(join(folder, `${codec}.avi`), {
        frames: 91,
        rate: "30",
        output: [
          ...[...keepTimes, "-vf", "select='not(between(n,1,9))'"],
          ...["-c:v", codec, "-q:v", "2", "-bf", "2", "-g", "25"],
        ],
      });
      const { length } = await decodeWhole(path, 30);
      assert.equal(length, 100);
      await assertWindowsAgree(path, 30, 13);
    }
  },
);

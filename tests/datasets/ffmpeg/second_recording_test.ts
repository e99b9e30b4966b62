import assert from "node:assert/strict";
import { join } from "node:path";
import { probeVideo } from "../../../datasets/ffmpeg/probe_video.ts";
import { hasSecondRecording } from "../../../datasets/ffmpeg/_second_recording.ts";
import { decodeWindow } from "../../../datasets/frames/decode_window.ts";
import { ffmpegUnderTest, runFfmpeg, testInFolder } from "../_fixtures.ts";

/** Length of each of two recordings that are joined. */
const SECONDS = 2;

/** Joins a recording to itself, byte by byte, and returns both files. */
async function join2(folder: string, ending: string, options: readonly string[]) {
  const single = join(folder, `single.${ending}`);
  const inputs = ["-f", "lavfi", "-i", `testsrc2=s=96x64:d=${SECONDS}:r=10`];
  await runFfmpeg([...inputs, ...options, single]);
  const joined = join(folder, `joined.${ending}`);
  const bytes = await Deno.readFile(single);
  await Deno.writeFile(joined, new Uint8Array(await new Blob([bytes, bytes]).arrayBuffer()));
  return { single, joined };
}

/** Containers, and whether ffmpeg reads all of several recordings in one file. */
const CONTAINERS: readonly [ending: string, options: readonly string[], isRead: boolean | null][] =
  [
    ["flv", [], false],
    ["wmv", [], false],
    ["mp4", ["-c:v", "mpeg4"], false],
    ["mp4", ["-c:v", "mpeg4", "-movflags", "frag_keyframe+empty_moov", "-g", "5"], null],
    ["mov", ["-c:v", "mpeg4"], false],
    ["3gp", ["-c:v", "mpeg4"], false],
    // ffmpeg 4.1 does not, newer ones do.
    ["mkv", ["-c:v", "mpeg4"], null],
    ["avi", [], true],
    ["ts", ["-c:v", "mpeg2video", "-r", "25"], true],
    ["gif", [], true],
  ];

for (const [ending, options, isRead] of CONTAINERS) {
  testInFolder(
    `Recordings joined in ${ending} (${options.join(" ")}) are read, or reported`,
    async (folder) => {
      const ffmpegPath = await ffmpegUnderTest();
      const { single, joined } = await join2(folder, ending, options);
      const whole = await probeVideo(single, ffmpegPath);
      assert.deepEqual(whole.problems, []);
      const probe = await probeVideo(joined, ffmpegPath);
      const isLonger = probe.durationSec > 1.5 * whole.durationSec;
      if (isRead !== null) assert.equal(isLonger, isRead);
      assert.equal(probe.problems.some((line) => line.includes("another recording")), !isLonger);
      // A window anywhere in it says so, as it does in training.
      const grid = { framesPerSecond: 10, size: { width: 16, height: 16 }, ffmpegPath };
      const window = await decodeWindow(joined, { ...grid, probe, startSec: 0, durationSec: 0.3 });
      assert.equal(window.warnings.length, isLonger ? 0 : 1);
    },
  );
}

testInFolder(
  "hasSecondRecording() ends at bytes that are no part of the container",
  async (folder) => {
    const { joined } = await join2(folder, "mp4", ["-c:v", "mpeg4"]);
    const bytes = await Deno.readFile(joined);
    const boxes = "mov,mp4,m4a,3gp,3g2,mj2";
    assert.equal(await hasSecondRecording(joined, boxes), true);
    assert.equal(await hasSecondRecording(joined, "avi"), false);
    const changes: Readonly<Record<string, Uint8Array>> = {
      "nothing": new Uint8Array(0),
      "one part": bytes.subarray(0, bytes.byteLength / 2),
      "cut in the middle": bytes.subarray(0, bytes.byteLength / 3),
      "zeros": new Uint8Array(100),
      "noise": new Uint8Array(1000).fill(255),
    };
    for (const container of [boxes, "asf", "flv", "matroska,webm"]) {
      for (const [name, content] of Object.entries(changes)) {
        await Deno.writeFile(joined, content);
        assert.equal(await hasSecondRecording(joined, container), false, `${name} as ${container}`);
      }
    }
  },
);

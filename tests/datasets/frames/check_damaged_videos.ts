/**
 * Damages small videos of all usual containers, and loads a training window of each as a run does.
 * By hand, for example a thousand from seed 1 on:
 *
 *     deno run -A tests/datasets/frames/check_damaged_videos.ts 1000 1
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { DecodeError, FrameCache } from "../../../datasets/mod.ts";
import { assertNoChildLeft, ffmpegUnderTest, runFfmpeg } from "../_fixtures.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { damage, type Draw, drawFrom } from "./_damage.ts";
import { ProcessMemory } from "./_process_memory.ts";

/** The videos that are damaged: the endings of their names, and how they are encoded. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  mp4: ["-c:v", "libx264", "-preset", "ultrafast", "-g", "12"],
  mkv: ["-c:v", "mpeg4", "-bf", "2"],
  avi: ["-c:v", "mpeg4"],
  ts: ["-c:v", "mpeg2video", "-bf", "2"],
  flv: ["-c:v", "flv"],
  webm: ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"],
  gif: ["-c:v", "gif"],
};

const FRAMES = 16;
const SHORT_SIDE = 48;

/** How long one video may take, in milliseconds, on a busy machine. */
const LIMIT_MILLISECONDS = 120_000;

/** What became of the damaged videos, and what they took. */
export interface DamagedVideosReport {
  /** Videos that give frames without a complaint. */
  readonly intact: number;
  /** Videos that give frames, with a warning. */
  readonly damaged: number;
  /** Videos that give none. */
  readonly broken: number;
  /** Largest memory of the ffmpeg processes at one time, in bytes. */
  readonly peakBytes: number;
  /** Longest time of one video in milliseconds. */
  readonly longestMilliseconds: number;
}

/**
 * Loads a window of each of `count` damaged videos, which follow from the seed.
 *
 * @throws {Error} If one ends in another way than with a window or a {@linkcode DecodeError}, within
 * the time limit, or a process is left.
 */
export async function checkDamagedVideos(
  count: number,
  seed: number,
): Promise<DamagedVideosReport> {
  return await withFolder(async (folder) => {
    const videos = await makeVideos(folder);
    const report = { intact: 0, damaged: 0, broken: 0, longestMilliseconds: 0 };
    await using memory = new ProcessMemory();
    for (let index = 0; index < count; index++) {
      const [extension, bytes] = videos[index % videos.length] ?? ["", new Uint8Array(0)];
      const draw = drawFrom(seed + index);
      const path = join(folder, `${seed + index}.${extension}`);
      await Deno.writeFile(path, damage(bytes, draw));
      const startedAt = performance.now();
      report[await loadWindow(path, draw)]++;
      const milliseconds = performance.now() - startedAt;
      report.longestMilliseconds = Math.max(report.longestMilliseconds, milliseconds);
      await Deno.remove(path);
    }
    const { peakBytes } = memory;
    return { ...report, peakBytes };
  });
}

async function makeVideos(folder: string): Promise<[extension: string, bytes: Uint8Array][]> {
  const videos: [string, Uint8Array][] = [];
  for (const [extension, encoding] of Object.entries(KINDS)) {
    const path = join(folder, `whole.${extension}`);
    const source = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=15", "-t", "2"];
    await runFfmpeg([
      ...source,
      "-pix_fmt",
      extension === "gif" ? "rgb8" : "yuv420p",
      ...encoding,
      path,
    ]);
    videos.push([extension, await Deno.readFile(path)]);
  }
  return videos;
}

/** Loads a window as training does, twice: from the whole video in memory, and decoded alone. */
async function loadWindow(path: string, draw: Draw): Promise<"intact" | "damaged" | "broken"> {
  const ffmpegPath = await ffmpegUnderTest();
  const size = { shortSide: SHORT_SIDE };
  const signal = AbortSignal.timeout(LIMIT_MILLISECONDS);
  let warnings = 0;
  try {
    for (const budgetBytes of [2 ** 24, 0]) {
      const cache = new FrameCache({ ffmpegPath, framesPerSecond: 10, size, budgetBytes });
      const gridFrames = await cache.gridFrames({ path }, signal);
      const startFrame = draw(Math.max(1, gridFrames - FRAMES));
      const window = await cache.loadWindow({ path }, { startFrame, frameCount: FRAMES }, signal);
      assert.equal(window.frames.length, FRAMES * window.width * window.height * 3);
      assert.ok(cache.bytesHeld <= budgetBytes);
      warnings += window.warnings.length;
    }
  } catch (error) {
    if (error instanceof DecodeError) return "broken";
    throw new Error(`Cannot load '${path}' as a damaged video must be: ${error}`, { cause: error });
  }
  return warnings === 0 ? "intact" : "damaged";
}

if (import.meta.main) {
  const [count = "1000", seed = "1"] = Deno.args;
  const report = await checkDamagedVideos(Number(count), Number(seed));
  assertNoChildLeft();
  console.log(JSON.stringify(report));
}

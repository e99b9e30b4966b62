import assert from "node:assert/strict";
import { join } from "node:path";
import { from, lastValueFrom, toArray } from "rxjs";
import { gridFrameCount, locateFfmpeg, probeVideo, testWindows } from "../../datasets/mod.ts";
import {
  type DecodedWindow,
  decodingGrid,
  slowFast,
  type VideoSource,
} from "../../operators/mod.ts";
import { clipRates } from "../../pipeline/config/clip_rates.ts";
import { type Config, loadConfig } from "../../pipeline/config/config.ts";
import { cropPlans } from "../../pipeline/evaluation/test_views.ts";
import { WindowLoader } from "../../pipeline/videos/window_loader.ts";
import { recordArguments } from "../streams/bare_ffmpeg.ts";
import { VIDEO_KINDS } from "../streams/real_videos.ts";
import type { EngineCase } from "./cases.ts";

/** A video as the other engine tests it. */
interface PlannedVideo {
  /** Arguments of ffmpeg, which writes all frames of the video, uint8 RGB, to stdout. */
  readonly args: readonly string[];
  readonly width: number;
  readonly height: number;
  /** Of each clip, the frames. */
  readonly clips: readonly (readonly number[])[];
  /** Of each crop, the column that it begins with. */
  readonly lefts: readonly number[];
}

/** Returns the videos of the case in `folder`; a video's label is its number. */
export function testVideosOf(folder: string, { labeled }: EngineCase): VideoSource[] {
  return Array.from({ length: labeled }, (_, index) => {
    const name = `film ${index}.mp4`;
    return { id: name, path: join(folder, name), label: index };
  });
}

/** Returns how a run of the paper is tested, on frames that no view scales. */
export async function testConfig({ size }: EngineCase): Promise<Config> {
  const fields = { "clip.size": size, "clip.decodeShortSide": size };
  const overrides = Object.entries(fields).map(([path, value]) => ({ path, value }));
  return (await loadConfig("ucf101_10pct_supervised", overrides)).config;
}

/**
 * Makes the videos of a case in `folder`, and `videos.json`: what the other engine tests them by, with
 * the same ffmpeg.
 */
export async function makeTestVideos(folder: string, engineCase: EngineCase): Promise<void> {
  const { path: ffmpegPath } = await locateFfmpeg();
  const count = engineCase.labeled;
  await VIDEO_KINDS["H.264, 340×256, 10 s"]({ folder, count, ffmpegPath });
  const config = await testConfig(engineCase);
  const planned: PlannedVideo[] = [];
  for (const video of testVideosOf(folder, engineCase)) {
    planned.push(await planVideo(video, { config, ffmpegPath }));
  }
  await Deno.writeTextFile(
    join(folder, "videos.json"),
    JSON.stringify({ ffmpegPath, videos: planned }),
  );
}

async function planVideo(
  source: VideoSource,
  { config, ffmpegPath }: { readonly config: Config; readonly ffmpegPath: string },
): Promise<PlannedVideo> {
  const probe = await probeVideo(source.path, ffmpegPath);
  const video = { ...source, probe };
  const ticket = { video, position: 0, phase: 0, epoch: 0, repeat: 0, role: "unlabeled" } as const;
  const { clips: count } = config.evaluate;
  const folder = await Deno.makeTempDir({ prefix: "engine-bench-" });
  try {
    let windows: DecodedWindow[] = [];
    // A whole video is decoded once, and its windows are cut from it.
    const [args, ...others] = await recordArguments(
      { folder, ffmpegPath },
      async (recorderPath) => {
        const loader = new WindowLoader(config, { ffmpegPath: recorderPath, notify: () => {} });
        windows = await loader.test(ticket, count, new AbortController().signal);
      },
    );
    assert.ok(args !== undefined && others.length === 0);
    const rates = { clips: clipRates(config.clip), seed: 0, training: false };
    const planned = await lastValueFrom(from(windows).pipe(slowFast(rates), toArray()));
    const { framesPerSecond, frameCount: windowFrames } = decodingGrid(rates.clips);
    const gridFrames = gridFrameCount(probe.durationSec, framesPerSecond);
    const starts = testWindows({ gridFrames, windowFrames }, count);
    const { width, height } = windows[0]!;
    return {
      args,
      width,
      height,
      clips: planned.map(({ indices }, clip) =>
        indices.primary!.map((index) => starts[clip]!.startFrame + index)
      ),
      lefts: cropPlans({ width, height }, config.evaluate.crops).map(({ box }) => box.left),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

import { FrameCache, frameDimensions } from "../../datasets/mod.ts";
import type { PerNetwork } from "../../operators/mod.ts";
import { jpegDataUrls } from "../pictures/jpeg_data_urls.ts";
import type { ImageSize } from "../pictures/png_data_url.ts";
import type { ClipHeat } from "./clip_heat.ts";
import { drawHeat } from "./draw_heat.ts";
import type { ExplainedNetwork } from "./explained_networks.ts";
import { coversFrame, frameHeat } from "./frame_heat.ts";
import { heatPlane } from "./heat_plane.ts";
import { type ExplainedTest, type VideoExplainer, WHOLE_BYTES } from "./video_explainer.ts";

/** What one network looks at in the frames of a strip. */
export interface HeatStrip {
  readonly explained: ExplainedNetwork;
  /** JPEG images as `data:` URLs. */
  readonly images: readonly string[];
}

/** Frames of a video, and the same ones with what each network looks at. */
export interface HeatStrips {
  /** The frames as they are: JPEG images as `data:` URLs. */
  readonly images: readonly string[];
  /** When each of them is shown, in seconds. */
  readonly seconds: readonly number[];
  /** Of each network, the primary one first. */
  readonly heat: readonly HeatStrip[];
}

/** Options of {@linkcode readHeatStrips}. */
export interface HeatStripsOptions {
  /** Index of the class whose answer is explained. */
  readonly label: number;
  /** Number of frames. */
  readonly frames: number;
  /** Short side of the frames, in pixels. */
  readonly shortSide: number;
  readonly ffmpegPath: string;
  /** How long ffmpeg may be silent, in seconds. */
  readonly silenceSec: number;
  readonly signal: AbortSignal;
}

/**
 * Reads frames of a video and draws over them what each network looks at for an answer about it, in
 * the clips that a test looks at. The frames are at equal distances, as nearly as these clips allow.
 *
 * @throws {DecodeError} If the video cannot be read.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function readHeatStrips(
  path: string,
  explainer: VideoExplainer,
  options: HeatStripsOptions,
): Promise<HeatStrips> {
  const explained = await explainer.test(path, options.label);
  const positions = chooseFrames(explained, options.frames);
  const shown = await readFrames({ path, ...explained }, positions, options);
  const strips = explainer.networks.map(({ network }) => {
    const clips = explained.clips.flatMap((clip) => clip[network] ?? []);
    return shown.frames.map((frame, index) =>
      drawHeat(frame, heatPlane(frameHeat(clips, positions[index]!), shown))
    );
  });
  const images = await jpegDataUrls([shown.frames, ...strips].flat(), { ...options, ...shown });
  const stripAt = (index: number) =>
    images.slice(index * positions.length, (index + 1) * positions.length);
  return {
    images: stripAt(0),
    seconds: positions.map((frame) => frame / explained.framesPerSecond),
    heat: explainer.networks.map((network, index) => {
      return { explained: network, images: stripAt(index + 1) };
    }),
  };
}

/** Some frames of a video, each uint8 RGB `[height, width, 3]`. */
interface ShownFrames extends ImageSize {
  readonly frames: readonly Uint8Array[];
}

async function readFrames(
  { path, probe, framesPerSecond }: ExplainedTest & { readonly path: string },
  positions: readonly number[],
  { shortSide, ffmpegPath, silenceSec, signal }: HeatStripsOptions,
): Promise<ShownFrames> {
  const size = { shortSide };
  const grid = { ffmpegPath, framesPerSecond, size, silenceSec };
  const cache = new FrameCache({ ...grid, budgetBytes: WHOLE_BYTES });
  const frames: Uint8Array[] = [];
  for (const startFrame of positions) {
    const window = { startFrame, frameCount: 1 };
    frames.push((await cache.loadWindow({ path, probe }, window, signal)).frames);
  }
  return { frames, ...frameDimensions(size, probe) };
}

/** Chooses frames at equal distances, each the nearest one that all networks see. */
function chooseFrames({ clips, frameCount }: ExplainedTest, count: number): number[] {
  const seen = Array.from({ length: frameCount }, (_, frame) => frame)
    .filter((frame) => isSeen(clips, frame));
  return Array.from({ length: count }, (_, index) => {
    const wanted = frameCount * (index + 0.5) / count - 0.5;
    return nearestOf(seen, wanted) ?? Math.round(wanted);
  });
}

function isSeen(clips: readonly PerNetwork<ClipHeat>[], frame: number): boolean {
  return clips.some((networks) =>
    Object.values(networks).every((clip) => coversFrame(clip, frame))
  );
}

function nearestOf(values: readonly number[], wanted: number): number | undefined {
  return values.toSorted((first, second) =>
    Math.abs(first - wanted) - Math.abs(second - wanted)
  )[0];
}

import type { PerNetwork } from "../../operators/mod.ts";
import { jpegDataUrls } from "../pictures/jpeg_data_urls.ts";
import { type FramesAt, readFramesAt, type ReadFramesAtOptions } from "../videos/read_frames_at.ts";
import type { ClipHeat } from "./clip_heat.ts";
import { drawHeat } from "./draw_heat.ts";
import type { ExplainedNetwork } from "./explained_networks.ts";
import { coversFrame, frameHeat } from "./frame_heat.ts";
import { heatPlane } from "./heat_plane.ts";
import type { ExplainedTest, VideoExplainer } from "./video_explainer.ts";

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
export interface HeatStripsOptions extends ReadFramesAtOptions {
  /** Index of the class whose answer is explained. */
  readonly label: number;
  /** Number of frames. */
  readonly frames: number;
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
  const { label, frames: count, ...reading } = options;
  const explained = await explainer.test(path, label);
  const { framesPerSecond, clips } = explained;
  const positions = chooseFrames(explained, count);
  const times = positions.map((frame) => frame / framesPerSecond);
  const shown = await readFramesAt(path, () => times, reading);
  const encode = (frames: readonly Uint8Array[]) =>
    jpegDataUrls(frames, { ...reading, width: shown.width, height: shown.height });
  const heat: HeatStrip[] = [];
  for (const network of explainer.networks) {
    const clipsOfNetwork = clips.flatMap((clip) => clip[network.network] ?? []);
    const drawn = drawStrip(shown, clipsOfNetwork, positions);
    heat.push({ explained: network, images: await encode(drawn) });
  }
  return { images: await encode(shown.frames), seconds: shown.seconds, heat };
}

function drawStrip(
  shown: FramesAt,
  clips: readonly ClipHeat[],
  positions: readonly number[],
): Uint8Array[] {
  return shown.frames.map((frame, index) =>
    drawHeat(frame, heatPlane(frameHeat(clips, positions[index]!), shown))
  );
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

import { describeInput } from "../../datasets/mod.ts";
import { heatOverlay } from "../explanation/draw_heat.ts";
import { heatScale } from "../explanation/heat_colors.ts";
import { heatPlane } from "../explanation/heat_plane.ts";
import type { ExplainedNetwork } from "../explanation/explained_networks.ts";
import type { ExplainedFrame, VideoExplainer } from "../explanation/video_explainer.ts";
import { headerHeight } from "./_caption_header.ts";
import { writeCaptioned } from "./_write_captioned.ts";
import type { AnnotateOptions } from "./annotate_options.ts";
import type { LookingPlan } from "./looking_plan.ts";
import type { Answer } from "./prediction.ts";

/** Options of {@linkcode explainVideo}. */
export interface ExplainVideoOptions extends AnnotateOptions {
  readonly explainer: VideoExplainer;
  /** How the video was looked at. */
  readonly plan: LookingPlan;
}

/** Short side of a copy below which small videos are enlarged, in pixels. */
const SHORT_SIDE = 240;

/** Size in pixels in which heat is drawn before it is enlarged; it is smooth. */
const HEAT_SIDE = 128;

/** Number of colors of the scale. */
const SCALE_COLORS = 32;

/**
 * Writes a copy of a video that shows what each network looks at for the answer: for each network a
 * gray copy with heat, side by side, with the captions of `annotateVideo()`. The video is decoded
 * and looked at again, with the windows that its answer came from.
 *
 * @throws {DecodeError} If the video cannot be decoded.
 * @throws {DiskFullError} If the disk is full.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function explainVideo(answer: Answer, options: ExplainVideoOptions): Promise<void> {
  const { path, explainer, ffmpegPath, silenceSec, signal } = options;
  const { framesPerSecond, networks } = explainer;
  const { startSec, ...input } = await describeInput(path, ffmpegPath, signal, { silenceSec });
  const enlargement = Math.max(1, Math.ceil(SHORT_SIDE / Math.min(input.width, input.height)));
  const [width, height] = [input.width * enlargement, input.height * enlargement];
  const header = {
    height: headerHeight({ width, height }),
    titles: networks.map(titleOf),
    scale: heatScale(SCALE_COLORS),
  };
  const heat = heatSize(input);
  const writing = writeCaptioned(answer, {
    ...options,
    width: networks.length * width,
    height,
    startSec,
    header,
    overlay: {
      enlargement,
      framesPerSecond,
      startSec,
      copies: networks.length,
      header: header.height,
      width: networks.length * heat.width,
      height: heat.height,
      open: () => ReadableStream.from(heatImages(answer, options, heat)),
    },
  });
  await writing.finally(() => explainer.settled());
}

/** Two lines about a network. */
function titleOf({ network, kind, method, side }: ExplainedNetwork): readonly [string, string] {
  return [`${network}: ${kind}`, `${method}, ${side} × ${side} cells`];
}

interface ImageSize {
  readonly width: number;
  readonly height: number;
}

function heatSize({ width, height }: ImageSize): ImageSize {
  const scale = Math.min(1, HEAT_SIDE / Math.min(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** The heat of all networks, frame by frame. */
async function* heatImages(
  answer: Answer,
  { path, explainer, plan: { hop } }: ExplainVideoOptions,
  size: ImageSize,
): AsyncGenerator<Uint8Array> {
  const labelAt = labelsOf(answer);
  const { isWhole } = answer;
  for await (const { heat } of explainer.frames(path, { isWhole, hop, labelAt })) {
    yield overlayOf(heat, explainer, size);
  }
}

function overlayOf(
  heat: ExplainedFrame["heat"],
  { networks }: VideoExplainer,
  size: ImageSize,
): Uint8Array {
  return heatOverlay(networks.map(({ network }) => heatPlane(heat[network] ?? [], size)));
}

/** Returns the index of the class that an answer gives at a time; null where it is unsure. */
function labelsOf({ segments, classes }: Answer): (seconds: number) => number | null {
  const names = classes.map((answer) => answer.class);
  return (seconds) => {
    const segment = segments.find(({ end }) => seconds < end) ?? segments.at(-1);
    const label = names.indexOf(segment?.class ?? "");
    return label === -1 ? null : label;
  };
}

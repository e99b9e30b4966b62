import { type tf, uploadUint8 } from "../../runtime/mod.ts";
import type { FlowFrames, FramesOfClip, Modality, SpatialPlan } from "../clip.ts";
import { cropFrames } from "./crop_frames.ts";
import { flowLevels } from "./flow_levels.ts";
import { opticalFlow } from "./optical_flow.ts";
import { restoreFlow } from "./restore_flow.ts";
import { temporalGradient } from "./temporal_gradient.ts";

/** What clips of a modality are made of, on the device: all `[clips × frames, height, width, …]`. */
export type ClipSource =
  /** Levels of the frames, or of their changes. */
  | { readonly modality: "rgb" | "gradient"; readonly levels: tf.Tensor4D }
  | {
    readonly modality: "flow";
    readonly flow: tf.Tensor4D;
    /** Height and width of the frames of which it was computed, divided by those of the window's. */
    readonly scale: readonly [height: number, width: number];
  };

/**
 * Sends the frames of clips of one modality, as bytes, and computes their changes: gradient or flow.
 *
 * @param windows At least one; all have frames of one size, and flow of one size or none.
 * @param names Names of the clips whose frames are sent: of each window one clip after the other.
 * @throws {TypeError} If clips of changes are asked for and a window lacks the frames that follow.
 * @throws {RangeError} If a window lacks one of the frames.
 */
export function sendClipSource(
  windows: readonly FramesOfClip[],
  { modality, names }: { readonly modality: Modality; readonly names: readonly string[] },
): ClipSource {
  const [{ height, width, flow }] = windows as readonly [FramesOfClip];
  const send = (imagesOf: (window: FramesOfClip) => FlowFrames) =>
    sendImages(windows.map((window) => {
      const indices = names.flatMap((name) => window.indices[name]!);
      return { ...imagesOf(window), indices };
    }));
  if (modality === "flow" && flow !== undefined) {
    const images = send((window) => window.flow!);
    const scale = [flow.height / height, flow.width / width] as const;
    return { modality, flow: restoreFlow(images), scale };
  }
  const frames = send((window) => ({ ...window, images: window.frames }));
  if (modality === "rgb") return { modality, levels: frames };
  const next = send((window) => {
    if (window.nextFrames !== undefined) return { ...window, images: window.nextFrames };
    throw new TypeError(
      `Cannot make clips of ${modality} as windows must have the frames that follow theirs`,
    );
  });
  // The changes of whole frames serve all views.
  return modality === "gradient"
    ? { modality, levels: temporalGradient(frames, next) }
    : { modality, flow: opticalFlow(frames, next), scale: [1, 1] };
}

/** Images of a window, and which of them are sent. */
interface SomeImages extends FlowFrames {
  readonly indices: readonly number[];
}

/**
 * Sends some images of each window, which all have one size.
 *
 * @throws {RangeError} If a window has fewer images.
 */
function sendImages(windows: readonly SomeImages[]): tf.Tensor4D {
  const [{ height, width }] = windows as readonly [SomeImages];
  const bytesPerImage = height * width * 3;
  const count = windows.flatMap(({ indices }) => indices).length;
  const bytes = new Uint8Array(count * bytesPerImage);
  let offset = 0;
  for (const { images, indices } of windows) {
    for (const index of indices) {
      // A negative number would count from the end, a fraction begin within a frame.
      const start = Number.isInteger(index) && index >= 0 ? index * bytesPerImage : Infinity;
      const image = images.subarray(start, start + bytesPerImage);
      if (image.length !== bytesPerImage) {
        throw new RangeError(
          `Cannot send frame ${index} of a window as it must have ${height} × ${width} × 3 bytes: ` +
            `current value is ${image.length}`,
        );
      }
      bytes.set(image, offset);
      offset += bytesPerImage;
    }
  }
  return uploadUint8<tf.Rank.R4>(bytes, [count, height, width, 3]);
}

/**
 * Cuts a part out of the frames of each clip and scales it.
 *
 * @param plans One for each window.
 * @returns Levels from 0 to 255, `[clips × frames, size, size, 3]`.
 */
export function cropClipSource(
  source: ClipSource,
  plans: readonly SpatialPlan[],
  size: number,
): tf.Tensor4D {
  if (source.modality !== "flow") return cropFrames(source.levels, plans, [size, size]);
  const ofFlow = plans.map((plan) => scaledPlan(plan, source.scale));
  return flowLevels(cropFrames(source.flow, ofFlow, [size, size]), ofFlow);
}

/** Returns a plan for images of another size that show the same. */
function scaledPlan(
  { box: { top, left, height, width }, flip }: SpatialPlan,
  [vertical, horizontal]: readonly [number, number],
): SpatialPlan {
  const box = {
    top: top * vertical,
    left: left * horizontal,
    height: height * vertical,
    width: width * horizontal,
  };
  return { box, flip };
}

import type { Dimensions } from "../frames/frame_dimensions.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";

/**
 * Returns the size of a transcoded video: even sides, as H.264's colors need, and never larger than
 * the source's. A display size of 640×360 at short side 256 gives 456×256 (455.1); 241×321 becomes
 * 240×320.
 */
export function transcodedDimensions(
  { displayWidth, displayHeight }: Pick<VideoProbe, "displayWidth" | "displayHeight">,
  shortSide: number,
): Dimensions {
  const scale = Math.min(1, shortSide / Math.min(displayWidth, displayHeight));
  const toEven = (side: number) => {
    const nearestHalf = Math.round(side * scale / 2);
    return 2 * Math.max(1, Math.min(nearestHalf, Math.floor(side / 2)));
  };
  return { width: toEven(displayWidth), height: toEven(displayHeight) };
}

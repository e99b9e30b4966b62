import type { DecodePlan } from "./_decode_plan.ts";
import type { DecodingStart } from "./_decoding_starts.ts";
import { gridFilters, KEEP_LAST_IMAGE, lastingGridFilters, scaleFilter } from "./_grid_filters.ts";
import { pairFilters, secondImageFilter } from "./_pair_filters.ts";
import { fileInput } from "../ffmpeg/_file_input.ts";
import { heartbeatFilter } from "../ffmpeg/_heartbeat.ts";
import { orientationFilters, storedDimensions } from "../ffmpeg/_orientation.ts";
import { TIMELINE_ARGUMENTS, timelineFilter, unbrokenTimelineFilter } from "../ffmpeg/_timeline.ts";

/** Before this time from the end further images surely come. */
const LAST_PART_SEC = 1;

/**
 * Codecs of whole images whose decoders do not call them so. Others that do not, of which some
 * images are changes (Cinepak, QuickTime Animation, …), are always decoded from the start.
 */
const UNTYPED_WHOLE: ReadonlySet<string> = new Set([
  "cfhd",
  "ffvhuff",
  "huffyuv",
  "hymt",
  "speedhq",
  "tiff",
]);

/** Returns the arguments with which ffmpeg decodes the frames of a plan from a start. */
export function decodeArguments(plan: DecodePlan, start: DecodingStart): string[] {
  const { path, framesPerSecond, frameCount } = plan;
  return [
    ...["-v", "error", "-threads", "1", ...TIMELINE_ARGUMENTS],
    // Not "accurate" seeking: that drops the image which began before the start and is still shown.
    ...(start === null ? [] : ["-noaccurate_seek", "-ss", start.seekSec.toFixed(6)]),
    ...["-an", "-sn", "-dn", ...fileInput(path)],
    // The first video stream that is not a cover picture.
    ...["-map", "0:V:0", "-filter_threads", "1", "-vf", decodeFilters(plan, start)],
    ...["-r", String(framesPerSecond), "-frames:v", String(frameCount)],
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
  ];
}

/** Returns the filters that make frames of decoded images. */
function decodeFilters(plan: DecodePlan, start: DecodingStart): string {
  const { probe, nextFrames = false } = plan;
  const { clock, framesPerSecond } = probe;
  // Scaled before they are turned: only the scaler accepts images of several sizes.
  const scale = scaleFilter(storedDimensions(plan.dimensions, probe), kernelOf(plan));
  // Images that stay for long are scaled before they are repeated: ffmpeg 9 holds all repetitions,
  // which then are one image. Others are scaled afterwards, without those that the grid leaves out.
  const isRepeatedLong = clock.longestStepSec !== undefined;
  const lasts = nextFrames || needsLastImage(plan, start);
  const images = [
    ...(start === null ? [] : soughtFilters(plan, start)),
    heartbeatFilter(),
    ...(isRepeatedLong ? [scale] : []),
    ...(nextFrames ? [secondImageFilter()] : []),
    // Before `setpts`: after it, ffmpeg 6.1 and 7.0 know no frame rate any more.
    ...(lasts && framesPerSecond !== null ? [KEEP_LAST_IMAGE] : []),
    start === null ? timelineFilter(clock) : unbrokenTimelineFilter(clock),
  ];
  const frames = [
    ...(lasts && framesPerSecond === null ? lastingGridFilters(plan) : gridFilters(plan)),
    // Ends there by itself: ffmpeg 9 would first make all frames of the image that is shown then.
    `trim=end_frame=${plan.frameCount}`,
    ...(isRepeatedLong ? [] : [scale]),
    ...orientationFilters(probe),
    // Renumbered from 0, else the raw output would repeat the first frame up to the start time.
    "setpts=N",
  ];
  return [...images, ...(nextFrames ? [pairFilters({ frames, nextFrames: frames })] : frames)]
    .join(",");
}

/** Whether decoding may end before the next image after the plan's last frame. */
function needsLastImage(plan: DecodePlan, start: DecodingStart): boolean {
  const { framesPerSecond, startFrame, frameCount, probe: { durationSec } } = plan;
  return start !== null ||
    (startFrame + frameCount) / framesPerSecond > durationSec - LAST_PART_SEC;
}

/**
 * Lets images through from the key frame on, or from a whole image before it, and ends decoding with
 * the images of the plan's last frame. The decoder must call the image whole: containers say of many
 * images that decoding can start there although they are changes of others.
 */
function soughtFilters(
  { framesPerSecond, startFrame, frameCount, probe: { clock, codec } }: DecodePlan,
  { tick }: NonNullable<DecodingStart>,
): string[] {
  const endSec = (startFrame + frameCount + 1) / framesPerSecond;
  const endTick = clock.firstTick + Math.ceil(endSec / clock.tickSec) + 1;
  const isWhole = UNTYPED_WHOLE.has(codec) ? "1" : "eq(pict_type,I)";
  return [`select='st(0,gt(ld(0)+lte(pts,${tick})*${isWhole},0))'`, `trim=end_pts=${endTick}`];
}

/**
 * Images that keep their height get their colors, stored at half of it, by another kernel: for those
 * ffmpeg 9.0 does something else than older versions with the bilinear one.
 */
function kernelOf({ dimensions, probe }: DecodePlan): "bicubic" | "bilinear" {
  const { height } = storedDimensions(dimensions, probe);
  return height === probe.codedHeight ? "bicubic" : "bilinear";
}

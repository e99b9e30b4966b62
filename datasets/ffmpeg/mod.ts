/**
 * The ffmpeg that decodes and encodes: finding it, and its errors.
 *
 * @module
 */
export { decodableCodecs } from "./decodable_codecs.ts";
export { type FfmpegAttempt, FfmpegError, type FfmpegErrorDetails } from "./ffmpeg_error.ts";
export { type Ffmpeg, locateFfmpeg, type LocateFfmpegOptions } from "./locate_ffmpeg.ts";
export { burnCaptions, type BurnCaptionsOptions, type VideoOverlay } from "./burn_captions.ts";
export { type CaptionedInput, describeInput } from "./describe_input.ts";

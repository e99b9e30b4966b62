export { ffmpegCacheDirectory } from "./cache_directory.ts";
export { type FfmpegAttempt, FfmpegError } from "./ffmpeg_error.ts";
export { type Ffmpeg, locateFfmpeg } from "./locate_ffmpeg.ts";

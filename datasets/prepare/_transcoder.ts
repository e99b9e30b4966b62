import { FfmpegError } from "../ffmpeg/ffmpeg_error.ts";
import { runFfmpegForText } from "../ffmpeg/_run_ffmpeg.ts";

/** An ffmpeg that writes H.264. */
export interface Transcoder {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** The arguments that keep each frame's time; ffmpeg 5.1 renamed the option. */
  readonly keepTimes: readonly string[];
}

/**
 * Finds out whether and how an ffmpeg can transcode.
 *
 * @throws {FfmpegError} If it lacks the encoder.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function findTranscoder(
  ffmpegPath: string,
  signal?: AbortSignal,
): Promise<Transcoder> {
  const readHelp = async (topic: string) => {
    const args = ["-hide_banner", "-h", topic];
    const { text } = await runFfmpegForText({ ffmpegPath, args, signal });
    return text;
  };
  const encoderHelp = await readHelp("encoder=libx264");
  if (!encoderHelp.includes("Encoder libx264")) {
    throw new FfmpegError("Cannot transcode videos as ffmpeg must have the encoder libx264", {
      attempts: [{ source: ffmpegPath, reason: "it was built without" }],
      remedies: ["Set FFMPEG_PATH to an ffmpeg with libx264."],
    });
  }
  const allOptions = await readHelp("long");
  const option = allOptions.includes("-fps_mode") ? "-fps_mode" : "-vsync";
  return { ffmpegPath, keepTimes: [option, "passthrough"] };
}

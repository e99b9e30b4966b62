import { locateFfmpeg } from "../../../datasets/mod.ts";
import { writeScript } from "./_scripts.ts";

/** What ffmpeg is asked for, by words of its arguments. */
const WORK = {
  version: "*-version*",
  probe: "*-copyinkf*",
  decode: "*rawvideo*rgb24*pipe:1",
  transcode: "*libx264*",
} as const;

/** When and how a fake ffmpeg misbehaves. */
export interface Misbehavior {
  /** What it is asked for then. */
  readonly at: keyof typeof WORK;
  /** Words in the arguments: the name of a video. Any, if omitted. */
  readonly video?: string;
  /** Commands of a shell; `"$FFMPEG" "$@"` does what is asked for. */
  readonly does: string;
  /**
   * How often it misbehaves, over all of its processes.
   *
   * @default always
   */
  readonly times?: number;
}

/** Writes a program that does what ffmpeg does, but for one thing, and returns its path. */
export async function writeFakeFfmpeg(
  folder: string,
  { at, video = "", does, times = Infinity }: Misbehavior,
): Promise<string> {
  const { path } = await locateFfmpeg();
  const isDue = Number.isFinite(times) ? `[ "$(wc -c < "$0.times")" -lt ${times} ]` : "true";
  const script = await writeScript(
    folder,
    "ffmpeg",
    `FFMPEG='${path}'
case "$*" in
  ${WORK[at]})
    case "$*" in
      *${video}*)
        if ${isDue}; then
          printf x >> "$0.times"
          ${does}
        fi;;
    esac;;
esac
exec "$FFMPEG" "$@"`,
  );
  await Deno.writeTextFile(`${script}.times`, "");
  return script;
}

/** Returns how often a fake ffmpeg has misbehaved. */
export async function timesMisbehaved(ffmpegPath: string): Promise<number> {
  return (await Deno.readTextFile(`${ffmpegPath}.times`)).length;
}

import { findTranscoder } from "../../datasets/prepare/_transcoder.ts";
import { ffmpegUnderTest, runFfmpeg } from "./_fixtures.ts";

/** A video whose frames are flat gray. */
export interface GrayOptions {
  readonly frames: number;
  readonly framesPerSecond?: number;
  readonly size?: string;
  /** A filter that moves time stamps. */
  readonly times?: string;
  /** Arguments before and after the output's codec. */
  readonly inputs?: readonly string[];
  readonly extra?: readonly string[];
}

/**
 * Encodes flat gray frames without loss. Each is 7 levels brighter than the last, starting again at
 * 20 after 30 frames, so that they can be told apart after lossy coding.
 */
export async function encodeGray(path: string, options: GrayOptions): Promise<string> {
  const { frames, framesPerSecond = 25, size = "32x24", times = "null" } = options;
  const { inputs = [], extra = [] } = options;
  const { keepTimes } = await findTranscoder(await ffmpegUnderTest());
  await runFfmpeg([
    ...["-f", "lavfi", ...inputs, "-i"],
    `color=s=${size}:r=${framesPerSecond}:d=${frames / framesPerSecond},` +
    `geq=lum='20+7*mod(N,30)':cb=128:cr=128,${times}`,
    ...keepTimes,
    ...["-c:v", "ffv1", "-pix_fmt", "yuv420p", ...extra, path],
  ]);
  return path;
}

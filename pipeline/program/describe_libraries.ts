import type { RunLibraries } from "../run/run_record.ts";

/**
 * Returns what this process computes with; null if TensorFlow has not been started, before which
 * ffmpeg is found.
 */
export async function describeLibraries(): Promise<RunLibraries | null> {
  // Not earlier, as a command that fails before it computes should not load TensorFlow.
  const { deviceInUse } = await import("../../runtime/mod.ts");
  const tensorflow = deviceInUse();
  if (tensorflow === null) return null;
  const { locateFfmpeg } = await import("../../datasets/ffmpeg/mod.ts");
  const ffmpeg = await locateFfmpeg();
  return { tensorflow: tensorflow.version, device: tensorflow.kind, ffmpeg: ffmpeg.version };
}

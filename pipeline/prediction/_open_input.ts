import { resolve } from "node:path";
import {
  DecodeError,
  type FrameSource,
  type FrameSourceOptions,
  openFrames,
  openStream,
  probeVideo,
  type VideoBytes,
} from "../../datasets/mod.ts";
import { examineBytes } from "./_video_bytes.ts";
import type { VideoInput } from "./video_input.ts";

/** A video whose frames can be read. */
export interface OpenedInput {
  readonly input: VideoInput;
  readonly frames: FrameSource;
  /** Its length in seconds; null for a stream. */
  readonly seconds: number | null;
  /** Ends its decoder, and removes what was stored for it. May be called again. */
  readonly close: () => Promise<void>;
}

/**
 * Starts decoding a video from its start.
 *
 * @throws {DecodeError} If it is missing, or is not a video.
 */
export async function openInput(
  input: VideoInput,
  options: FrameSourceOptions,
  signal: AbortSignal,
): Promise<OpenedInput> {
  const { source } = input;
  switch (source.kind) {
    case "file":
      await requireFile(source.path);
      return { input, ...await openFile(source.path, options, signal) };
    case "bytes":
      return { input, ...await openBytes(source, options, signal) };
    default: {
      const frames = await openStream(source, options, signal);
      return { input, frames, seconds: null, close: () => frames.close() };
    }
  }
}

async function openFile(path: string, options: FrameSourceOptions, signal: AbortSignal) {
  const probe = await probeVideo(path, options.ffmpegPath, signal);
  const frames = await openFrames(path, { ...options, probe }, signal);
  return { frames, seconds: probe.durationSec, close: () => frames.close() };
}

/** Bytes that cannot be decoded as they come are stored in a file first. */
async function openBytes(source: VideoBytes, options: FrameSourceOptions, signal: AbortSignal) {
  const { bytes, needsFile } = await examineBytes(source.bytes);
  if (!needsFile) {
    const frames = await openStream({ ...source, bytes }, options, signal);
    return { frames, seconds: null, close: () => frames.close() };
  }
  const path = await Deno.makeTempFile({ prefix: "actnetformer-" });
  const remove = async () => await Deno.remove(path).catch(ignoreMissing);
  try {
    await Deno.writeFile(path, bytes, { signal });
    const { close, ...opened } = await openFile(path, options, signal);
    return { ...opened, close: () => close().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

/** @throws {DecodeError} If there is no file, with the path where it was looked for. */
async function requireFile(path: string): Promise<void> {
  try {
    await Deno.stat(path);
  } catch (cause) {
    // What else is wrong the decoder says.
    if (!(cause instanceof Deno.errors.NotFound)) return;
    const details = { path, exitCode: null, stderr: "", cause };
    throw new DecodeError(`no such file: ${resolve(path)}`, details);
  }
}

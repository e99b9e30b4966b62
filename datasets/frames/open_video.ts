import { resolve } from "node:path";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import { probeVideo } from "../ffmpeg/probe_video.ts";
import { NumberedFrames } from "./_numbered_frames.ts";
import { fetchHere, openWebAddress } from "./_open_web_address.ts";
import { renamed, storeBytes, type StoredBytes } from "./_store_bytes.ts";
import { examineBytes } from "./_video_bytes.ts";
import type { FetchAddress } from "./fetch_address.ts";
import { type FrameSourceOptions, openFrames } from "./open_frames.ts";
import { openStream } from "./open_stream.ts";
import type { OpenedVideo } from "./opened_video.ts";
import type { VideoAddress, VideoBytes, VideoStream } from "./video_stream.ts";

/** Options of {@linkcode openVideo}. */
export interface OpenVideoOptions extends FrameSourceOptions {
  /**
   * Requests the file behind a web address, for programs whose network access is elsewhere.
   *
   * @default by this process
   */
  readonly fetchAddress?: FetchAddress | undefined;
}

/**
 * Starts decoding a video from its start, as a pull source: a file, an address, a camera, or bytes
 * as they come. For iteration call {@linkcode frames}, for a part of a file
 * {@linkcode decodeWindow}.
 *
 * A file behind a web address is downloaded as it is decoded. MP4 and MOV files whose index is at
 * their end cannot be decoded as they come: from bytes and web addresses they are stored in a
 * temporary file first, which `close()` removes.
 *
 * @param video Path of a file, or a stream.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeVideo, locateFfmpeg, openVideo } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const path = `${await Deno.makeTempDir()}/gray.mp4`;
 * const size = { width: 16, height: 16 };
 * const gray = new Uint8Array(3 * 16 * 16 * 3).fill(128);
 * await encodeVideo({ frames: gray, ...size, framesPerSecond: 10, path, ffmpegPath });
 * const { readable: bytes } = await Deno.open(path);
 * const stream = { kind: "bytes", name: "gray", bytes } as const;
 * await using video = await openVideo(stream, { framesPerSecond: 10, size, ffmpegPath });
 * assert.equal((await video.read())?.pixels[0], 128);
 * ```
 *
 * @throws {DecodeError} If it is missing, or is not a video.
 * @throws {RangeError} If an option is out of range, or an address has another protocol.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function openVideo(
  video: string | VideoStream,
  options: OpenVideoOptions,
  signal?: AbortSignal,
): Promise<OpenedVideo> {
  if (typeof video === "string") {
    await requireFile(video);
    return await openFile(video, options, signal);
  }
  switch (video.kind) {
    case "bytes":
      return await openBytes(video, options, signal);
    case "camera":
      return await openAsItComes(video, options, signal);
    case "address":
      return /^https?:/i.test(video.address)
        ? await openWeb(video, options, signal)
        : await openAsItComes(video, options, signal);
  }
}

async function openFile(
  path: string,
  { stored, ...options }: FrameSourceOptions & { readonly stored?: StoredBytes | undefined },
  signal?: AbortSignal,
): Promise<OpenedVideo> {
  const { ffmpegPath, silenceSec } = options;
  const probe = options.probe ?? await probeVideo(path, ffmpegPath, signal, { silenceSec });
  const frames = await openFrames(path, { ...options, probe }, signal);
  return new NumberedFrames(frames, { ...options, durationSec: probe.durationSec, stored });
}

async function openAsItComes(
  stream: VideoStream,
  options: FrameSourceOptions,
  signal?: AbortSignal,
): Promise<OpenedVideo> {
  const frames = await openStream(stream, options, signal);
  return new NumberedFrames(frames, { ...options, durationSec: null });
}

/**
 * A file behind a web address is downloaded here, as many servers allow no seeking, and an ffmpeg
 * may have no TLS; a playlist is left to ffmpeg.
 */
async function openWeb(
  stream: VideoAddress,
  { fetchAddress = fetchHere, ...options }: OpenVideoOptions,
  signal?: AbortSignal,
): Promise<OpenedVideo> {
  const bytes = await openWebAddress(stream.address, { fetchAddress, signal });
  if (bytes === null) return await openAsItComes(stream, options, signal);
  return await openBytes({ kind: "bytes", name: stream.address, bytes }, options, signal);
}

/** Bytes that cannot be decoded as they come are stored in a file first. */
async function openBytes(
  stream: VideoBytes,
  options: FrameSourceOptions,
  signal?: AbortSignal,
): Promise<OpenedVideo> {
  const { bytes, needsFile } = await examineBytes(stream.bytes, signal);
  if (!needsFile) return await openAsItComes({ ...stream, bytes }, options, signal);
  const stored = await storeBytes({ ...stream, bytes }, signal);
  try {
    return await openFile(stored.path, { ...options, stored }, signal);
  } catch (error) {
    await stored[Symbol.asyncDispose]();
    throw renamed(error, stored);
  }
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

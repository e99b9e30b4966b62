import { join, resolve } from "node:path";
import {
  DecodeError,
  type FrameSource,
  type FrameSourceOptions,
  openFrames,
  openStream,
  probeVideo,
  type VideoAddress,
  type VideoBytes,
  type VideoStream,
} from "../../datasets/mod.ts";
import { TemporaryFolder } from "../files/temporary_folder.ts";
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
    case "camera":
      return { input, ...await openAsItComes(source, options, signal) };
    case "address":
      return /^https?:/i.test(source.address)
        ? { input, ...await openWeb(source, options, signal) }
        : { input, ...await openAsItComes(source, options, signal) };
  }
}

async function openAsItComes(
  source: VideoStream,
  options: FrameSourceOptions,
  signal: AbortSignal,
) {
  const frames = await openStream(source, options, signal);
  return { frames, seconds: null, close: () => frames.close() };
}

/**
 * A file behind a web address is downloaded here, as many servers allow no seeking, and an ffmpeg
 * may have no TLS; a playlist is left to ffmpeg.
 */
async function openWeb(source: VideoAddress, options: FrameSourceOptions, signal: AbortSignal) {
  const { address } = source;
  const response = await fetchFrom(address, signal);
  if (isPlaylist(response)) {
    await response.body?.cancel();
    return await openAsItComes(source, options, signal);
  }
  const bytes = response.body ?? new Blob().stream();
  return await openBytes({ kind: "bytes", name: address, bytes }, options, signal);
}

/** @throws {DecodeError} If the server does not give the file. */
async function fetchFrom(address: string, signal: AbortSignal): Promise<Response> {
  const details = { path: address, exitCode: null, stderr: "" };
  let response: Response;
  try {
    response = await fetch(address, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new DecodeError("the server cannot be reached", { ...details, cause });
  }
  if (response.ok) return response;
  await response.body?.cancel();
  throw new DecodeError(
    `the server answers ${response.status} ${response.statusText}`.trimEnd(),
    details,
  );
}

/** Whether a response is the list of the parts of a video (HLS or DASH). */
function isPlaylist({ headers, url }: Response): boolean {
  const type = headers.get("content-type") ?? "";
  return /mpegurl|dash\+xml/i.test(type) || /\.(?:m3u8?|mpd)$/i.test(new URL(url).pathname);
}

async function openFile(path: string, options: FrameSourceOptions, signal: AbortSignal) {
  const probe = await probeVideo(path, options.ffmpegPath, signal);
  const frames = await openFrames(path, { ...options, probe }, signal);
  return { frames, seconds: probe.durationSec, close: () => frames.close() };
}

/** Bytes that cannot be decoded as they come are stored in a file first. */
async function openBytes(source: VideoBytes, options: FrameSourceOptions, signal: AbortSignal) {
  const { bytes, needsFile } = await examineBytes(source.bytes);
  if (!needsFile) return await openAsItComes({ ...source, bytes }, options, signal);
  using cleanup = new DisposableStack();
  const folder = cleanup.use(TemporaryFolder.make());
  const path = join(folder.path, "video");
  const file = await Deno.open(path, { write: true, createNew: true });
  await bytes.pipeTo(file.writable, { signal });
  const { close, ...opened } = await openFile(path, options, signal);
  const kept = cleanup.move();
  return { ...opened, close: () => close().finally(() => kept.dispose()) };
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

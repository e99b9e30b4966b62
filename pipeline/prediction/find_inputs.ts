import { glob } from "node:fs/promises";
import { basename, extname, relative, resolve } from "node:path";
import { readListPaths } from "../../datasets/lists/read_list_paths.ts";
import { listVideos, STREAM_PROTOCOLS } from "../../datasets/mod.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { pipeBytes } from "./_pipe_bytes.ts";
import type { VideoInput } from "./video_input.ts";

/** Options of {@linkcode findInputs}. */
export interface FindInputsOptions {
  /**
   * Whether addresses and standard input have no end; cameras, and protocols of live video, never
   * have.
   *
   * @default false
   */
  readonly live?: boolean | undefined;
  /**
   * What `-` stands for.
   *
   * @default standard input
   */
  readonly stdin?: ReadableStream<Uint8Array> | undefined;
  /** Called with one line for each thing a user should know of a list. */
  readonly notify?: ((line: string) => void) | undefined;
}

/** Protocols of an address behind which there may be a file with an end. */
const WITH_END: ReadonlySet<string> = new Set(["http", "https", "tcp", "srt"]);

/** Names of files that are lists and never videos. */
const TABLE = /\.(?:csv|tsv|jsonl)$/i;

/** Names of standard input, whose files the program itself may not open. */
const STANDARD_INPUT: ReadonlySet<string> = new Set([
  "-",
  "/dev/stdin",
  "/dev/fd/0",
  "/proc/self/fd/0",
]);

/** The camera devices of Linux. */
const CAMERA = /^\/dev\/video\d+$/;

/**
 * Finds the videos that words of a command line name: files, folders (with the folders in them),
 * patterns such as `'clips/*.mp4'`, lists (`@FILE`, as those of a training; labels are ignored),
 * addresses, cameras (`/dev/video0`), and `-` for standard input. A file need not be there yet.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { findInputs } from "@actnetformer/deno/pipeline";
 *
 * const [file, camera] = await findInputs(["a.mp4", "/dev/video0"]);
 * assert.deepEqual(file?.source, { kind: "file", path: "a.mp4" });
 * assert.ok(camera?.isLive);
 * ```
 *
 * @throws {TypeError} If a folder, pattern or list names no video, a list is named without `@`, an
 * address has a protocol that is not read, or a pipe is named twice.
 * @throws {ManifestError} If a list cannot be read.
 */
export async function findInputs(
  words: readonly string[],
  options: FindInputsOptions = {},
): Promise<VideoInput[]> {
  const inputs: VideoInput[] = [];
  for (const word of words) inputs.push(...await inputsOf(word, options));
  refuseSecondReading(inputs);
  return inputs;
}

/** What comes through a pipe comes once. */
function refuseSecondReading(inputs: readonly VideoInput[]): void {
  const names = new Map<string, string>();
  for (const { name, source } of inputs) {
    if (source.kind !== "bytes") continue;
    const pipe = STANDARD_INPUT.has(name) ? "standard input" : identityOf(name);
    const earlier = names.get(pipe);
    if (earlier !== undefined) {
      throw new TypeError(
        `Cannot read '${name}' as what comes through a pipe must be named once: '${earlier}' is ` +
          "the same one",
      );
    }
    names.set(pipe, name);
  }
}

/** Which file a path leads to, whatever links are on the way. */
function identityOf(path: string): string {
  const info = statIfPresent(path);
  return `${info?.dev}:${info?.ino}`;
}

async function inputsOf(word: string, options: FindInputsOptions): Promise<VideoInput[]> {
  if (STANDARD_INPUT.has(word)) return [standardInput(word, options)];
  if (CAMERA.test(word)) return [camera(word)];
  const [, protocol] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(word) ?? [];
  if (protocol !== undefined) return [address(word, protocol.toLowerCase(), options)];
  if (word.startsWith("@")) return await listed(word.slice(1), options);
  const info = statIfPresent(word);
  if (info?.isDirectory) return await inFolder(word);
  if (info === undefined && /[*?[{]/.test(word)) return await matching(word);
  if (info?.isFifo) return [pipe(word, options)];
  if (info !== undefined && TABLE.test(word)) {
    throw new TypeError(
      `Cannot classify ${resolve(word)} as it must be a video: it is a list; @${word} means the ` +
        "videos that it names",
    );
  }
  return [file(word)];
}

function standardInput(name: string, { live = false, stdin }: FindInputsOptions): VideoInput {
  const bytes = stdin ?? Deno.stdin.readable;
  return { name, outputName: "stdin", source: { kind: "bytes", name, bytes }, isLive: live };
}

function pipe(path: string, { live = false }: FindInputsOptions): VideoInput {
  return {
    name: path,
    outputName: basename(path),
    source: { kind: "bytes", name: path, bytes: pipeBytes(path) },
    isLive: live,
  };
}

function camera(device: string): VideoInput {
  return {
    name: device,
    outputName: basename(device),
    source: { kind: "camera", device },
    isLive: true,
  };
}

function address(
  word: string,
  protocol: string,
  { live = false }: FindInputsOptions,
): VideoInput {
  if (!STREAM_PROTOCOLS.has(protocol)) {
    throw new TypeError(
      `Cannot read '${word}' as its protocol must be one of ` +
        `${[...STREAM_PROTOCOLS.keys()].join(", ")}: current value is ${protocol}`,
    );
  }
  return {
    name: word,
    outputName: nameInAddress(word),
    source: { kind: "address", address: word },
    isLive: live || !WITH_END.has(protocol),
  };
}

/** Returns what the files of an address are called: as its last part, or as its host. */
function nameInAddress(address: string): string {
  // ffmpeg reads addresses that are no URLs, such as udp://@:1234.
  const url = URL.parse(address);
  const last = basename(decoded(url?.pathname ?? "")).replaceAll("\0", "");
  return stemOf(last) || url?.hostname || "stream";
}

/** Decodes what is written with percent signs, unless one of them stands for itself. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

function file(path: string, outputName = stemOf(basename(path))): VideoInput {
  return { name: path, outputName, source: { kind: "file", path }, isLive: false };
}

function stemOf(name: string): string {
  return name.slice(0, name.length - extname(name).length);
}

async function inFolder(folder: string): Promise<VideoInput[]> {
  const paths = await listVideos(folder);
  if (paths.length === 0) {
    throw new TypeError(
      `Cannot find videos in ${resolve(folder)} as it must hold files with the extension of a ` +
        "video: it holds none",
    );
  }
  return paths.map((path) => file(path, stemOf(relative(folder, path))));
}

async function matching(pattern: string): Promise<VideoInput[]> {
  const paths: string[] = [];
  for await (const path of glob(pattern)) {
    if ((await Deno.stat(path)).isFile) paths.push(path);
  }
  if (paths.length === 0) {
    throw new TypeError(
      `Cannot find videos by the pattern '${pattern}' as a file must match it: none does in ` +
        `${Deno.cwd()}`,
    );
  }
  return paths.sort().map((path) => file(path));
}

/** Names in a list are files and nothing else: an address counts only on the command line. */
async function listed(list: string, { notify }: FindInputsOptions): Promise<VideoInput[]> {
  if (statIfPresent(list) === undefined) {
    throw new TypeError(
      `Cannot read the list ${resolve(list)} as it must exist: there is no such file`,
    );
  }
  const { paths, notes } = await readListPaths(list);
  for (const note of notes) notify?.(note);
  if (paths.length === 0) {
    throw new TypeError(
      `Cannot find videos in the list ${resolve(list)} as it must name one a line: it is empty`,
    );
  }
  return paths.map((path) => file(path));
}

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { FFMPEG_ENVIRONMENT } from "../../datasets/ffmpeg/ffmpeg_environment.ts";
import { locateFfmpeg } from "../../datasets/ffmpeg/mod.ts";
import { withFolder } from "../_temporary_folder.ts";

/** The ffmpeg under test. */
export async function ffmpegUnderTest(): Promise<string> {
  return (await locateFfmpeg()).path;
}

/** A clip to encode from the formula. */
export interface ClipOptions {
  readonly frames: number;
  readonly framesPerSecond: number;
  /** Further arguments: another codec, or a filter that moves time stamps. */
  readonly extra?: readonly string[];
  readonly width?: number;
  readonly height?: number;
}

/**
 * Pixel (x, y) of frame `index`, each channel another function, so that no two positions look
 * alike.
 */
export function formulaPixel(index: number, x: number, y: number): [number, number, number] {
  return [index & 255, (x * 13 + index * 5) & 255, (y * 17 + x + index * 3) & 255];
}

/** Frame `index` of the formula, uint8 RGB [height, width, 3]. Its first byte is the index. */
export function formulaFrame(index: number, width: number, height: number): Uint8Array {
  const frame = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) frame.set(formulaPixel(index, x, y), (y * width + x) * 3);
  }
  return frame;
}

/** Compares pixels. deepEqual would take minutes to draw the difference of two large arrays. */
export function assertSamePixels(actual: Uint8Array, expected: Uint8Array, message: string): void {
  assert.equal(actual.byteLength, expected.byteLength, message);
  const differing = expected.findIndex((value, index) => value !== actual[index]);
  assert.equal(differing, -1, `${message}: the first different byte is number ${differing}`);
}

/** Encodes frames of the formula without loss (FFV1 in RGB) and returns the file. */
export async function encodeFormula(path: string, options: ClipOptions): Promise<string> {
  const { frames, framesPerSecond, extra = [], width = 32, height = 24 } = options;
  const parts = Array.from({ length: frames }, (_, i) => formulaFrame(i, width, height));
  await runFfmpeg([
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${width}x${height}`],
    ...["-r", String(framesPerSecond), "-i", "pipe:0"],
    ...["-c:v", "ffv1", "-g", "10", "-pix_fmt", "bgr0", ...extra, path],
  ], new Blob(parts as BlobPart[]).stream());
  return path;
}

/**
 * Encodes videos of the formula, each of another length, as copies across train and test are
 * refused.
 */
export async function encodeVideos(folder: string, names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await encodeFormula(join(folder, name), { frames: 3 + index, framesPerSecond: 25 });
  }
}

/** Runs ffmpeg to its end and returns what it wrote on stdout. */
export async function runFfmpeg(
  args: readonly string[],
  input?: ReadableStream<Uint8Array>,
): Promise<Uint8Array> {
  const child = new Deno.Command(await ffmpegUnderTest(), {
    args: ["-v", "error", "-y", ...args],
    env: FFMPEG_ENVIRONMENT,
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [output] = await Promise.all([child.output(), input?.pipeTo(child.stdin)]);
  assert.equal(output.code, 0, new TextDecoder().decode(output.stderr));
  return output.stdout;
}

/** A test that gets a folder of its own, and leaves neither it nor a process behind. */
export function testInFolder(
  name: string,
  body: (folder: string) => Promise<void>,
  options: { readonly ignore?: boolean } = {},
): void {
  Deno.test({ name, ...options, fn: () => runInFolder(body) });
}

async function runInFolder(body: (folder: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    await body(folder);
  });
  assertNoChildLeft();
}

/** Fails if a child process of this one runs or waits to be reaped (on Linux; passes elsewhere). */
export function assertNoChildLeft(): void {
  assert.deepEqual(childProcesses(), []);
}

/**
 * Children of this process as /proc lists them: "pid name state". Empty where there is no /proc.
 */
export function childProcesses(): string[] {
  return children().map(({ id, name, state }) => `${id} ${name} ${state}`);
}

/** Why processes cannot be looked at here, for the name of a test; empty where they can. */
export const WITHOUT_PROC = Deno.build.os === "linux" ? "" : " (skipped: there is no /proc)";

function children() {
  if (Deno.build.os !== "linux") return [];
  // A shell reads, for Deno itself may only with all permissions. Its first line is its own
  // process.
  const { stdout } = new Deno.Command("sh", {
    args: ["-c", "echo $$; cat /proc/[0-9]*/stat 2>/dev/null"],
  }).outputSync();
  const [shell = "", ...lines] = new TextDecoder().decode(stdout).split("\n");
  const processes = lines.flatMap((line) => {
    const found = /^(\d+) \((.*)\) (\S) (\d+)/.exec(line);
    if (found === null) return [];
    const [, id, name, state, parent] = found;
    return [{ id, name, state, parent }];
  });
  return processes.filter(({ id, parent }) => parent === String(Deno.pid) && id !== shell);
}

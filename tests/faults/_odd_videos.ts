import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { runFfmpeg } from "../datasets/_fixtures.ts";
import { runCommand } from "../e2e/_command_line.ts";

/** Makes a video of a test image. */
export async function makeVideo(
  path: string,
  { size = "32x24", output = [] }: {
    readonly size?: string;
    readonly output?: readonly string[];
  } = {},
): Promise<string> {
  const source = ["-f", "lavfi", "-i", `testsrc=size=${size}:rate=10:duration=1`];
  await runFfmpeg([...source, ...output, path]);
  return path;
}

/** Writes two 32-bit numbers of a file, at a distance behind the first appearance of a name. */
export async function patchNumbers(
  path: string,
  { name, offset, numbers, littleEndian = false }: {
    readonly name: string;
    readonly offset: number;
    readonly numbers: readonly [number, number];
    readonly littleEndian?: boolean;
  },
): Promise<void> {
  const bytes = Buffer.from(await Deno.readFile(path));
  const start = bytes.indexOf(name);
  assert.ok(start >= 0, `${path} has no ${name}`);
  for (const [index, value] of numbers.entries()) {
    const position = start + offset + 4 * index;
    if (littleEndian) bytes.writeUInt32LE(value, position);
    else bytes.writeUInt32BE(value, position);
  }
  await Deno.writeFile(path, bytes);
}

/** What the real check of a folder says. */
export interface CheckedFolder {
  readonly code: number;
  /** The lines about videos that are not as they should be. */
  readonly findings: readonly string[];
}

/** Makes two classes of intact videos, where videos of a fault can be added to the class `a`. */
export async function makeClasses(folder: string): Promise<void> {
  for (const [name, hue] of [["a/0.mkv", 0], ["a/1.mkv", 90], ["b/0.mkv", 180], ["b/1.mkv", 270]]) {
    await Deno.mkdir(join(folder, String(name), ".."), { recursive: true });
    await makeVideo(join(folder, String(name)), {
      output: ["-vf", `hue=h=${hue}`, "-c:v", "mpeg4"],
    });
  }
}

/** Checks a folder of classes with the real command. */
export async function checkFolder(folder: string): Promise<CheckedFolder> {
  const { code, stderr } = await runCommand(folder, ["data", "check", "."]);
  const findings = stderr.split("\n").filter((line) => /^(broken|damaged|note|error): /.test(line));
  return { code, findings };
}

/** Requires that a check finds one video to be broken, and returns what it says. */
export async function requireBroken(folder: string): Promise<string> {
  const { code, findings } = await checkFolder(folder);
  const [finding = ""] = findings;
  assert.deepEqual([code, findings.length], [1, 1], findings.join("\n"));
  assert.match(finding, /^broken: /);
  return finding;
}

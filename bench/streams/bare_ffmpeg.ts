import { join } from "node:path";
import { FFMPEG_ENVIRONMENT } from "../../datasets/ffmpeg/ffmpeg_environment.ts";

/** A file of a list's own for each process: lists of processes at once must not mix. */
const RECORDER = '#!/bin/sh\nprintf "%s\\0" "$@" > "$RECORDED/$$"\nexec "$FFMPEG" "$@"\n';

/**
 * Records with which arguments ffmpeg is started.
 *
 * @param folder An empty folder, for what is recorded.
 * @param work Uses the ffmpeg of its argument.
 * @returns The arguments of each process.
 */
export async function recordArguments(
  { folder, ffmpegPath }: { readonly folder: string; readonly ffmpegPath: string },
  work: (recorderPath: string) => Promise<void>,
): Promise<string[][]> {
  const recorderPath = join(folder, "recorder.sh");
  const recorded = join(folder, "recorded");
  await Deno.mkdir(recorded);
  const recorder = RECORDER.replace("$RECORDED", recorded).replace("$FFMPEG", ffmpegPath);
  await Deno.writeTextFile(recorderPath, recorder, { mode: 0o755 });
  await work(recorderPath);
  const names = Array.from(Deno.readDirSync(recorded), ({ name }) => name);
  return names.map((name) => Deno.readTextFileSync(join(recorded, name)).split("\0").slice(0, -1));
}

/** Where the output of bare processes goes: nowhere, or through a pipe that `cat` reads. */
export type BareOutput = "null" | "pipe";

/** How bare processes run. */
export interface BareOptions {
  readonly ffmpegPath: string;
  /** For the lists of arguments. */
  readonly folder: string;
  /** Processes at the same time. */
  readonly concurrency: number;
  readonly output: BareOutput;
}

/**
 * Runs ffmpeg once with each list of arguments, without Deno: `xargs` starts the processes.
 *
 * @returns Seconds.
 */
export async function runBare(
  lists: readonly (readonly string[])[],
  { ffmpegPath, folder, concurrency, output }: BareOptions,
): Promise<number> {
  const scripts: string[] = [];
  // xargs gives each process the same number of arguments.
  for (const [length, group] of Map.groupBy(lists, (list) => list.length)) {
    const file = join(folder, `${length}.args`);
    await Deno.writeTextFile(file, group.flat().map((word) => `${word}\0`).join(""));
    const xargs = `xargs -0 -n ${length} -P ${concurrency} "$1" < "${file}"`;
    scripts.push(output === "null" ? `${xargs} > /dev/null` : `${xargs} | cat > /dev/null`);
  }
  const startedAt = performance.now();
  const { success } = await new Deno.Command("sh", {
    args: ["-c", `set -e\n${scripts.join("\n")}`, "sh", ffmpegPath],
    env: FFMPEG_ENVIRONMENT,
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).spawn().status;
  const seconds = (performance.now() - startedAt) / 1000;
  if (success) return seconds;
  throw new Error("Cannot measure bare processes as all of them must succeed: some have failed");
}

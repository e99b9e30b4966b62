import { dirname, join, resolve } from "node:path";
import { statIfPresent } from "../files/stat_if_present.ts";
import type { VideoInput } from "./video_input.ts";

/** What files are written for videos. */
export interface OutputRequest {
  /** File, or folder for a file of each video: one that is there, or ends with a slash. */
  readonly path: string;
  /** Ending of each video's file in a folder, with its dot. */
  readonly extension: string;
  /** What is written, for messages: "subtitles". */
  readonly content: string;
  /** Whether one file can be about several videos. */
  readonly holdsSeveral: boolean;
}

/**
 * Returns the file that is written for each video; their folders exist afterwards.
 *
 * @throws {TypeError} If the files of two videos would be one, or one is a video that is read.
 */
export async function outputPlan(
  inputs: readonly VideoInput[],
  { path, extension, content, holdsSeveral }: OutputRequest,
): Promise<ReadonlyMap<VideoInput, string>> {
  const isFolder = path.endsWith("/") || isDirectory(path);
  if (!isFolder && !holdsSeveral && inputs.length > 1) {
    throw new TypeError(
      `Cannot write ${content} of ${inputs.length} videos to '${path}' as it must be a folder: ` +
        `write '${path}/' to make one`,
    );
  }
  const plan = new Map(inputs.map((input) => {
    return [input, isFolder ? join(path, `${input.outputName}${extension}`) : path] as const;
  }));
  if (isFolder) refuseShared(plan, content);
  refuseInputs(plan, content);
  for (const folder of new Set(plan.values().map((file) => dirname(file)))) {
    await Deno.mkdir(folder, { recursive: true });
  }
  return plan;
}

function refuseShared(plan: ReadonlyMap<VideoInput, string>, content: string): void {
  const names = new Map<string, string>();
  for (const [{ name }, file] of plan) {
    const earlier = names.get(file);
    if (earlier !== undefined) {
      throw new TypeError(
        `Cannot write ${content} to ${file} as it must be that of one video: '${earlier}' and ` +
          `'${name}' have the same name`,
      );
    }
    names.set(file, name);
  }
}

function refuseInputs(plan: ReadonlyMap<VideoInput, string>, content: string): void {
  const read = new Set(
    [...plan.keys()].flatMap(({ source }) => source.kind === "file" ? [resolve(source.path)] : []),
  );
  const taken = plan.values().find((file) => read.has(resolve(file)));
  if (taken === undefined) return;
  throw new TypeError(
    `Cannot write ${content} to ${taken} as it must be another file than the videos: it is one of them`,
  );
}

function isDirectory(path: string): boolean {
  return statIfPresent(path)?.isDirectory ?? false;
}

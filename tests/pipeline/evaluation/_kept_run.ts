import { dirname, join } from "node:path";
import { type Config, loadConfig, type Override } from "../../../pipeline/config/config.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { Progress } from "../../../pipeline/terminal/progress.ts";
import type { WorkOptions } from "../../../pipeline/terminal/work_options.ts";
import { divideVideos } from "../../../pipeline/videos/divide_videos.ts";
import { findVideos } from "../../../pipeline/videos/find_videos.ts";
import { keepVideos } from "../../../pipeline/videos/keep_videos.ts";

/** A run whose folder keeps its videos, which are files of text. */
export interface KeptRun {
  /** Folder that holds `videos` and the run. */
  readonly folder: string;
  readonly run: RunFolder;
  /** Ids of the videos that the run was tested on, sorted. */
  readonly test: readonly string[];
  /** Ids of its training videos, sorted. */
  readonly training: readonly string[];
}

/** Collects what is shown to the user. */
export interface Notes extends WorkOptions {
  readonly lines: readonly string[];
}

/** Work whose notes are collected. */
export function collectNotes(): Notes {
  const lines: string[] = [];
  const write = (text: string) => lines.push(text.trimEnd());
  const progress = new Progress({ interactive: false, columns: () => 80, write });
  return { lines, progress, signal: new AbortController().signal };
}

/** The configuration of a run on `videos`, with fields of `data` replaced. */
export async function configOf(
  folder: string,
  data: Readonly<Record<string, unknown>> = {},
): Promise<Config> {
  const fields = { source: join(folder, "videos"), labelsPerClass: 1, ...data };
  const overrides: Override[] = Object.entries(fields).map(([name, value]) => ({
    path: `data.${name}`,
    value,
  }));
  if ("validationShare" in data) overrides.push({ path: "evaluate.everySteps", value: 2 });
  return (await loadConfig("motion_small", overrides)).config;
}

/** Writes a file that stands for a video: its content is its text. */
export async function writeVideo(path: string, content: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, content);
}

/** Copies a video of the run to another path below the folder. */
export async function copyVideo({ folder }: KeptRun, id: string, path: string): Promise<void> {
  await writeVideo(join(folder, path), await Deno.readTextFile(join(folder, "videos", id)));
}

/** What is done after the training, and the fields of `data` at the evaluation. */
export type Change = (run: KeptRun) => Promise<Readonly<Record<string, unknown>> | void>;

/**
 * Makes `videos` with five videos of each of two classes, and a run that has started on them.
 *
 * @param data Fields of the configuration's `data`.
 */
export async function startRun(
  folder: string,
  data: Readonly<Record<string, unknown>> = {},
): Promise<KeptRun> {
  for (const name of ["run", "walk"]) {
    for (const index of [1, 2, 3, 4, 5]) {
      const path = join(folder, "videos", name, `${index}.mp4`);
      await writeVideo(path, `${name} ${index}${" ".repeat(index)}`);
    }
  }
  const run = new RunFolder(join(folder, "runs/one"));
  Deno.mkdirSync(run.checkpoints, { recursive: true });
  const config = await configOf(folder, data);
  const work = collectNotes();
  const videos = divideVideos(config, await findVideos(config, work));
  await keepVideos(config, videos, { ...work, run });
  const idsOf = (members: readonly { readonly id: string }[]) => members.map(({ id }) => id).sort();
  const training = idsOf([...videos.labeled, ...videos.unlabeled]);
  return { folder, run, test: idsOf(videos.test), training };
}

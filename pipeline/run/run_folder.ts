import { basename, join } from "node:path";
import type { VideoEntry } from "../../datasets/manifest.ts";
import { formatClassList } from "../../datasets/splits/format_class_list.ts";
import { formatVideoList } from "../../datasets/splits/format_video_list.ts";
import { listIfPresent, readTextIfPresent, statIfPresent } from "./_if_present.ts";
import { explainFullDisk } from "./explain_full_disk.ts";
import { type KeptVideos, readKeptVideos, writeKeptVideos } from "./kept_videos.ts";
import { type MetricsLine, readMetrics } from "./metrics_file.ts";
import { parseJson } from "./parse_json.ts";
import type { TrainResults } from "./results.ts";
import { RunFolderError } from "./run_folder_error.ts";
import { writeAtomically } from "./write_atomically.ts";

const CONFIG = "config.json";
const SPLIT = "split.json";
const VIDEOS = "videos.jsonl.gz";
const LABELED = "labeled.txt";
const CLASSES = "classes.txt";
const METRICS = "metrics.jsonl";
const CHECKPOINTS = "checkpoints";
const RESULTS = "results.json";
const PREDICTIONS = "predictions.jsonl";
const CONFUSION_TABLE = "confusion.csv";
const CONFUSION_IMAGE = "confusion.svg";
const LOCK = "lock";

/** Options of {@linkcode createRunFolder} and {@linkcode findRunFolder}. */
export interface RunFolderOptions {
  /**
   * Folder that holds the run folders.
   *
   * @default "runs"
   */
  readonly root?: string | undefined;
}

/**
 * A run's folder. Only this class knows the names of the files in it: `config.json`, `split.json`,
 * `videos.jsonl.gz`, `labeled.txt`, `metrics.jsonl`, `checkpoints/`, and at the end `results.json`, the networks' weights
 * (`primary.safetensors`, `auxiliary.safetensors`) and the evaluation (`predictions.jsonl`,
 * `confusion.csv`, `confusion.svg`). A process must hold the folder before it writes to it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { RunFolder } from "@actnetformer/deno/pipeline";
 *
 * const run = new RunFolder("runs/motion_small-0001");
 * assert.equal(run.name, "motion_small-0001");
 * assert.equal(await run.readResults(), undefined);
 * ```
 */
export class RunFolder implements Disposable {
  /** Path of the folder. */
  readonly path: string;
  #lock: Deno.FsFile | undefined;

  /**
   * Names a folder, without reading or making anything yet.
   *
   * @param path Path of the folder.
   */
  constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes the folder and the one for checkpoints in it, and missing folders above it.
   *
   * @returns Whether it was made: `false` if there is such a folder or file already.
   * @throws {DiskFullError} If the disk is full.
   */
  tryCreate(): boolean {
    try {
      makeFolders(join(this.path, ".."));
      Deno.mkdirSync(this.path);
      Deno.mkdirSync(this.checkpoints);
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) return false;
      throw explainFullDisk(this.path, error);
    }
  }

  /**
   * Holds the folder: other processes cannot until this object is disposed or the process ends.
   *
   * @throws {RunFolderError} If another process holds it.
   */
  hold(): this {
    // The operating system releases the lock however the process ends, so no run stays locked.
    const lock = Deno.openSync(join(this.path, LOCK), { create: true, write: true });
    if (!lock.tryLockSync(true)) {
      lock.close();
      throw new RunFolderError(
        `Cannot use ${this.path} as no other process may be using it: one is; ` +
          "wait for it or stop it",
      );
    }
    this.#lock = lock;
    // A run whose checkpoints were removed can be started again.
    Deno.mkdirSync(this.checkpoints, { recursive: true });
    return this;
  }

  /** Requires that files can be written into the folder, before work whose results go there. */
  async requireWritable(): Promise<void> {
    const path = join(this.path, `writable.${crypto.randomUUID()}.partial`);
    await Deno.writeTextFile(path, "");
    await Deno.remove(path);
  }

  /** The run's name: the last part of its path. */
  get name(): string {
    return basename(this.path);
  }

  /** Folder of the checkpoints. */
  get checkpoints(): string {
    return join(this.path, CHECKPOINTS);
  }

  /** File of the metrics: one JSON object a line. */
  get metrics(): string {
    return join(this.path, METRICS);
  }

  /** File of the predictions for the test videos: one JSON object a line. */
  get predictions(): string {
    return join(this.path, PREDICTIONS);
  }

  /** File of the confusion matrix as a table. */
  get confusionTable(): string {
    return join(this.path, CONFUSION_TABLE);
  }

  /** File of the confusion matrix as an image. */
  get confusionImage(): string {
    return join(this.path, CONFUSION_IMAGE);
  }

  /** File of a network's weights, as the official PyTorch code names and lays them out. */
  weights(network: "primary" | "auxiliary"): string {
    return join(this.path, `${network}.safetensors`);
  }

  /** When the run was started: the time of its configuration; undefined if it has none. */
  startedAt(): Date | undefined {
    const config = statIfPresent(join(this.path, CONFIG));
    return config === undefined ? undefined : config.mtime ?? new Date(0);
  }

  /**
   * Writes the resolved configuration. The file's time stays that of the first writing, when the
   * run was started.
   */
  async writeConfig(config: unknown): Promise<void> {
    const path = join(this.path, CONFIG);
    const writtenAt = statIfPresent(path)?.mtime ?? null;
    await writeJson(path, config);
    if (writtenAt !== null) await Deno.utime(path, writtenAt, writtenAt);
  }

  /** Reads the configuration that {@linkcode RunFolder.writeConfig} wrote. */
  async readConfig(): Promise<unknown> {
    const path = join(this.path, CONFIG);
    return parseJson(path, await Deno.readTextFile(path));
  }

  /** Writes which videos the run trains and is tested on, in short, with their hash. */
  async writeSplit(record: unknown): Promise<void> {
    await writeJson(join(this.path, SPLIT), record);
  }

  /** Reads what {@linkcode RunFolder.writeSplit} wrote; undefined if nothing was. */
  async readSplit(): Promise<unknown> {
    return await readJsonIfPresent(join(this.path, SPLIT));
  }

  /** Writes which videos the run trains and is tested on, each by its identity. */
  async writeVideos(kept: KeptVideos): Promise<void> {
    await writeKeptVideos(join(this.path, VIDEOS), kept);
  }

  /**
   * Reads what {@linkcode RunFolder.writeVideos} wrote; undefined if nothing was, as in runs of
   * earlier versions.
   *
   * @throws {RunFolderError} If the file is broken.
   */
  async readVideos(): Promise<KeptVideos | undefined> {
    return await readKeptVideos(join(this.path, VIDEOS));
  }

  /**
   * Writes which videos are labeled, as a list for people that `--data` reads too.
   *
   * @param videos The labeled training videos.
   * @param classes The class names, which labels are indexes into.
   */
  async writeLabeled(videos: readonly VideoEntry[], classes: readonly string[]): Promise<void> {
    const list = formatVideoList(videos, { folder: this.path, classes });
    await writeText(join(this.path, LABELED), list);
    // Else the list's numbers would not be names when it is read.
    if (!classes.some((name) => /^\d+$/.test(name))) return;
    await writeText(join(this.path, CLASSES), formatClassList(classes));
  }

  /** Writes the final results. */
  async writeResults(results: TrainResults): Promise<void> {
    await writeJson(join(this.path, RESULTS), results);
  }

  /** Reads the final results; undefined if the run is not finished. */
  async readResults(): Promise<TrainResults | undefined> {
    return await readJsonIfPresent(join(this.path, RESULTS)) as TrainResults | undefined;
  }

  /** Reads all finished lines of the metrics; none if nothing was recorded yet. */
  async readMetrics(): Promise<MetricsLine[]> {
    return await readMetrics(this.metrics);
  }

  /**
   * Removes the folder if no metrics and no checkpoint were written into it.
   *
   * @returns Whether it was removed: `false` also if it is gone already.
   */
  removeIfUnused(): boolean {
    if (statIfPresent(this.path) === undefined) return false;
    const metricsBytes = statIfPresent(this.metrics)?.size ?? 0;
    if (metricsBytes > 0 || listIfPresent(this.checkpoints).length > 0) return false;
    Deno.removeSync(this.path, { recursive: true });
    return true;
  }

  /** Releases the folder; harmless if it is not held. */
  [Symbol.dispose](): void {
    this.#lock?.close();
    this.#lock = undefined;
  }
}

/** Makes a folder and those above it; a file in its place is an error of its own. */
function makeFolders(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true });
  } catch (cause) {
    if (!(cause instanceof Deno.errors.AlreadyExists)) throw cause;
    const message = `Cannot make runs in ${path} as it must be a folder: it is a file`;
    throw new RunFolderError(message, { cause });
  }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeText(path, `${JSON.stringify(value, null, 2)}\n`);
}

async function writeText(path: string, text: string): Promise<void> {
  await writeAtomically(path, (temporary) => Deno.writeTextFile(temporary, text));
}

async function readJsonIfPresent(path: string): Promise<unknown> {
  const text = await readTextIfPresent(path);
  return text === undefined ? undefined : parseJson(path, text);
}

import { join } from "node:path";
import * as v from "valibot";
import type { VideoEntry } from "../../datasets/manifest.ts";
import { removeIfPresent } from "../../runtime/files/remove_if_present.ts";
import { formatClassList } from "../../datasets/splits/format_class_list.ts";
import { formatVideoList } from "../../datasets/splits/format_video_list.ts";
import { needsClassList } from "../../datasets/labels/needs_class_list.ts";
import { removeLeftovers } from "../../runtime/files/remove_leftovers.ts";
import { TemporaryFile } from "../../runtime/files/temporary_file.ts";
import { digestOfFile } from "../files/digest_of_file.ts";
import { FolderLock } from "../files/folder_lock.ts";
import { listIfPresent } from "../files/list_if_present.ts";
import { readTextIfPresent } from "../files/read_if_present.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { writeJson } from "../files/write_json.ts";
import { writeText } from "../files/write_text.ts";
import { RUN_FILE_NAMES } from "./_run_file_names.ts";
import { holdNewFolder } from "./hold_new_folder.ts";
import { type KeptVideos, readKeptVideos, writeKeptVideos } from "./kept_videos.ts";
import { readMetrics } from "./metrics_file.ts";
import type { MetricsLine } from "./metrics_line.ts";
import { readJson } from "./read_json.ts";
import { readShownFile } from "./read_shown_file.ts";
import type { TrainResults } from "./results.ts";
import { resultsSchema } from "./results_schema.ts";
import { RunFiles } from "./run_files.ts";
import { RunFolderError } from "./run_folder_error.ts";
import type { RunRecord } from "./run_record.ts";
import { runRecordSchema } from "./run_record_schema.ts";
import { type SeenViews, seenViewsSchema } from "./seen_views.ts";
import { type StreamState, streamStateSchema } from "./stream_state.ts";
import { type SurestMistakes, surestMistakesSchema } from "./surest_mistakes.ts";

/** What to do about a broken file of `live/`. */
const LIVE = { remedy: "Remove it: a run that trains writes it again" };

/**
 * A run's folder. Others get the names of the files in it from this class and {@linkcode RunFiles}:
 * `run.json`, `config.json`, `split.json`, `videos.jsonl.gz`, `labeled.txt`, `metrics.jsonl`,
 * `live/`, `log.txt`, `checkpoints/`, a copy of the method's own file (`method.ts`), the user's tag
 * (`tag.txt`), and at the end `curves.svg`, `report.html`, `mistakes.json`, `results.json`, the
 * networks' weights (`primary.safetensors`, `auxiliary.safetensors`) and the evaluation
 * (`predictions.jsonl`, `features/embeddings.safetensors`, `confusion.csv`, `confusion.svg`). Tests
 * of other videos, or with other settings, have a folder each in `tests/`. A process must hold the
 * run's folder before it writes to it; only the tag and other tests may be written at any time.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { RunFolder } from "@actnetformer/deno/pipeline";
 *
 * const run = new RunFolder(`${await Deno.makeTempDir()}/first`);
 * assert.equal(run.name, "first");
 * assert.equal(await run.readResults(), undefined);
 * ```
 */
export class RunFolder extends RunFiles implements Disposable {
  #lock: FolderLock | undefined;

  /** Returns the same run with the files of another test than its own. */
  ofTest(name: string): RunFolder {
    return new RunFolder(this.path, name);
  }

  /**
   * Starts a new run: makes the folder and missing folders above it, and holds it. A folder without
   * configuration that nobody holds is taken over, as a run that was stopped in its first moments
   * leaves it; so is an empty one.
   *
   * @returns Whether this process now holds it: `false` if there is a run, a folder with anything
   * else in it, or a file.
   * @throws {DiskFullError} If the disk is full.
   */
  tryStart(): boolean {
    this.#lock = holdNewFolder(this);
    return this.#lock !== undefined;
  }

  /**
   * Holds the folder: other processes cannot until this object is disposed or the process ends.
   *
   * @throws {RunFolderError} If another process holds it.
   */
  hold(): this {
    const lock = FolderLock.tryHold(this.path);
    if (lock === undefined) {
      throw new RunFolderError(
        `Cannot use ${this.path} as no other process may be using it: one is; ` +
          "wait for it or stop it",
      );
    }
    this.#lock = lock;
    // A run whose checkpoints were removed can be started again.
    Deno.mkdirSync(this.checkpoints, { recursive: true });
    for (const folder of [this.path, this.checkpoints]) removeLeftovers(folder);
    return this;
  }

  /** Whether this object holds the folder. */
  get isHeldHere(): boolean {
    return this.#lock !== undefined;
  }

  /** Requires that files can be written into the folder, before work whose results go there. */
  async requireWritable(): Promise<void> {
    // Of a file that users know, as an error names it.
    using trial = TemporaryFile.beside(this.results);
    await trial.remove();
  }

  /** Whether a process holds the folder. */
  isHeld(): boolean {
    return FolderLock.isHeld(this.path);
  }

  /** When the run was started: the time of its configuration; undefined if it has none. */
  startedAt(): Date | undefined {
    const config = statIfPresent(this.config);
    return config === undefined ? undefined : config.mtime ?? new Date(0);
  }

  /** When the metrics last changed, or before there are any, the configuration. */
  changedAt(): Date {
    return statIfPresent(this.metrics)?.mtime ?? this.startedAt() ?? new Date(0);
  }

  /**
   * Removes the folder, which this process must hold.
   *
   * @throws {Error} If it does not.
   */
  async remove(): Promise<void> {
    if (this.#lock === undefined) throw new Error("Cannot remove a run as it must be held first");
    await Deno.remove(this.path, { recursive: true });
  }

  /**
   * Writes the resolved configuration. The file's time stays that of the first writing, when the
   * run was started.
   */
  async writeConfig(config: unknown): Promise<void> {
    const path = this.config;
    const writtenAt = statIfPresent(path)?.mtime ?? null;
    await writeJson(path, config);
    if (writtenAt !== null) await Deno.utime(path, writtenAt, writtenAt);
  }

  /** Reads the configuration that {@linkcode RunFolder.writeConfig} wrote. */
  async readConfig(): Promise<unknown> {
    const path = this.config;
    const config = await readJson(path, v.unknown());
    if (config !== undefined) return config;
    throw new RunFolderError(`Cannot read ${path} as a run must have it: there is no such file`);
  }

  /** Writes what was run when, and on what. */
  async writeRecord(record: RunRecord): Promise<void> {
    await writeJson(join(this.path, RUN_FILE_NAMES.record), record);
  }

  /** Reads what {@linkcode RunFolder.writeRecord} wrote; undefined in runs of earlier versions. */
  async readRecord(): Promise<RunRecord | undefined> {
    return await readJson(join(this.path, RUN_FILE_NAMES.record), runRecordSchema);
  }

  /** Writes the user's tag, a remark on the run; an empty one removes it. */
  async writeTag(text: string): Promise<void> {
    const path = join(this.path, RUN_FILE_NAMES.tag);
    if (text === "") await removeIfPresent(path);
    else await writeText(path, `${text}\n`);
  }

  /** Reads the user's tag, a remark on the run; undefined if there is none. */
  async readTag(): Promise<string | undefined> {
    return (await readTextIfPresent(join(this.path, RUN_FILE_NAMES.tag), { fatal: false }))?.trim();
  }

  /** Writes which videos the run trains and is tested on, in short, with their hash. */
  async writeSplit(record: unknown): Promise<void> {
    await writeJson(join(this.path, RUN_FILE_NAMES.split), record);
  }

  /** Reads what {@linkcode RunFolder.writeSplit} wrote; undefined if nothing was. */
  async readSplit(): Promise<unknown> {
    return await readJson(join(this.path, RUN_FILE_NAMES.split), v.unknown());
  }

  /** Writes which videos the run trains and is tested on, or those of the test, each by its identity. */
  async writeVideos(kept: KeptVideos): Promise<void> {
    await writeKeptVideos(this.videos, kept);
  }

  /**
   * Reads what {@linkcode RunFolder.writeVideos} wrote; undefined if nothing was, as in runs of
   * earlier versions.
   *
   * @throws {RunFolderError} If the file is broken.
   */
  async readVideos(): Promise<KeptVideos | undefined> {
    return await readKeptVideos(this.videos);
  }

  /**
   * Writes which videos are labeled, as a list for people that `--data` reads too.
   *
   * @param videos The labeled training videos.
   * @param classes The class names, which labels are indexes into.
   */
  async writeLabeled(videos: readonly VideoEntry[], classes: readonly string[]): Promise<void> {
    const list = formatVideoList(videos, { folder: this.path, classes });
    await writeText(join(this.path, RUN_FILE_NAMES.labeled), list);
    // Else some labels of the list would not be names when it is read.
    if (!classes.some(needsClassList)) return;
    await writeText(join(this.path, RUN_FILE_NAMES.classes), formatClassList(classes));
  }

  /** Writes the final results. */
  async writeResults(results: TrainResults): Promise<void> {
    await writeJson(this.results, results);
  }

  /** Reads the final results; undefined if the run is not finished. */
  async readResults(): Promise<TrainResults | undefined> {
    return await readJson(this.results, resultsSchema);
  }

  /** Reads all finished lines of the metrics; none if nothing was recorded yet. */
  async readMetrics(): Promise<MetricsLine[]> {
    return await readMetrics(this.metrics);
  }

  /**
   * Reads what the stream of the training is doing, or was when it ended; undefined if no training
   * of this version has taken a step.
   *
   * @throws {RunFolderError} If the file is broken.
   */
  async readStream(): Promise<StreamState | undefined> {
    return await readShownFile(this.liveStream, streamStateSchema, LIVE);
  }

  /**
   * Reads clips of a late step as the networks saw them; undefined if no training of this version
   * has taken a step.
   *
   * @throws {RunFolderError} If the file is broken.
   */
  async readViews(): Promise<SeenViews | undefined> {
    return await readShownFile(this.liveViews, seenViewsSchema, LIVE);
  }

  /**
   * Reads what the report of the last test shows of its surest mistakes; undefined if there is no
   * report of this test.
   *
   * @throws {RunFolderError} If the file is broken.
   */
  async readMistakes(): Promise<SurestMistakes | undefined> {
    const remedy = "Write the report again";
    const kept = await readShownFile(this.mistakes, surestMistakesSchema, { remedy });
    if (kept === undefined || statIfPresent(this.predictions) === undefined) return undefined;
    return kept.predictions === await digestOfFile(this.predictions) ? kept : undefined;
  }

  /**
   * Removes the held folder if no metrics and no checkpoint were written into it.
   *
   * @returns Whether it was removed: `false` also if it is gone, or another one is in its place.
   */
  removeIfUnused(): boolean {
    if (this.#lock?.holds(this.path) !== true) return false;
    const metricsBytes = statIfPresent(this.metrics)?.size ?? 0;
    if (metricsBytes > 0 || listIfPresent(this.checkpoints).length > 0) return false;
    Deno.removeSync(this.path, { recursive: true });
    return true;
  }

  /** Releases the folder; harmless if it is not held. */
  [Symbol.dispose](): void {
    this.#lock?.[Symbol.dispose]();
    this.#lock = undefined;
  }
}

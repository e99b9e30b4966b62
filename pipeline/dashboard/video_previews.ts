import { fileFingerprint, locateFfmpeg } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import type { RecordedPrediction } from "../evaluation/record_prediction.ts";
import { readPreview } from "../pictures/read_preview.ts";
import { jpegDataUrl } from "../pictures/jpeg_data_url.ts";
import { findTestedVideos } from "../report/find_tested_videos.ts";
import type { TestedVideo } from "../report/tested_video.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { taskCommand } from "../terminal/task_command.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import type { VideoPreview } from "./api.ts";
import { changeStamp } from "./change_stamp.ts";
import { RecentItems } from "./recent_items.ts";
import { WorkQueue } from "./work_queue.ts";

/** Options of {@linkcode VideoPreviews}. */
export interface VideoPreviewsOptions extends WorkOptions {
  /** Reads the configuration of a run, with paths as they are now. */
  readonly readConfig: (run: RunFolder) => Promise<Config>;
}

/** What a preview is kept of. */
type Images = Pick<VideoPreview, "seconds" | "frames">;

/** A run's test videos, where they are now, by their identity. */
type VideoMap = ReadonlyMap<string, TestedVideo>;

/** Characters of the previews that are kept in memory. */
const KEPT_CHARACTERS = 2 ** 26;

/** Runs of which it is kept in memory where their videos are. */
const KEPT_RUNS = 2;

/** A preview decodes a whole video, beside a training that needs the processors. */
const QUEUE = { concurrency: 1, waiting: 16 };

/**
 * Makes previews of the videos that runs were tested on, each from exactly the file that was tested,
 * and keeps those that were asked for last.
 */
export class VideoPreviews {
  readonly #options: VideoPreviewsOptions;
  readonly #queue = new WorkQueue(QUEUE);
  readonly #images = new RecentItems<Images>({ limit: KEPT_CHARACTERS, weigh: charactersOf });
  readonly #videos = new RecentItems<VideoMap>({ limit: KEPT_RUNS });
  readonly #underWay = new Map<string, Promise<Images>>();

  /** Makes none yet. */
  constructor(options: VideoPreviewsOptions) {
    this.#options = options;
  }

  /**
   * Returns a preview of a tested video.
   *
   * @throws {RunFolderError} If the video is not there any more, or is another one now.
   * @throws {DecodeError} If it cannot be read.
   * @throws {BusyError} If too many are asked for at once.
   * @throws {unknown} If the signal is aborted: its reason.
   */
  async preview(
    run: RunFolder,
    { video, label, answers }: RecordedPrediction,
  ): Promise<VideoPreview> {
    const key = `${run.path} ${changeStamp(run.predictions)} ${video}`;
    let images = this.#images.get(key);
    if (images === undefined) {
      images = await this.#make(key, run, video);
      this.#images.set(key, images);
    }
    return { name: video, label, answers, ...images };
  }

  /** Makes a preview once, however many ask for it. */
  async #make(key: string, run: RunFolder, video: string): Promise<Images> {
    const underWay = this.#underWay.get(key) ?? this.#queue.run(() => this.#read(run, video));
    this.#underWay.set(key, underWay);
    try {
      return await underWay;
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #read(run: RunFolder, name: string): Promise<Images> {
    const { signal } = this.#options;
    const config = await this.#options.readConfig(run);
    const path = await requireTested(await this.#videosOf(run, config), name);
    const { path: ffmpegPath } = await locateFfmpeg({ downloads: "never" });
    const silenceSec = config.data.silenceSeconds;
    const { images, seconds } = await readPreview(path, { ffmpegPath, silenceSec, signal });
    return { seconds, frames: images.map(jpegDataUrl) };
  }

  async #videosOf(run: RunFolder, config: Config): Promise<VideoMap> {
    // A run that was tested again, or another one of the same name, may have other videos.
    const key = `${run.path} ${changeStamp(run.predictions)}`;
    const kept = this.#videos.get(key);
    if (kept !== undefined) return kept;
    const videos = await this.#findVideos(run, config);
    this.#videos.set(key, videos);
    return videos;
  }

  async #findVideos(run: RunFolder, config: Config): Promise<VideoMap> {
    try {
      const videos = await findTestedVideos(run, { ...this.#options, config });
      return new Map(videos.map((video) => [video.id, video]));
    } catch (cause) {
      if (!(cause instanceof Deno.errors.NotCapable)) throw cause;
      throw new RunFolderError(
        "Cannot show the built-in videos as they must be there: they are not any more; make them " +
          `with: ${taskCommand("data", "make")}`,
        { cause },
      );
    }
  }
}

/**
 * Returns the path of a video that a run was tested on.
 *
 * @throws {RunFolderError} If it is not there any more, or is another one now.
 */
async function requireTested(videos: VideoMap, name: string): Promise<string> {
  const video = videos.get(name);
  if (video === undefined) throw unusable(name, "in the run's data: it is not there any more");
  const { path, fingerprint } = video;
  if (fingerprint === null) {
    throw unusable(name, "known by its content: the run has not kept what its file was");
  }
  if (await fileFingerprint(path) !== fingerprint) {
    throw unusable(name, "the one that was tested: its file is gone, or has changed since");
  }
  return path;
}

function unusable(name: string, must: string): RunFolderError {
  return new RunFolderError(`Cannot show ${name} as it must be ${must}`);
}

function charactersOf({ frames }: Images): number {
  return frames.reduce((sum, frame) => sum + frame.length, 0);
}

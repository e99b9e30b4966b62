import { createHash } from "node:crypto";
import { locateFfmpeg } from "../../datasets/mod.ts";
import { classAgreement } from "../embedding/class_agreement.ts";
import { embedVideos } from "../embedding/embed_videos.ts";
import { type EmbeddedVideo, readEmbeddings } from "../embedding/embeddings_file.ts";
import { nearestNeighbors } from "../embedding/nearest_neighbors.ts";
import { projectPoints } from "../embedding/project_points.ts";
import { THUMBNAIL } from "../embedding/thumbnail.ts";
import type { RecordedPrediction } from "../evaluation/record_prediction.ts";
import { readBytesIfPresent } from "../files/read_if_present.ts";
import { jpegDataUrls } from "../pictures/jpeg_data_urls.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { taskCommand } from "../terminal/task_command.ts";
import type { VideoMap } from "./video_map.ts";

/** Options of {@linkcode makeVideoMap}. */
export interface MakeVideoMapOptions {
  /** What the run answered for its test videos. */
  readonly predictions: readonly RecordedPrediction[];
  /** Names of the run's classes. */
  readonly classes: readonly string[];
  /** Seed of the map. */
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Videos that a map needs to say anything. */
const LEAST_VIDEOS = 10;

/** Neighbors that the map puts near a video. */
const NEAR = 14;

/** Neighbors that are asked for their class. */
const ASKED = 5;

/**
 * Makes a map of the videos that a run was tested on, from what the test has left in its folder: the
 * same files and seed give the same map.
 *
 * @returns The map, or why there is none.
 * @throws {SafetensorsError | RunFolderError} If the file of the features is broken.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function makeVideoMap(
  run: RunFolder,
  options: MakeVideoMapOptions,
): Promise<VideoMap | string> {
  const { predictions, classes, seed, signal } = options;
  const again = `evaluate it again for one: ${taskCommand("evaluate", "--run", run.reference)}`;
  const embeddings = await readEmbeddings(run.embeddings);
  if (embeddings === undefined) return `the run was tested without keeping features; ${again}`;
  if (embeddings.predictions !== await hashOf(run.predictions)) {
    return `the features kept are those of another test; ${again}`;
  }
  const known = new Map(predictions.map((prediction) => [prediction.video, prediction]));
  const videos = inOrder(embeddings.videos, known, classes);
  if (videos.length < LEAST_VIDEOS) {
    return `${videos.length} tested videos are too few for one, which needs ${LEAST_VIDEOS}`;
  }
  const points = embedVideos(videos.map(({ features }) => features));
  const neighbors = await nearestNeighbors(points, {
    count: Math.min(NEAR, videos.length - 2),
    signal,
  });
  const map = await projectPoints(neighbors, { seed, signal });
  const labels = videos.map(({ label }) => label);
  const asked = neighbors.map(({ indexes, distances }) => ({
    indexes: indexes.slice(0, ASKED),
    distances: distances.slice(0, ASKED),
  }));
  const thumbnails = await jpegDataUrls(videos.map(({ thumbnail }) => thumbnail), {
    ...THUMBNAIL,
    ffmpegPath: (await locateFfmpeg()).path,
    signal,
  });
  const present = new Set(labels);
  return {
    videos: videos.map(({ video, label, answers }, index) => ({
      video,
      label,
      answers,
      point: map[index]!,
      thumbnail: thumbnails[index]!,
    })),
    tested: predictions.length,
    classes: classes.filter((name) => present.has(name)),
    neighbors: ASKED,
    agreement: classAgreement(asked, labels),
  };
}

/** Joins features and answers; class after class, and in a class by name. */
function inOrder(
  embedded: readonly EmbeddedVideo[],
  known: ReadonlyMap<string, RecordedPrediction>,
  classes: readonly string[],
): (EmbeddedVideo & RecordedPrediction)[] {
  const videos = embedded.map((video) => {
    const prediction = known.get(video.id);
    if (prediction === undefined) throw new Error(`Cannot map ${video.id} as it was not answered`);
    return { ...video, ...prediction };
  });
  const order = new Map(classes.map((name, index) => [name, index]));
  const rank = ({ label }: RecordedPrediction) => order.get(label) ?? classes.length;
  return videos.sort((a, b) => rank(a) - rank(b) || (a.video < b.video ? -1 : 1));
}

async function hashOf(path: string): Promise<string | undefined> {
  const bytes = await readBytesIfPresent(path);
  return bytes === undefined ? undefined : createHash("sha256").update(bytes).digest("hex");
}

import { locateFfmpeg } from "../../datasets/mod.ts";
import { classAgreement } from "../embedding/class_agreement.ts";
import { embedVideos } from "../embedding/embed_videos.ts";
import { type EmbeddedVideo, readEmbeddings } from "../embedding/embeddings_file.ts";
import { nearestNeighbors } from "../embedding/nearest_neighbors.ts";
import { projectPoints } from "../embedding/project_points.ts";
import { THUMBNAIL } from "../embedding/thumbnail.ts";
import { predictionsHash } from "../evaluation/predictions_hash.ts";
import type { RecordedPrediction } from "../evaluation/record_prediction.ts";
import { readBytesIfPresent } from "../files/read_if_present.ts";
import { jpegDataUrls } from "../pictures/jpeg_data_urls.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
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

/** A tested video: what the networks saw, and what they answered. */
type TestedVideo = EmbeddedVideo & RecordedPrediction;

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
  { predictions, classes, seed, signal }: MakeVideoMapOptions,
): Promise<VideoMap | string> {
  const tested = await readTested(run, predictions);
  if (typeof tested === "string") return tested;
  const videos = tested.toSorted(byClassAndName(classes));
  const labels = videos.map(({ label }) => label);
  const points = embedVideos(videos.map(({ features }) => features));
  const count = Math.min(NEAR, videos.length - 2);
  const neighbors = await nearestNeighbors(points, { count, signal });
  const places = await projectPoints(neighbors, { seed, signal });
  const thumbnails = await encodeThumbnails(videos, signal);
  const present = new Set(labels);
  return {
    videos: videos.map(({ video, label, answers }, index) => ({
      video,
      label,
      answers,
      point: places[index]!,
      thumbnail: thumbnails[index]!,
    })),
    tested: predictions.length,
    classes: classes.filter((name) => present.has(name)),
    neighbors: ASKED,
    agreement: classAgreement(neighbors.map(({ indexes }) => indexes.slice(0, ASKED)), labels),
  };
}

/** Reads the features of a test and joins them with its answers; returns why there are none. */
async function readTested(
  run: RunFolder,
  predictions: readonly RecordedPrediction[],
): Promise<TestedVideo[] | string> {
  const again = `evaluate it again for one: ${taskCommand("evaluate", "--run", run.reference)}`;
  const embeddings = await readEmbeddings(run.embeddings);
  if (embeddings === undefined) return `the run was tested without keeping features; ${again}`;
  const content = await readBytesIfPresent(run.predictions);
  if (content === undefined || predictionsHash(content) !== embeddings.predictions) {
    return `the features kept are those of another test; ${again}`;
  }
  const { videos } = embeddings;
  if (videos.length < LEAST_VIDEOS) {
    return `a map needs ${LEAST_VIDEOS} tested videos, and there are ${videos.length}`;
  }
  const answered = new Map(predictions.map((prediction) => [prediction.video, prediction]));
  return videos.map((video) => {
    const prediction = answered.get(video.id);
    if (prediction !== undefined) return { ...video, ...prediction };
    throw new RunFolderError(
      `Cannot read ${run.embeddings} as its videos must be those of ${run.predictions}: ` +
        `'${video.id}' is not one`,
    );
  });
}

async function encodeThumbnails(
  videos: readonly TestedVideo[],
  signal: AbortSignal,
): Promise<string[]> {
  const { path: ffmpegPath } = await locateFfmpeg();
  const pixels = videos.map(({ thumbnail }) => thumbnail);
  return await jpegDataUrls(pixels, { ...THUMBNAIL, ffmpegPath, signal });
}

/** Compares videos by the order of their classes, and in a class by name. */
function byClassAndName(
  classes: readonly string[],
): (first: RecordedPrediction, second: RecordedPrediction) => number {
  const order = new Map(classes.map((name, index) => [name, index]));
  const rank = ({ label }: RecordedPrediction) => order.get(label) ?? classes.length;
  return (first, second) => rank(first) - rank(second) || (first.video < second.video ? -1 : 1);
}

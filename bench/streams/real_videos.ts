import { join } from "node:path";
import {
  FrameCache,
  inParallel,
  makeMotionDataset,
  probeVideo,
  readManifest,
  type VideoProbe,
} from "../../datasets/mod.ts";
import { decodingGrid, type RatioTicketsOptions } from "../../operators/mod.ts";
import type { StreamCase } from "./stream_case.ts";
import { ticketWindow } from "./ticket_window.ts";

const SEED = 1;

/** Videos of a step: four labeled ones with five unlabeled ones each. */
const ORDER = { labeledPerBatch: 4, ratio: 5, seed: SEED };

/** The clips of the built-in preset. */
const GRID = decodingGrid({
  primary: { frames: 4, stride: 8 },
  auxiliary: { frames: 8, stride: 4 },
});

/** Frames of each decoded window. */
export const FRAMES_PER_WINDOW = GRID.frameCount;

/** Short side of the decoded frames, as of the built-in preset. */
const SHORT_SIDE = 112;

/** The kinds of videos, and how a number of them is made in a folder. */
export const VIDEO_KINDS = {
  "built-in, 112×112, 2 s": makeBuiltInVideos,
  "H.264, 340×256, 10 s": makeFilmVideos,
} as const satisfies Record<string, MakeVideos>;

/** Name of a kind of videos. */
export type VideoKind = keyof typeof VIDEO_KINDS;

/** How many videos to make, and where. */
interface MakeVideosOptions {
  readonly folder: string;
  readonly count: number;
  readonly ffmpegPath: string;
}

/** Makes videos and returns their paths. */
type MakeVideos = (options: MakeVideosOptions) => Promise<string[]>;

const CLASSES = 8;

async function makeBuiltInVideos({ folder, count, ffmpegPath }: MakeVideosOptions) {
  const { trainFolder } = await makeMotionDataset({
    folder,
    trainPerClass: Math.ceil(count / CLASSES),
    testPerClass: 1,
    size: 112,
    seed: SEED,
    ffmpegPath,
    concurrency: navigator.hardwareConcurrency,
  });
  const { train } = await readManifest(join(trainFolder, ".."));
  return train.map(({ path }) => path).slice(0, count);
}

/** Makes files like those of Kinetics: their size, length and distance of key frames. */
async function makeFilmVideos({ folder, count, ffmpegPath }: MakeVideosOptions) {
  const paths = Array.from({ length: count }, (_, index) => join(folder, `film ${index}.mp4`));
  return await inParallel(paths, navigator.hardwareConcurrency, async (path) => {
    const seed = paths.indexOf(path);
    const source = `testsrc2=size=340x256:rate=30:duration=10,noise=alls=12:all_seed=${seed}`;
    const input = ["-f", "lavfi", "-i", `${source}:allf=t`];
    const output = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", path];
    const { success, stderr } = await new Deno.Command(ffmpegPath, {
      args: ["-v", "error", ...input, ...output],
    }).output();
    if (success) return path;
    throw new Error(`Cannot make '${path}' as ffmpeg failed: ${new TextDecoder().decode(stderr)}`);
  });
}

/** Videos whose lengths and clocks are known. */
export type ProbedVideos = ReadonlyMap<string, VideoProbe>;

/** Probes videos, by their paths: what the program does once for each video of a run. */
export async function probeVideos(
  paths: readonly string[],
  ffmpegPath: string,
): Promise<ProbedVideos> {
  const { hardwareConcurrency } = navigator;
  return new Map(
    await inParallel(
      paths,
      hardwareConcurrency,
      async (path) => [path, await probeVideo(path, ffmpegPath)] as const,
    ),
  );
}

/** Returns an order of videos for training: one in `labeledEvery` is labeled. */
export function orderOf(videos: ProbedVideos, labeledEvery = 3): RatioTicketsOptions {
  const sources = [...videos.keys()].map((path) => ({ id: path, path, label: 0 }));
  const isLabeled = (_: unknown, index: number) => index % labeledEvery === 0;
  return {
    ...ORDER,
    labeled: sources.filter(isLabeled),
    unlabeled: sources.filter((video, index) => !isLabeled(video, index)),
  };
}

/** Returns a function that decodes a ticket's window as training does, each time from the file. */
export function windowDecoder(videos: ProbedVideos, ffmpegPath: string): StreamCase["load"] {
  const cache = new FrameCache({
    ffmpegPath,
    framesPerSecond: GRID.framesPerSecond,
    size: { shortSide: SHORT_SIDE },
    budgetBytes: 0,
  });
  return async (ticket, signal) => {
    const video = { ...ticket.video, probe: videos.get(ticket.video.path) };
    const gridFrames = await cache.gridFrames(video, signal);
    const window = ticketWindow(ticket, SEED, { gridFrames, windowFrames: GRID.frameCount });
    const { frames } = await cache.loadWindow(video, window, signal);
    return frames;
  };
}

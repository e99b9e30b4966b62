import { join } from "node:path";
import { type Manifest, prepareVideos, readManifest } from "../../datasets/mod.ts";
import { pickEvenly } from "../../pipeline/videos/pick_evenly.ts";
import { VIDEO_KINDS } from "../streams/real_videos.ts";

/** Which videos a kind is found among, and how many of them. */
export interface KindOptions {
  /** Folder of a data set, as it is. */
  readonly data: string | undefined;
  /** What `deno task data prepare` made of it; if omitted, it is made in `folder`. */
  readonly prepared: string | undefined;
  /** An empty folder for videos that are made. */
  readonly folder: string;
  readonly count: number;
  readonly ffmpegPath: string;
}

/** Finds or makes videos, and returns their paths. */
type FindVideos = (options: KindOptions) => Promise<string[]>;

/** The kinds of videos that are loaded. */
export const LOADING_KINDS = {
  "as they are": findGiven,
  "prepared": findPrepared,
  "built-in": VIDEO_KINDS["built-in, 112×112, 2 s"],
} as const satisfies Record<string, FindVideos>;

/** Name of a kind of videos. */
export type LoadingKind = keyof typeof LOADING_KINDS;

/** The short side of prepared videos: the default of `deno task data prepare`. */
const SHORT_SIDE = 256;

async function findGiven({ data, count }: KindOptions): Promise<string[]> {
  return pathsOf(pickVideos(await readManifest(requireData(data)), count));
}

async function findPrepared(
  { data, prepared, folder, count, ffmpegPath }: KindOptions,
): Promise<string[]> {
  if (prepared !== undefined) return pathsOf(pickVideos(await readManifest(prepared), count));
  const manifest = pickVideos(await readManifest(requireData(data)), count);
  const videos = await prepareVideos(manifest, {
    folder: join(folder, "prepared"),
    ffmpegPath,
    shortSide: SHORT_SIDE,
    origin: {},
    concurrency: navigator.hardwareConcurrency,
  });
  return videos.flatMap(({ path }) => path ?? []);
}

function requireData(data: string | undefined): string {
  if (data !== undefined) return data;
  throw new RangeError(
    "Cannot measure loading as '--data' must name a folder of videos: it is not set",
  );
}

/** Keeps some videos of a data set, evenly spread over all of them. */
function pickVideos(manifest: Manifest, count: number): Manifest {
  const picked = new Set(pickEvenly([...manifest.train, ...manifest.test], count));
  return {
    ...manifest,
    train: manifest.train.filter((video) => picked.has(video)),
    test: manifest.test.filter((video) => picked.has(video)),
  };
}

function pathsOf({ train, test }: Manifest): string[] {
  return [...train, ...test].map(({ path }) => path);
}

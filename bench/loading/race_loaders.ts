import { join } from "node:path";
import type { Contender } from "../engine/contender.ts";
import { type BareOutput, recordArguments, runBare } from "../streams/bare_ffmpeg.ts";
import { probeVideos } from "../streams/real_videos.ts";
import {
  areSameFrames,
  compareFrames,
  type FrameDifference,
  MOST_LEVELS,
} from "./compare_frames.ts";
import { DiskLoader, type DiskLoaderOptions } from "./disk_loader.ts";
import { type KindOptions, LOADING_KINDS, type LoadingKind } from "./loading_kinds.ts";
import { type LoadingPlan, planDecoder, planLoading, type PlannedLoading } from "./loading_plan.ts";
import type { LoaderName, LoaderResult, LoadingRow } from "./loading_report.ts";
import { loadOurs } from "./our_loader.ts";
import { dropPageCache } from "./page_cache.ts";
import { lackOfPeer, loadByPeer, type PeerName, startPeer } from "./peer_loader.ts";

/** What is raced. */
export interface RaceLoadersOptions extends Pick<KindOptions, "data" | "prepared" | "ffmpegPath"> {
  /** Steps of 24 windows in a round. */
  readonly steps: number;
  /** The most different videos. */
  readonly files: number;
  readonly rounds: number;
  readonly peers: readonly PeerName[];
  /** A Python with the modules of the peers. */
  readonly python: string;
}

/**
 * Loads the same windows of videos of a kind by all loaders in turns. Before that each loads all of
 * them once, to compare their frames: a loader that shows other images is not measured.
 */
export async function raceLoaders(
  kind: LoadingKind,
  options: RaceLoadersOptions,
): Promise<LoadingRow> {
  const { ffmpegPath, steps, files, rounds } = options;
  const folder = await Deno.makeTempDir({ prefix: "loading-bench-" });
  await using stack = new AsyncDisposableStack();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const paths = await LOADING_KINDS[kind]({ ...options, folder, count: files });
  const planned = planLoading(await probeVideos(paths, ffmpegPath), steps);
  const { plan, videos } = planned;
  const { lists, starts } = await loadRecorded(planned, { folder, ffmpegPath });
  const { peers, skipped } = await startPeers(planned, { ...options, folder });
  for (const { peer } of peers) stack.use(peer);
  // Before all videos are read once more: no loader may be the first to read them from disk.
  const isRoot = await dropPageCache();
  // Training finds what is known of prepared videos in their folder.
  const probed = kind === "prepared";
  const disk = stack.use(await startDiskLoader(planned, { folder, ffmpegPath, probed }));
  if (!isRoot) {
    skipped.push("ours from disk (only root can let the system forget what it has read)");
  }
  const turns = turnsOf({ planned, peers, lists, folder, ffmpegPath, probed, disk, isRoot });
  const seconds = await takeTurns(turns, rounds, kind);
  const loaders = Array.from(seconds, ([loader, seconds]): LoaderResult => {
    const checked = peers.find(({ peer }) => peer.name === loader);
    const { difference, peer } = checked ?? {};
    return { loader, seconds, starts: starts[loader], version: peer?.version, difference };
  });
  const [probe] = videos.values();
  const { windows, frameCount: frames, width, height, processes } = plan;
  return {
    videos: `${kind}: ${probe?.codec}, ${probe?.codedWidth}×${probe?.codedHeight}`,
    files: videos.size,
    windows: windows.length,
    frames,
    width,
    height,
    processes,
    loaders,
    skipped,
  };
}

/** A loader, and how it loads all windows once. */
type Turn = readonly [loader: LoaderName, load: () => Promise<number>];

/** Returns the loaders of a round, in order. */
function turnsOf(
  { planned, peers, lists, folder, ffmpegPath, probed, disk, isRoot }:
    & Pick<RecordedLoading, "lists">
    & DiskLoaderOptions
    & {
      readonly planned: PlannedLoading;
      readonly peers: readonly CheckedPeer[];
      readonly disk: DiskLoader;
      readonly isRoot: boolean;
    },
): readonly Turn[] {
  const { processes: concurrency, windows } = planned.plan;
  const bare = (output: BareOutput) => runBare(lists, { ffmpegPath, folder, concurrency, output });
  const ours = (probed: boolean) => loadOurs(planned, { decoder: planDecoder(ffmpegPath), probed });
  return [
    ["bareNull", () => bare("null")],
    ["ours", () => ours(true)],
    ["barePipe", () => bare("pipe")],
    ...probed ? [] : [["first", () => ours(false)] as const],
    ["fill", () => disk.fill()],
    ["warm", () => disk.load()],
    ...isRoot ? [["cold", () => disk.loadCold()] as const] : [],
    ...peers.map(({ peer }): Turn => [peer.name, () => loadByPeer(peer, windows.length)]),
  ];
}

/** Lets loaders load in turns; returns the seconds of each. */
async function takeTurns(
  turns: readonly Turn[],
  rounds: number,
  kind: LoadingKind,
): Promise<ReadonlyMap<LoaderName, readonly number[]>> {
  const seconds = new Map<LoaderName, number[]>(turns.map(([loader]) => [loader, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [loader, load] of turns) seconds.get(loader)?.push(await load());
    console.error(`loaded: ${kind}, round ${round + 1} of ${rounds}`);
  }
  return seconds;
}

/** What loaders that start ffmpeg do. */
interface RecordedLoading {
  /** Arguments of each ffmpeg process of ours. */
  readonly lists: readonly (readonly string[])[];
  /** Numbers of processes. */
  readonly starts: Readonly<Partial<Record<LoaderName, number>>>;
}

const OURS_FILE = "ours.rgb";

/** Loads all windows by ours, into a file; not measured. */
async function loadRecorded(
  planned: PlannedLoading,
  { folder, ffmpegPath }: { readonly folder: string; readonly ffmpegPath: string },
): Promise<RecordedLoading> {
  const record = async (name: string, probed: boolean) => {
    const recording = join(folder, name);
    await Deno.mkdir(recording);
    return await recordArguments({ folder: recording, ffmpegPath }, async (recorderPath) => {
      const file = join(folder, OURS_FILE);
      await loadOurs(planned, { decoder: planDecoder(recorderPath), probed, file });
    });
  };
  const first = await record("first", false);
  const lists = await record("recording", true);
  const ours = lists.length;
  const starts = { ours, first: first.length, warm: 0, cold: 0, bareNull: ours, barePipe: ours };
  return { lists, starts };
}

/**
 * Starts our loader that keeps videos on disk.
 *
 * @throws {Error} If it gives other frames than are decoded.
 */
async function startDiskLoader(
  planned: PlannedLoading,
  options: DiskLoaderOptions,
): Promise<DiskLoader> {
  using stack = new DisposableStack();
  const loader = stack.use(new DiskLoader(planned, options));
  await loader.fill();
  const file = join(options.folder, "kept.rgb");
  await loader.load(file);
  const { worst } = await compareFrames([join(options.folder, OURS_FILE), file], planned.plan);
  if (worst.mean > 0) {
    throw new Error(
      "Cannot measure videos on disk as their frames must be those that are decoded: frame " +
        `${worst.frame} of window ${worst.window} differs by ${worst.mean} levels`,
    );
  }
  stack.move();
  return loader;
}

/** Another loader whose frames are ours. */
interface CheckedPeer {
  readonly peer: Contender<PeerName>;
  readonly difference: FrameDifference;
}

/** Starts the other loaders; those that are not to be measured have ended. */
async function startPeers(
  { plan }: PlannedLoading,
  { peers: names, python, folder }: Pick<RaceLoadersOptions, "peers" | "python"> & {
    readonly folder: string;
  },
): Promise<{ readonly peers: readonly CheckedPeer[]; readonly skipped: string[] }> {
  const planFile = join(folder, "plan.json");
  await Deno.writeTextFile(planFile, JSON.stringify(plan));
  const peers: CheckedPeer[] = [];
  const skipped: string[] = [];
  for (const name of names) {
    const lack = await lackOfPeer(name, python);
    if (lack !== undefined) {
      skipped.push(`${name} (${lack})`);
      continue;
    }
    try {
      peers.push(await startChecked(name, { python, planFile, folder, plan }));
    } catch (error) {
      // Others are worth measuring.
      skipped.push(`${name} (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  return { peers, skipped };
}

/**
 * Starts another loader and compares its frames with ours.
 *
 * @throws {Error} If it cannot load them, or shows other images; it has ended then.
 */
async function startChecked(
  name: PeerName,
  { python, planFile, folder, plan }: Pick<RaceLoadersOptions, "python"> & {
    readonly planFile: string;
    readonly folder: string;
    readonly plan: LoadingPlan;
  },
): Promise<CheckedPeer> {
  await using stack = new AsyncDisposableStack();
  const peer = stack.use(await startPeer(name, { python, planFile }));
  const file = join(folder, `${name}.rgb`);
  await loadByPeer(peer, plan.windows.length, file);
  const difference = await compareFrames([join(folder, OURS_FILE), file], plan);
  if (!areSameFrames(difference)) throw new Error(describeOtherFrames(difference));
  stack.move();
  return { peer, difference };
}

function describeOtherFrames({ worst: { mean, window, frame } }: FrameDifference): string {
  return `it must show the same images: frame ${frame} of window ${window} differs by ` +
    `${mean.toFixed(1)} levels, more than ${MOST_LEVELS}`;
}

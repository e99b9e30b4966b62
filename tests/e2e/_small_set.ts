import { join } from "node:path";
import type { Config } from "../../pipeline/config/config.ts";
import { runFfmpeg } from "../datasets/_fixtures.ts";

/** The primary network of the set's configuration. */
export const SMALL_RESNET = {
  kind: "slow-resnet",
  block: "basic",
  width: 4,
  stemKernel: 3,
  stemPool: false,
  depths: [1, 1],
  temporalKernels: [1, 3],
  spatialStrides: [1, 2],
} as const;

/**
 * A pair of networks, clips and a schedule so small that a run takes little longer than its start.
 */
const CONFIG = {
  data: { source: "videos", labelsPerClass: 2, failureShare: 0.2 },
  clip: {
    size: 16,
    decodeShortSide: 16,
    primary: { frames: 2, stride: 8 },
    auxiliary: { frames: 4, stride: 4 },
  },
  primary: SMALL_RESNET,
  auxiliary: { kind: "timesformer", width: 16, depth: 1, heads: 2, patch: 8 },
  // Low enough that some pseudo-labels pass and change the weights.
  method: { threshold: 0.36, supervisedShare: 0.25, rampShare: 0 },
  schedule: { steps: 8, labeledPerStep: 2, unlabeledPerLabeled: 2 },
  evaluate: { clips: 2, crops: 1 },
  checkpoint: { everySteps: 3 },
} as const;

/** Classes of the videos: names of image sources of ffmpeg. */
export const CLASSES = ["mandelbrot", "smptebars", "testsrc"] as const;

const COUNTS = { train: 4, test: 2 } as const;

/** Number of training videos of the set. */
export const TRAINING_VIDEOS = COUNTS.train * CLASSES.length;

/** Number of test videos of the set. */
export const TEST_VIDEOS = COUNTS.test * CLASSES.length;

/**
 * Makes a folder with a configuration `small.json` and with `videos/`: per class four training
 * videos and two test videos of a second and a half.
 */
export async function makeSmallSet(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "e2e-" });
  await Deno.writeTextFile(join(folder, "small.json"), JSON.stringify(CONFIG));
  for (const name of CLASSES) await makeClass(join(folder, "videos"), name);
  return folder;
}

async function makeClass(folder: string, name: string): Promise<void> {
  const outputs: string[] = [];
  for (const [split, count] of Object.entries(COUNTS)) {
    await Deno.mkdir(join(folder, split, name), { recursive: true });
    for (let index = 0; index < count; index++) {
      // Other hues than in training, where a test video would be the same file as a training video.
      const hue = 360 * (index + Number(split === "test") / 4) / count;
      outputs.push(...["-t", "1.5", "-vf", `hue=h=${hue}`, "-c:v", "mpeg4"]);
      outputs.push(join(folder, split, name, `${index}.avi`));
    }
  }
  await runFfmpeg(["-f", "lavfi", "-i", `${name}=size=24x16:rate=30`, ...outputs]);
}

/** Adds a training video that cannot be read and returns its path below the folder. */
export async function addBrokenVideo(folder: string, name = "broken"): Promise<string> {
  const path = join("videos/train/testsrc", `${name}.avi`);
  await Deno.writeTextFile(join(folder, path), "not a video");
  return path;
}

/**
 * The lines of a run's metrics about its steps, without the times, which differ from run to run.
 */
export function metricsOf(folder: string, run: string): Record<string, unknown>[] {
  const text = readIfThere(join(folder, "runs", run, "metrics.jsonl"));
  // A line that is being written has no end yet.
  return text.split("\n").slice(0, -1).flatMap((line) => {
    const { seconds: _, ...numbers } = JSON.parse(line);
    return numbers.kind === "step" ? numbers : [];
  });
}

/** Names of the files in a run's folder of checkpoints, sorted. */
export function checkpointsOf(folder: string, run: string): string[] {
  try {
    const entries = Deno.readDirSync(join(folder, "runs", run, "checkpoints"));
    return [...entries].map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** Bytes of a run's newest checkpoint. */
export function newestCheckpoint(folder: string, run: string): Uint8Array {
  const name = checkpointsOf(folder, run).filter((name) => name.endsWith(".safetensors")).at(-1);
  return Deno.readFileSync(join(folder, "runs", run, "checkpoints", name ?? "none"));
}

/**
 * Whether the newest checkpoints of two runs are the same, byte by byte. Unlike `assert.deepEqual`
 * this does not spend minutes on describing a difference.
 */
export function sameCheckpoints(folder: string, run: string, otherRun: string): boolean {
  const bytes = newestCheckpoint(folder, run);
  const otherBytes = newestCheckpoint(folder, otherRun);
  return bytes.length === otherBytes.length &&
    bytes.every((byte, index) => byte === otherBytes[index]);
}

function readIfThere(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/** The small configuration, checked, with some fields replaced; for tests inside this process. */
export async function smallConfig(
  folder: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<Config> {
  const { loadConfig } = await import("../../pipeline/config/config.ts");
  const overrides = { "data.source": join(folder, "videos"), ...fields };
  return (await loadConfig(
    join(folder, "small.json"),
    Object.entries(overrides).map(([path, value]) => ({ path, value })),
  )).config;
}

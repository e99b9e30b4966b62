import { basename, resolve } from "node:path";
import { locateFfmpeg, type Manifest } from "../../datasets/mod.ts";
import { freeBytes, mediumOf } from "../../runtime/install/mod.ts";
import { fastestPrecision } from "../../runtime/mod.ts";
import { applyOverrides, type Config, loadConfig, type Override } from "../config/config.ts";
import { ConfigError } from "../config/config_error.ts";
import { leavesOf } from "../config/leaves_of.ts";
import { wholePaths } from "../config/whole_paths.ts";
import { tryOutput } from "../files/try_output.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { writeText } from "../files/write_text.ts";
import { chooseMethod } from "../methods/choose_method.ts";
import { describeExamined } from "../proposal/describe_examined.ts";
import { describeMeasured } from "../proposal/describe_measured.ts";
import { type ExaminedVideos, examineVideos } from "../proposal/examine_videos.ts";
import { decodedBytes } from "../proposal/decoded_bytes.ts";
import { formatConfig } from "../proposal/format_config.ts";
import { proposeDisk } from "../proposal/propose_disk.ts";
import { type ProposedField, proposeFields } from "../proposal/propose_fields.ts";
import { slug } from "../sweep/plan_sweep.ts";
import { taskCommand } from "../terminal/task_command.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { type MeasuredSteps, measureSteps } from "../training/measure_steps.ts";
import { countSteps } from "../training/step_schedule.ts";
import { videoOrder } from "../training/video_order.ts";
import { cacheBytes } from "../videos/cache_bytes.ts";
import { describeLabels } from "../videos/describe_labels.ts";
import { divideVideos } from "../videos/divide_videos.ts";
import { findVideos } from "../videos/find_videos.ts";
import { frameFolder } from "../videos/frame_folder.ts";
import { startPrograms } from "../videos/start_programs.ts";
import { summarizeManifest } from "../videos/summarize_manifest.ts";
import type { VideoSet } from "../videos/video_set.ts";
import { plainLine } from "../../runtime/text/plain_line.ts";
import { withProgress } from "./with_progress.ts";
import { printText } from "../terminal/print_text.ts";

/** Options of `deno task init`. */
export interface InitCommandOptions {
  /** Folder or list of videos, or a database. */
  readonly data: string;
  /** File to write; named after the data if omitted. */
  readonly output?: string | undefined;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/** Files that are looked at. */
const LIMIT = 200;

/** The preset that is proposed: it trains from random weights on any machine. */
const PRESET = "videos_small";

/**
 * Looks at a set of videos, measures what training takes on this machine, writes a configuration
 * with comments, and prints the command that trains with it.
 *
 * @returns The exit code.
 * @throws {ManifestError} If the videos cannot be used.
 * @throws {ConfigError} If the file to write exists, or a field cannot be set.
 */
export async function initCommand(options: InitCommandOptions): Promise<number> {
  const source = resolve(options.data);
  const path = options.output ?? `${slug(basename(source)) || "videos"}.jsonc`;
  requireNew(path);
  const makeFolders = await tryOutput(path, "file");
  const given = withWholeFiles([{ path: "data.source", value: source }, ...options.overrides]);
  const { config } = await loadConfig(PRESET, given);
  return await withProgress({ first: "Stopping; nothing was written." }, async (work) => {
    const manifest = await findVideos(config, work);
    const silenceSec = config.data.silenceSeconds;
    const videos = divideVideos(config, manifest);
    const examined = await examine(manifest, { ...work, silenceSec });
    const about = [
      summarizeManifest(manifest),
      describeLabels(videos),
      ...describeExamined(examined),
    ];
    for (const line of about) console.log(line);
    const steps = stepsOf(config, videos);
    const proposed = [
      ...proposeFields(videos, { steps, given: options.overrides }),
      ...await proposeRoom(examined, { config, given: options.overrides }),
    ];
    const fields = [...given.map((field) => ({ ...field, why: "as given" })), ...proposed];
    const { config: whole } = await loadConfig(PRESET, fields);
    printText(describeMeasured(whole, await measure(whole, { ...work, videos })));
    printText(describeFineTuning(source));
    const command = taskCommand("train", "--config", path);
    await makeFolders();
    await writeText(path, formatConfig({ about, preset: PRESET, fields, command }));
    console.log(`Wrote ${resolve(path)}, which extends ${PRESET}. Next:`);
    console.log(command);
    return 0;
  });
}

/** Names files by their whole paths: the configuration may be written into another folder. */
function withWholeFiles(given: readonly Override[]): Override[] {
  return given.flatMap((override) => {
    const raw = wholePaths(applyOverrides({}, [override]), Deno.cwd());
    return Array.from(leavesOf(raw), ([path, value]) => ({ path, value }));
  });
}

/** Proposes where decoded videos are kept, if the user does not say it. */
async function proposeRoom(
  examined: ExaminedVideos,
  { config, given }: { readonly config: Config; readonly given: readonly Override[] },
): Promise<ProposedField[]> {
  const folder = frameFolder();
  const isGiven = given.some(({ path }) => path === "data.diskMebibytes");
  if (isGiven || await mediumOf(folder) !== "disk") return [];
  return proposeDisk({
    decoded: decodedBytes(examined, config),
    memory: cacheBytes(config.data),
    free: await freeBytes(folder),
  });
}

/** Returns the number of steps, of epochs as many as all labeled videos take. */
function stepsOf({ schedule }: Config, { labeled }: VideoSet): number {
  const { steps, epochs = 1, labeledPerStep } = schedule;
  return steps ?? epochs * Math.max(1, Math.floor(labeled.length / labeledPerStep));
}

async function examine(
  { train, test }: Manifest,
  { progress, silenceSec, signal }: WorkOptions & { readonly silenceSec: number },
): Promise<ExaminedVideos> {
  const { path: ffmpegPath } = await locateFfmpeg({ signal });
  const examined = await examineVideos([...train, ...test].map((video) => video.path), {
    ffmpegPath,
    silenceSec,
    limit: LIMIT,
    signal,
    onProgress: (done, total) => progress.show(`looking at file ${done}/${total}`),
  });
  progress.clear();
  return examined;
}

/** Starts the device, and measures what the steps take. */
async function measure(
  config: Config,
  { videos, ...work }: WorkOptions & { readonly videos: VideoSet },
): Promise<MeasuredSteps> {
  await startPrograms(config, work);
  const method = await chooseMethod(config);
  const order = videoOrder(config, { method, videos });
  const totalSteps = countSteps(config, order);
  const classes = videos.classes.length;
  work.progress.show("measuring a training step");
  const precision = config.precision === "auto" ? fastestPrecision() : config.precision;
  const plan = { method, order, totalSteps, classes };
  const measured = await measureSteps(config, plan, { precision, signal: work.signal });
  work.progress.clear();
  return measured;
}

function describeFineTuning(source: string): string {
  return "Networks that were trained on many videos before need far fewer labels:" +
    `\n${
      plainLine(taskCommand("train", "--data", source, "--from", "FILE"))
    }   (docs/finetuning.md)\n`;
}

function requireNew(path: string): void {
  if (statIfPresent(path) === undefined) return;
  const message = `must be a new file: ${resolve(path)} exists; give another --output`;
  throw new ConfigError("the file to write", [{ path: "", message }]);
}

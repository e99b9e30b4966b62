import {
  DecodeError,
  fileStamp,
  inParallel,
  locateFfmpeg,
  type Manifest,
  openFrames,
  probeVideo,
  readManifest,
} from "../../datasets/mod.ts";
import { tryOutput } from "../files/try_output.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { type CheckedVideo, CheckReport } from "../videos/check_report.ts";
import { countedLabels } from "../videos/counted_labels.ts";
import { describeCopies } from "../videos/describe_copies.ts";
import { describeLabels } from "../videos/describe_labels.ts";
import { describeLength } from "../videos/describe_length.ts";
import { summarizeManifest } from "../videos/summarize_manifest.ts";
import type { DataOptions } from "./data_options.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task data check`. */
export interface DataCheckCommandOptions extends DataOptions {
  /** File for one line of JSON for each video; the report of an earlier check is continued. */
  readonly report?: string | undefined;
}

/** Every frame is decoded in full whatever is kept of it, so little is kept. */
const KEPT_FRAMES = { framesPerSecond: 5, size: { width: 16, height: 16 } };

/** How the line of a video begins that something is to be said of. */
const HEADINGS = { ok: "note", damaged: "damaged", broken: "broken" };

/**
 * Decodes every video of a data set from start to end. Prints one line for each video that gives no
 * frame (`broken`), that ffmpeg warns about (`damaged`), or whose images have another length than
 * its container claims (`note`), and for equal files (`copies`), then a summary. Videos that the
 * report lists already are not decoded again unless their file has changed; listed videos without a
 * file are `missing` in it.
 *
 * @returns The exit code: 1 if a video is broken, or training refuses copies.
 * @throws {ManifestError} If the data set as a whole cannot be used.
 * @throws {TypeError} If the report is another kind of file.
 */
export async function dataCheckCommand(options: DataCheckCommandOptions): Promise<number> {
  const { data, report: reportPath, silenceSeconds: silenceSec, ...manifestOptions } = options;
  const makeFolders = await tryOutput(reportPath, "file");
  const manifest = await readManifest(data, { ...manifestOptions, acceptsCopies: true });
  await makeFolders();
  using report = reportPath === undefined ? undefined : CheckReport.open(reportPath);
  const first = report === undefined
    ? "Stopping."
    : "Stopping. The report is kept; run the same command again to continue.";
  return await withProgress({ first }, async (work) => {
    work.progress.note(summarizeManifest(manifest));
    work.progress.note(describeLabels(countedLabels(manifest)));
    for (const id of manifest.missing) report?.addMissing(id);
    const counts = await checkVideos(manifest, report, { ...work, silenceSec });
    const { lines, refused } = await describeCopies(manifest, counts.brokenPaths);
    for (const line of lines) console.log(line);
    for (const note of manifest.notes) console.log(note);
    if (refused > 0) {
      console.log(`Training will refuse ${refused} of the ${lines.length} groups of copies`);
    }
    console.log(formatCounts(manifest, counts));
    return counts.brokenPaths.size > 0 || refused > 0 ? 1 : 0;
  });
}

/** Numbers of checked videos by state, and of those that an earlier check had decoded. */
interface CheckCounts {
  damaged: number;
  checkedEarlier: number;
  readonly brokenPaths: Set<string>;
}

/** What {@linkcode checkVideos} works with. */
interface CheckOptions extends WorkOptions {
  /** How long ffmpeg may be silent, in seconds. */
  readonly silenceSec: number | undefined;
}

async function checkVideos(
  { train, test, copies = [] }: Manifest,
  report: CheckReport | undefined,
  work: CheckOptions,
): Promise<CheckCounts> {
  const { silenceSec, signal, progress } = work;
  const { path: ffmpegPath } = await locateFfmpeg({ signal });
  const videos = [...train, ...test, ...copies];
  const counts: CheckCounts = { damaged: 0, checkedEarlier: 0, brokenPaths: new Set() };
  let done = 0;
  await inParallel(videos, navigator.hardwareConcurrency, async ({ path }) => {
    signal.throwIfAborted();
    const file = { path, ...await fileStamp(path) };
    let video = report?.find(file);
    if (video === undefined) {
      video = { ...file, ...await decodeCompletely(path, { ffmpegPath, silenceSec, signal }) };
      report?.add(video);
    } else {
      counts.checkedEarlier++;
    }
    if (video.state === "damaged") counts.damaged++;
    if (video.state === "broken") counts.brokenPaths.add(path);
    done++;
    if (video.why !== undefined) progress.note(`${HEADINGS[video.state]}: ${path}: ${video.why}`);
    progress.show(`video ${done}/${videos.length}`);
  });
  progress.end();
  return counts;
}

function formatCounts(
  { train, test, copies = [] }: Manifest,
  { brokenPaths, damaged, checkedEarlier }: CheckCounts,
): string {
  const earlier = checkedEarlier === 0 ? "" : ` (${checkedEarlier} checked earlier)`;
  const unused = copies.length === 0 ? "" : `, and ${copies.length} unused`;
  return `${train.length} training and ${test.length} test videos${unused}: ` +
    `${brokenPaths.size} broken, ${damaged} damaged${earlier}`;
}

/** What {@linkcode decodeCompletely} works with. */
interface DecodeOptions extends Pick<CheckOptions, "silenceSec" | "signal"> {
  readonly ffmpegPath: string;
}

async function decodeCompletely(
  path: string,
  { ffmpegPath, silenceSec, signal }: DecodeOptions,
): Promise<Pick<CheckedVideo, "state" | "why">> {
  try {
    const probe = await probeVideo(path, ffmpegPath, signal, { silenceSec });
    const grid = { ...KEPT_FRAMES, ffmpegPath, probe, silenceSec };
    await using source = await openFrames(path, grid, signal);
    while (await source.read() !== null) {
      // Decoding is the check; the frames themselves are not needed.
    }
    const [warning] = source.warnings;
    if (warning !== undefined) return { state: "damaged", why: warning };
    return { state: "ok", why: describeLength(probe) };
  } catch (error) {
    if (error instanceof DecodeError) return { state: "broken", why: error.reason };
    throw error;
  }
}

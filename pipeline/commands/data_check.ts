import {
  DecodeError,
  fileStamp,
  inParallel,
  locateFfmpeg,
  openFrames,
  readManifest,
} from "../../datasets/mod.ts";
import { type CheckedVideo, CheckReport } from "../videos/check_report.ts";
import { withProgress } from "./with_progress.ts";

/** What `data check` was asked to do. */
export interface DataCheckRequest {
  /** Folder or list of videos. */
  readonly data: string;
  /** List of test videos. */
  readonly testList?: string;
  /** Published split whose videos are to be checked. */
  readonly split?: string;
  /** Largest share of a list's videos that may have no file. */
  readonly missingShare?: number;
  /** File that gets a line of JSON for each video; one that is there is gone on with. */
  readonly report?: string;
}

/** Pictures are decoded in full whatever is kept of them, so little is kept. */
const KEPT = { framesPerSecond: 5, size: { width: 16, height: 16 } };

/**
 * Decodes every video of a data set from start to end and prints a line for each that gives no frame
 * (`broken`) or complains on the way (`damaged`), then a summary. What a report holds already is not decoded
 * again, unless the file has changed since; listed videos without a file are `missing` in it.
 *
 * @returns The exit code: 1 where a video is broken.
 * @throws {ManifestError} where the data set as a whole cannot be used.
 * @throws {TypeError} where the report is another file.
 */
export async function dataCheckCommand(request: DataCheckRequest): Promise<number> {
  const { data, report: reportPath, ...options } = request;
  const { classes, train, test, missing, notes } = await readManifest(data, options);
  const { path: ffmpegPath } = await locateFfmpeg();
  const videos = [...train, ...test];
  using report = reportPath === undefined ? undefined : CheckReport.open(reportPath);
  const stopping = report === undefined ? "Stopping." : "Stopping; the report is gone on with.";
  return await withProgress(stopping, async ({ signal, progress }) => {
    const counts = { ok: 0, broken: 0, damaged: 0 };
    let done = 0;
    let known = 0;
    for (const id of missing) report?.addMissing(id);
    await inParallel(videos, navigator.hardwareConcurrency, async ({ path }) => {
      signal.throwIfAborted();
      const file = { path, ...await fileStamp(path) };
      const before = report?.find(file);
      if (before !== undefined) known++;
      const video = before ?? { ...file, ...await decodeAll(path, ffmpegPath, signal) };
      if (before === undefined) report?.add(video);
      counts[video.state]++;
      if (video.state !== "ok") progress.note(`${video.state}: ${path}: ${video.why}`);
      progress.show(`video ${++done}/${videos.length}`);
    });
    progress.end();
    for (const note of notes) console.log(note);
    const { broken, damaged } = counts;
    const earlier = known === 0 ? "" : `, ${known} of them checked before`;
    console.log(
      `${classes.length} classes, ${train.length} training and ${test.length} test videos: ` +
        `${broken} broken, ${damaged} damaged${earlier}`,
    );
    return broken > 0 ? 1 : 0;
  });
}

async function decodeAll(
  path: string,
  ffmpegPath: string,
  signal: AbortSignal,
): Promise<Pick<CheckedVideo, "state" | "why">> {
  try {
    await using source = await openFrames(path, { ...KEPT, ffmpegPath }, signal);
    while (await source.read() !== null) {
      // The frames themselves are of no use here.
    }
    const [first] = source.warnings;
    return first === undefined ? { state: "ok" } : { state: "damaged", why: first };
  } catch (error) {
    if (error instanceof DecodeError) return { state: "broken", why: error.reason };
    throw error;
  }
}

import { DecodeError, locateFfmpeg, openFrames, readManifest } from "../../datasets/mod.ts";
import { withProgress } from "./with_progress.ts";

/** What `data check` was asked to do. */
export interface DataCheckRequest {
  /** Folder or list of videos. */
  readonly data: string;
  /** List of test videos. */
  readonly testList?: string;
}

/** Pictures are decoded in full whatever is kept of them, so little is kept. */
const KEPT = { framesPerSecond: 5, size: { width: 16, height: 16 } };

/**
 * Decodes every video of a data set from start to end and prints a line for each that gives no frame
 * (`broken`) or complains on the way (`damaged`), then a summary.
 *
 * @returns The exit code: 1 where a video is broken.
 * @throws {ManifestError} where the data set as a whole cannot be used.
 */
export async function dataCheckCommand({ data, testList }: DataCheckRequest): Promise<number> {
  const { classes, train, test, notes } = await readManifest(data, {
    ...testList === undefined ? {} : { testList },
  });
  const { path: ffmpegPath } = await locateFfmpeg();
  const videos = [...train, ...test];
  return await withProgress("Stopping.", async ({ signal, progress }) => {
    const counts = { done: 0, broken: 0, damaged: 0 };
    const rest = videos.values();
    const work = async () => {
      for (const { path } of rest) {
        const problem = await findProblem(path, ffmpegPath, signal);
        if (problem !== undefined) {
          counts[problem.kind]++;
          progress.note(`${problem.kind}: ${path}: ${problem.what}`);
        }
        progress.show(`video ${++counts.done}/${videos.length}`);
      }
    };
    await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, work));
    progress.end();
    for (const note of notes) console.log(note);
    const { broken, damaged } = counts;
    console.log(
      `${classes.length} classes, ${train.length} training and ${test.length} test videos: ` +
        `${broken} broken, ${damaged} damaged`,
    );
    return broken > 0 ? 1 : 0;
  });
}

interface Problem {
  readonly kind: "broken" | "damaged";
  readonly what: string;
}

async function findProblem(
  path: string,
  ffmpegPath: string,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  try {
    await using source = await openFrames(path, { ...KEPT, ffmpegPath }, signal);
    while (await source.read() !== null) {
      // The frames themselves are of no use here.
    }
    const [first] = source.warnings;
    return first === undefined ? undefined : { kind: "damaged", what: first };
  } catch (error) {
    if (error instanceof DecodeError) return { kind: "broken", what: error.reason };
    throw error;
  }
}

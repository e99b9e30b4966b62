import { indexManifest, readManifest } from "../../datasets/mod.ts";
import { findFfmpeg } from "../videos/find_ffmpeg.ts";
import { withProgress } from "./with_progress.ts";

/** What `data index` was asked to do. */
export interface DataIndexRequest {
  /** Folder or list of videos. */
  readonly data: string;
  /** The database to write, `NAME.sqlite`. */
  readonly file: string;
  /** List of test videos. */
  readonly testList?: string;
  /** Published split that the videos are to be divided by. */
  readonly split?: string;
  /** Largest share of a list's videos that may have no file. */
  readonly missingShare?: number;
}

/**
 * Writes which videos there are, and what each file holds, into a database that `--data` takes, so that
 * training on many videos begins at once. Tells of each file that cannot be decoded.
 *
 * @returns The exit code.
 * @throws {ManifestError} where the data set as a whole cannot be used.
 */
export async function dataIndexCommand(request: DataIndexRequest): Promise<number> {
  const { data, file, ...options } = request;
  const stopping = "Stopping; the same command goes on with the rest.";
  return await withProgress(stopping, async (work) => {
    const { signal, progress } = work;
    const manifest = await readManifest(data, options);
    for (const note of manifest.notes) progress.note(note);
    const { path: ffmpegPath } = await findFfmpeg(work);
    const total = manifest.train.length + manifest.test.length;
    const counts = { done: 0, known: 0, broken: 0 };
    await indexManifest(manifest, {
      file,
      ffmpegPath,
      signal,
      concurrency: navigator.hardwareConcurrency,
      ...options.split === undefined ? {} : { split: options.split },
      onVideo({ path, problem, isNew }) {
        if (!isNew) counts.known++;
        if (problem !== null) {
          counts.broken++;
          progress.note(`broken: ${path}: ${problem}`);
        }
        progress.show(`video ${++counts.done}/${total}`);
      },
    });
    progress.end();
    const { broken, known } = counts;
    console.log(`${file}: ${total} videos, ${broken} broken, ${known} known from before`);
    return 0;
  });
}

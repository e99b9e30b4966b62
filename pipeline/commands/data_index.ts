import { indexManifest, locateFfmpeg, readManifest } from "../../datasets/mod.ts";
import { tryOutput } from "../files/try_output.ts";
import { summarizeManifest } from "../videos/summarize_manifest.ts";
import type { DataOptions } from "./data_options.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task data index`. */
export interface DataIndexCommandOptions extends DataOptions {
  /** The database to write, `NAME.sqlite`. */
  readonly file: string;
}

/**
 * Writes the list of all videos, and what each file holds, into a database that `--data` takes, so
 * that training on many videos starts at once. Prints a line for each video that cannot be decoded.
 *
 * @returns The exit code.
 * @throws {ManifestError} If the data set as a whole cannot be used.
 */
export async function dataIndexCommand(options: DataIndexCommandOptions): Promise<number> {
  const { data, file, silenceSeconds: silenceSec, ...manifestOptions } = options;
  const { split } = manifestOptions;
  const makeFolders = await tryOutput(file, "file");
  const first = "Stopping. Indexed videos are kept; run the same command again to continue.";
  return await withProgress({ first }, async (work) => {
    const { signal, progress } = work;
    const manifest = await readManifest(data, manifestOptions);
    for (const note of manifest.notes) progress.note(note);
    progress.note(summarizeManifest(manifest));
    const { path: ffmpegPath } = await locateFfmpeg({ signal });
    const total = manifest.train.length + manifest.test.length;
    const counts = { done: 0, unchanged: 0, broken: 0 };
    await makeFolders();
    await indexManifest(manifest, {
      file,
      ffmpegPath,
      silenceSec,
      signal,
      concurrency: navigator.hardwareConcurrency,
      split,
      onVideo({ path, problem, isNew }) {
        counts.done++;
        if (!isNew) counts.unchanged++;
        if (problem !== null) {
          counts.broken++;
          progress.note(`broken: ${path}: ${problem}`);
        }
        progress.show(`video ${counts.done}/${total}`);
      },
    });
    progress.end();
    const { broken, unchanged } = counts;
    console.log(`${file}: ${total} videos, ${broken} broken, ${unchanged} indexed earlier`);
    return 0;
  });
}

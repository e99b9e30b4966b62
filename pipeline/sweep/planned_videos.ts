import { createHash } from "node:crypto";
import type { KeptVideo } from "../run/kept_videos.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import type { PlannedRun } from "./plan_sweep.ts";

/** What videos are used for, as one sees it who compares runs. */
type Use = "test" | "training";

/**
 * The videos of a plan's runs. Those of one division of one data are tested on the same videos, and
 * with one seed trained on the same: else the data has changed in between, and what their results
 * differ by is not what the plan compares.
 */
export class PlannedVideos {
  /** By division and use: the first run of it, and a hash of its videos. */
  readonly #first = new Map<string, { readonly path: string; readonly hash: string }>();

  /**
   * Adds a run that has been started. One of an earlier version, which does not keep its videos, says
   * nothing.
   *
   * @throws {RunFolderError} If its videos are not those of the runs before, or their list is broken.
   */
  async add({ seed, config: { data, weights } }: PlannedRun, run: RunFolder): Promise<void> {
    const videos = (await run.readVideos())?.videos;
    if (videos === undefined) return;
    const isTest = ({ part }: KeptVideo) => part === "test";
    this.#require(run, "test", [data, weights], videos.filter(isTest));
    this.#require(run, "training", [data, weights, seed], videos.filter((video) => !isTest(video)));
  }

  #require({ path }: RunFolder, use: Use, division: unknown, videos: readonly KeptVideo[]): void {
    const key = JSON.stringify([use, division]);
    const hash = hashOf(videos);
    const first = this.#first.get(key);
    if (first === undefined) this.#first.set(key, { path, hash });
    if (first === undefined || first.hash === hash) return;
    throw new RunFolderError(
      `Cannot compare ${path} with ${first.path} as they must have the same ${use} videos: the ` +
        "data has changed in between; remove the runs of before, or give another --name",
    );
  }
}

/** A hash of files with their labels, whatever their order. */
function hashOf(videos: readonly KeptVideo[]): string {
  const lines = videos.map(({ part, id, label, fingerprint }) =>
    JSON.stringify([part, id, label, fingerprint])
  );
  return createHash("sha256").update(lines.toSorted().join("\n")).digest("hex");
}

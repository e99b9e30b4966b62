import type { Config } from "../config/config.ts";
import type { WeightsOrigin } from "../config/input_config.ts";
import type { KeptVideos } from "../run/kept_videos.ts";
import { runOfWeights } from "../run/run_of_weights.ts";
import { wholePaths } from "../config/whole_paths.ts";
import { homeIfElsewhere } from "../terminal/home_folder.ts";

/** The videos of a run whose weights another run starts from. */
export interface ParentVideos {
  /** Name of the run. */
  readonly run: string;
  readonly videos: KeptVideos;
}

/**
 * Reads the videos of all runs whose weights a run starts from, directly or through other runs.
 *
 * @param notify Called with a line for people about each run whose videos are not known.
 */
export async function readParentVideos(
  { weights }: Pick<Config, "weights">,
  notify: (line: string) => void,
): Promise<ParentVideos[]> {
  const parents = new Map<string, ParentVideos>();
  const files = filesOf(weights);
  for (const { path, origin } of files) {
    const run = runOfWeights(path);
    if (run === undefined && origin?.run !== undefined) {
      notify(
        `${path} is of run ${origin.run} but not in its folder, so its videos are not known: test ` +
          "videos may be among those that it has learned from",
      );
    }
    if (run === undefined || parents.has(run.path)) continue;
    const videos = await run.readVideos();
    if (videos === undefined) {
      notify(
        `${run.path}, whose weights are used, keeps no list of its videos: test videos may be ` +
          "among those that it has learned from",
      );
      continue;
    }
    parents.set(run.path, { run: run.name, videos });
    const home = homeIfElsewhere();
    const stored = await run.readConfig();
    // Appended while the loop runs: the parents of the parents follow.
    files.push(...filesOf(weightsOf(home === undefined ? stored : wholePaths(stored, home))));
  }
  return [...parents.values()];
}

interface WeightsFile {
  readonly path: string;
  readonly origin: WeightsOrigin | undefined;
}

function filesOf(weights: Config["weights"]): WeightsFile[] {
  const { primary, auxiliary, primaryOrigin, auxiliaryOrigin } = weights;
  const files: WeightsFile[] = [];
  if (primary !== undefined) files.push({ path: primary, origin: primaryOrigin });
  if (auxiliary !== undefined) files.push({ path: auxiliary, origin: auxiliaryOrigin });
  return files;
}

/** The weights of a stored configuration, which is this program's own. */
function weightsOf(stored: unknown): Config["weights"] {
  return (stored as { readonly weights?: Config["weights"] }).weights ?? {};
}

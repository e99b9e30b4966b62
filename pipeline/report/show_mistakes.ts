import { inParallel, locateFfmpeg } from "../../datasets/mod.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import type { Config } from "../config/config.ts";
import type { ExplainedNetwork } from "../explanation/explained_networks.ts";
import { readHeatStrips } from "../explanation/heat_strips.ts";
import { type OpenedExplainer, openExplainer } from "../explanation/open_explainer.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import type { Mistake } from "./find_mistakes.ts";
import { readFrameStrip, STRIP_FRAMES, STRIP_SHORT_SIDE } from "./frame_strip.ts";
import { requireTestedFile } from "./require_tested_file.ts";
import type { ShownMistake } from "./run_report.ts";
import type { TestedVideo } from "./tested_video.ts";

/** What {@linkcode showMistakes} works with. */
export interface ShowMistakesOptions extends WorkOptions {
  /** The run's configuration, with paths as they are now. */
  readonly config: Config;
  /** The videos that the run was tested on; others may be among them. */
  readonly videos: readonly TestedVideo[];
  /**
   * Steps that led to the weights that were tested.
   *
   * @default not known
   */
  readonly steps?: number | undefined;
}

/** Mistakes with frames of their videos. */
export interface ShownMistakes {
  readonly mistakes: readonly ShownMistake[];
  /** The networks of which it is shown what they look at, or why it is not shown. */
  readonly explained: readonly ExplainedNetwork[] | string;
}

/** Characters of a reason, at most. */
const REASON_CHARACTERS = 1000;

/** Frames of a mistake's video, with heat if the networks can be explained. */
type Strips = Pick<ShownMistake, "strip" | "heat">;

/**
 * Adds frames to mistakes, and what the networks look at for the wrong answer. What cannot be shown
 * is replaced by the reason.
 *
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function showMistakes(
  run: RunFolder,
  mistakes: readonly Mistake[],
  options: ShowMistakesOptions,
): Promise<ShownMistakes> {
  if (mistakes.length === 0) return { mistakes: [], explained: [] };
  const { config, videos, signal, progress } = options;
  const opened = await orReason(() => openExplainer(run, config, options), signal);
  await using _closed = typeof opened === "string" ? undefined : opened;
  const byId = new Map(videos.map((video) => [video.id, video]));
  let done = 0;
  const shown = await inParallel(
    mistakes,
    navigator.hardwareConcurrency,
    async (mistake): Promise<ShownMistake> => {
      const video = byId.get(mistake.video);
      const strips = video === undefined
        ? "the video is not there any more"
        : await orReason(() => readStrips(video, mistake, { ...options, opened }), signal);
      done++;
      progress.show(`report: frames of mistakes ${done}/${mistakes.length}`);
      return { ...mistake, ...typeof strips === "string" ? { strip: strips, heat: [] } : strips };
    },
  );
  progress.clear();
  const explained = typeof opened === "string" ? opened : opened.explainer.networks;
  return { mistakes: shown, explained };
}

async function readStrips(
  video: TestedVideo,
  { wrong }: Mistake,
  { config, signal, opened }: ShowMistakesOptions & { readonly opened: OpenedExplainer | string },
): Promise<Strips> {
  const silenceSec = config.data.silenceSeconds;
  if (typeof opened === "string") {
    const { path: ffmpegPath } = await locateFfmpeg();
    return { strip: await readFrameStrip(video, { ffmpegPath, silenceSec, signal }), heat: [] };
  }
  await requireTestedFile(video);
  const { explainer, classes, ffmpegPath } = opened;
  const { heat, ...strip } = await readHeatStrips(video.path, explainer, {
    ffmpegPath,
    silenceSec,
    signal,
    shortSide: STRIP_SHORT_SIDE,
    frames: STRIP_FRAMES,
    label: labelOf(wrong.class, classes),
  });
  return { strip, heat };
}

function labelOf(name: string, classes: readonly string[]): number {
  const label = classes.indexOf(name);
  if (label !== -1) return label;
  throw new RangeError(
    `Cannot explain an answer as its class must be one of the weights': current value is ${name}`,
  );
}

/** Returns what `work` gives, or why it gives nothing. */
async function orReason<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    return shorten(error instanceof Error ? error.message : String(error), REASON_CHARACTERS);
  }
}

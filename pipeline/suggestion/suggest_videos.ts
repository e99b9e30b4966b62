import type { VideoEntry } from "../../datasets/mod.ts";
import { disposeTree } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { answersOf } from "../evaluation/answers_of.ts";
import { type ClassifiedVideo, classifyVideos } from "../evaluation/classify_videos.ts";
import { mainAnswer } from "../evaluation/main_answer.ts";
import { mostProbable } from "../evaluation/most_probable.ts";
import { openTrained, type TrainedOptions } from "../evaluation/open_trained.ts";
import { readTrained, type Trained } from "../evaluation/read_trained.ts";
import type { ClassProbability } from "../evaluation/record_prediction.ts";
import { CheckpointError } from "../run/checkpoint_error.ts";
import { describeClassDifference } from "../run/describe_class_difference.ts";
import type { Checkpoint } from "../run/open_checkpoint.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { BrokenVideos } from "../videos/broken_videos.ts";
import { startWork } from "../videos/start_work.ts";
import type { WindowLoader } from "../videos/window_loader.ts";
import { chooseSpread } from "./choose_spread.ts";
import { embedVideos } from "../embedding/embed_videos.ts";
import type { Pool } from "./find_pool.ts";
import { measureUncertainty } from "./measure_uncertainty.ts";
import type { NetworkAnswer, Suggestion } from "./suggestion.ts";
import { withoutCopies } from "./without_copies.ts";

/** Options of {@linkcode suggestVideos}. */
export interface SuggestOptions extends TrainedOptions {
  /** The run's videos, as {@linkcode findPool} finds them. */
  readonly pool: Pool;
  /** Number of videos to suggest. */
  readonly count: number;
  /** Seed of the clusters. */
  readonly seed: number;
}

/** Classes that a suggestion names: one for each number key. */
const GUESSES = 9;

/** A video that could be read. */
type Classified = ClassifiedVideo<VideoEntry>;

/**
 * Suggests which unlabeled videos of a run to label next: those that its networks are uncertain
 * about, alone or because they disagree ({@linkcode measureUncertainty}), spread over the clusters
 * of the networks' features ({@linkcode chooseSpread}). The same run, videos, count and seed give
 * the same suggestions.
 *
 * @returns The most uncertain first; fewer than `count` only if there are fewer videos.
 * @throws {Error} If there are no unlabeled videos.
 * @throws {RunFolderError} If the run has no checkpoint yet.
 * @throws {CheckpointError} If its checkpoints are broken, or belong to another model.
 */
export async function suggestVideos(
  config: Config,
  options: SuggestOptions,
): Promise<Suggestion[]> {
  const { pool: { classes, unlabeled }, run, count, seed } = options;
  if (unlabeled.length === 0) {
    throw new Error(
      `Cannot suggest videos by ${run.path} as there must be unlabeled videos: the run and its ` +
        "data have none",
    );
  }
  using checkpoint = await openTrained(options);
  requireClasses(checkpoint, classes);
  const videos = await withoutCopies(unlabeled, { ...options, source: config.data.source });
  using loader = await startWork(config, options);
  const trained = await readTrained(config, checkpoint);
  try {
    const classified = await classifyAll(config, { ...options, ...trained, loader, videos });
    return chooseSuggestions(classified, { classes, count, seed });
  } finally {
    disposeTree(trained.state);
  }
}

/** A checkpoint from elsewhere in a run's folder would give its answers other names. */
function requireClasses({ path, state }: Checkpoint, classes: readonly string[]): void {
  const difference = describeClassDifference(state.classes, classes);
  if (difference === undefined) return;
  throw new CheckpointError(
    path,
    `Cannot suggest videos by ${path} as its classes must be those of the run's videos: ` +
      difference,
  );
}

/** What {@linkcode classifyAll} works with. */
interface ClassifyAllOptions extends WorkOptions, Trained {
  readonly loader: WindowLoader;
  readonly videos: readonly VideoEntry[];
}

/** Classifies the videos that can be read. */
async function classifyAll(config: Config, options: ClassifyAllOptions): Promise<Classified[]> {
  const { videos, loader, progress } = options;
  const broken = new BrokenVideos({
    videos,
    purpose: "unlabeled videos",
    share: config.data.failureShare,
    notify: (line) => progress.note(line),
  });
  const classified: Classified[] = [];
  await classifyVideos(config, {
    ...options,
    onBroken: (video, error) => broken.add(video, error),
    onClassified(video) {
      classified.push(video);
      progress.show(`looking at unlabeled videos ${classified.length}/${videos.length}`);
    },
  });
  progress.clear();
  broken.summarize(loader.damaged);
  return classified;
}

/** What {@linkcode chooseSuggestions} works with. */
interface ChoiceOptions {
  readonly classes: readonly string[];
  readonly count: number;
  readonly seed: number;
}

function chooseSuggestions(
  classified: readonly Classified[],
  { classes, count, seed }: ChoiceOptions,
): Suggestion[] {
  const points = embedVideos(classified.map(({ features }) => features));
  const uncertainties = classified.map(({ probabilities }) => measureUncertainty(probabilities));
  const candidates = uncertainties.map(({ total }, index) => ({
    score: total,
    point: points[index]!,
  }));
  return chooseSpread(candidates, { count, seed }).map((index) => {
    const { video: { id, path }, probabilities } = classified[index]!;
    const answers = answersOf(probabilities);
    const { both: _, ...alone } = answers;
    return {
      id,
      path,
      uncertainty: uncertainties[index]!,
      guesses: topClasses(mainAnswer(answers)!, {
        classes,
        count: GUESSES,
      }),
      answers: Object.entries(alone).map(([network, values]): NetworkAnswer => ({
        network: network === "auxiliary" ? "auxiliary" : "primary",
        ...topClasses(values, { classes, count: 1 })[0]!,
      })),
    };
  });
}

function topClasses(
  probabilities: Float32Array,
  { classes, count }: { readonly classes: readonly string[]; readonly count: number },
): ClassProbability[] {
  return mostProbable(probabilities, count).map((label) => ({
    class: classes[label]!,
    probability: probabilities[label]!,
  }));
}

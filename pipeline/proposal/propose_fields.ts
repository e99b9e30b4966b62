import type { Override } from "../config/config.ts";
import { countLabels } from "../videos/count_labels.ts";
import type { VideoSet } from "../videos/video_set.ts";

/** A field that is proposed, and why. */
export interface ProposedField extends Override {
  /** The reason, in one line. */
  readonly why: string;
}

/** Labels that a class must have before some of them are held out for validation. */
const LEAST_LABELS = 10;

/** Share of the labels that is then held out. */
const VALIDATION_SHARE = 0.2;

/** How often the networks are then scored. */
const SCORES = 10;

/** Options of {@linkcode proposeFields}. */
export interface ProposeFieldsOptions {
  /** Number of steps of the run. */
  readonly steps: number;
  /**
   * Fields that the user gives, for which nothing is proposed.
   *
   * @default []
   */
  readonly given?: readonly Override[] | undefined;
}

/**
 * Proposes the fields of a configuration that follow from the videos: the method, and a validation
 * share if there are enough labels to spare some.
 */
export function proposeFields(
  { classes, labeled, unlabeled }: Pick<VideoSet, "classes" | "labeled" | "unlabeled">,
  { steps, given = [] }: ProposeFieldsOptions,
): ProposedField[] {
  const isGiven = (...paths: readonly string[]) => given.some(({ path }) => paths.includes(path));
  const fields: ProposedField[] = isGiven("method.name") ? [] : [proposeMethod(unlabeled.length)];
  if (isGiven("data.validationShare", "evaluate.everySteps")) return fields;
  const counts = countLabels(labeled);
  const fewest = Math.min(...classes.map((_, label) => counts.get(label) ?? 0));
  if (fewest >= LEAST_LABELS) {
    fields.push({
      path: "data.validationShare",
      value: VALIDATION_SHARE,
      why: `each class has at least ${fewest} labels, so some can score the training`,
    });
    fields.push({
      path: "evaluate.everySteps",
      value: Math.ceil(steps / SCORES),
      why: "the weights of the best score are kept",
    });
  }
  return fields;
}

function proposeMethod(unlabeled: number): ProposedField {
  if (unlabeled > 0) {
    return {
      path: "method.name",
      value: "actnetformer",
      why: `the ${unlabeled} videos without a label are learned from, too`,
    };
  }
  return {
    path: "method.name",
    value: "supervised",
    why: "all videos are labeled; with data.unlabeled: actnetformer",
  };
}

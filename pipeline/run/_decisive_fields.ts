import type { Config } from "../config/config.ts";
import { leavesOf } from "../config/leaves_of.ts";

/** Fields that may change when a run is resumed without changing what is learned. */
const FREE_FIELDS = [
  "about",
  "credits",
  "device",
  "checkpoint",
  // The videos themselves are compared, wherever they are.
  "data.source",
  "data.testList",
  "data.unlabeled",
  "data.layout",
  "data.presentClassesOnly",
  "data.cacheMebibytes",
  "data.diskMebibytes",
  "data.failureShare",
  "data.missingShare",
  "data.silenceSeconds",
];

/** Fields that were added later, with the values that every run had before. */
export const ADDED_FIELDS: Readonly<Record<string, unknown>> = {
  "clip.normalization.mean": 0.45,
  "clip.normalization.std": 0.225,
  "evaluate.precision": "float32",
};

/** Free fields of a run that is not scored during its training. */
const FREE_WITHOUT_SCORES = ["evaluate", "data.validationShare"];

/** Free fields of a run that is: the others decide which weights are kept, and when it ends. */
const FREE_WITH_SCORES = ["evaluate.videosAtOnce"];

/** The fields of a configuration that decide what is learned, by dotted path; lists stay whole. */
export function decisiveFields(config: Config): Record<string, unknown> {
  const isScored = config.evaluate.everySteps !== undefined;
  const free = [...FREE_FIELDS, ...isScored ? FREE_WITH_SCORES : FREE_WITHOUT_SCORES];
  const isFree = (path: string) =>
    free.some((field) => path === field || path.startsWith(`${field}.`));
  return Object.fromEntries([...leavesOf(config)].filter(([path]) => !isFree(path)));
}

import * as v from "valibot";
import { amount, count, share, shareOrNaN } from "./number_schemas.ts";
import type { TrainResults } from "./results.ts";
import { sha256 } from "./sha256.ts";

const scoresSchema = v.object({
  videos: count,
  top1: shareOrNaN,
  top5: shareOrNaN,
  perClass: v.array(shareOrNaN),
  confusion: v.array(v.array(count)),
});

/** Schema of `results.json`. */
export const resultsSchema: v.GenericSchema<unknown, TrainResults> = v.pipe(
  v.object({
    classes: v.array(v.string()),
    scores: v.record(v.string(), scoresSchema),
    steps: v.exactOptional(count),
    predictions: v.optional(sha256),
    run: v.object({
      seconds: amount,
      waitingShare: share,
      peakResidentBytes: amount,
      lackedRoom: v.exactOptional(v.boolean()),
    }),
  }),
  v.check(
    ({ classes, scores }) => Object.values(scores).every((score) => fits(score, classes.length)),
    "must have scores of each class",
  ),
);

/** Whether scores are those of so many classes. */
function fits({ perClass, confusion }: v.InferOutput<typeof scoresSchema>, classes: number) {
  return perClass.length === classes && confusion.length === classes &&
    confusion.every((row) => row.length === classes);
}

import { creditsFor } from "../../operators/stream/mod.ts";
import type { StreamCase } from "./stream_case.ts";

/** What {@linkcode trainingCase} streams. */
export interface TrainingCaseOptions extends Pick<StreamCase, "tickets" | "load"> {
  /** Labeled videos of a step, and unlabeled ones for each of them. */
  readonly order: { readonly labeledPerBatch: number; readonly ratio: number };
  /**
   * A step of the device on its clips.
   *
   * @default takes no time
   */
  readonly step?: StreamCase["step"] | undefined;
}

/** Returns our stream as in training: a decoder for each core, and as many credits. */
export function trainingCase(
  { tickets, order: { labeledPerBatch, ratio }, load, step }: TrainingCaseOptions,
): StreamCase {
  const concurrency = navigator.hardwareConcurrency;
  return {
    tickets,
    batch: { labeled: labeledPerBatch, ratio },
    concurrency,
    credits: creditsFor({ batch: labeledPerBatch * (1 + ratio), concurrency }),
    load,
    step: step ?? (() => Promise.resolve()),
  };
}

import type { PerNetwork } from "../../operators/mod.ts";
import { answersOf } from "../evaluation/answers_of.ts";

/** Who answers: one network, or both with their probabilities averaged. */
export type AnsweringNetwork = "primary" | "auxiliary" | "both";

/** Returns the answer of one network, or that of both. */
export function answerBy(
  network: AnsweringNetwork,
  probabilities: PerNetwork<Float32Array>,
): Float32Array {
  const answer = answersOf(probabilities)[network];
  if (answer !== undefined) return answer;
  throw new RangeError(
    `Cannot answer as 'network' must be one that there is: current value is ${network}`,
  );
}

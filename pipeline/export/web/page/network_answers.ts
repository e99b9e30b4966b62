import type { ExportFacts } from "../../export_facts.ts";

/** Class probabilities `[classes]` of one network, or the mean of both. */
export interface NetworkAnswer {
  /** Whose answer it is. */
  readonly network: "primary" | "auxiliary" | "both";
  /** Their mean over the views. */
  readonly probabilities: Float32Array;
}

/**
 * Computes what the networks answer for a window, from their logits for its views: the mean of the
 * probabilities, as the program does.
 *
 * @param logits By input of the model: `[views, classes]`.
 * @returns The answer of both first, if there are two networks.
 */
export function networkAnswers(
  logits: readonly Float32Array[],
  { inputs, classes }: Pick<ExportFacts, "inputs" | "classes">,
): NetworkAnswer[] {
  const answers = inputs.map(({ network }, index): NetworkAnswer => {
    const values = logits[index] ?? new Float32Array();
    return { network, probabilities: meanSoftmax(values, classes.length) };
  });
  if (answers.length < 2) return answers;
  return [{ network: "both", probabilities: meanOf(answers) }, ...answers];
}

/** Adds up the answers for the windows of a video. */
export class AnswerMeans {
  readonly #sums = new Map<NetworkAnswer["network"], Float64Array>();
  #windows = 0;

  /** Adds the answers for a window, and returns the means so far. */
  add(answers: readonly NetworkAnswer[]): NetworkAnswer[] {
    this.#windows++;
    return answers.map(({ network, probabilities }) => {
      const before = this.#sums.get(network);
      const sums = Float64Array.from(
        probabilities,
        (value, label) => value + (before?.[label] ?? 0),
      );
      this.#sums.set(network, sums);
      return { network, probabilities: Float32Array.from(sums, (sum) => sum / this.#windows) };
    });
  }
}

/** Mean over the views of the softmax over the classes. */
function meanSoftmax(logits: Float32Array, classes: number): Float32Array {
  const views = logits.length / classes;
  const mean = new Float64Array(classes);
  for (let view = 0; view < views; view++) {
    const values = logits.subarray(view * classes, (view + 1) * classes);
    const largest = Math.max(...values);
    const exponentials = Array.from(values, (value) => Math.exp(value - largest));
    const sum = exponentials.reduce((total, value) => total + value, 0);
    for (const [label, value] of exponentials.entries()) mean[label]! += value / sum / views;
  }
  return Float32Array.from(mean);
}

function meanOf(answers: readonly NetworkAnswer[]): Float32Array {
  const [first] = answers as readonly [NetworkAnswer];
  return first.probabilities.map((_, label) => {
    const sum = answers.reduce((total, { probabilities }) => total + probabilities[label]!, 0);
    return sum / answers.length;
  });
}

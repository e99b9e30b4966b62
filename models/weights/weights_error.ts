import type { WeightsProblem } from "./weights_problem.ts";

/** Problems of a kind that the message shows. */
const PROBLEMS_SHOWN = 3;

const KIND_WORDS: Readonly<Record<WeightsProblem["kind"], string>> = {
  copy: "copies of the model, of which one must remain",
  missing: "missing",
  shape: "of another shape",
  classes: "for another number of classes",
  type: "of another type",
  unexpected: "unexpected",
};

/**
 * Thrown when a weight file does not fit the model.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WeightsError } from "@actnetformer/deno/models";
 *
 * const problem = { kind: "unexpected", text: "pos_embed" } as const;
 * const error = new WeightsError("a.safetensors", "slow_r50", [problem]);
 * assert.equal(error.message, "Cannot load 'a.safetensors' into slow_r50: 1 unexpected (pos_embed)");
 * ```
 */
export class WeightsError extends Error {
  /** The class's name. */
  override readonly name = "WeightsError";
  /** Path of the file. */
  readonly path: string;
  /** Every tensor that is missing, unexpected or of another shape or type. */
  readonly problems: readonly WeightsProblem[];

  /**
   * Creates the error for a file and a model. The message counts the problems of each kind and
   * shows a few.
   *
   * @param path Path of the file.
   * @param model Name of the model.
   * @param problems What does not fit, tensor by tensor.
   * @param difference What the file's network is and what the model is, if that is known.
   */
  constructor(
    path: string,
    model: string,
    problems: readonly WeightsProblem[],
    difference?: string,
  ) {
    const kinds = Object.keys(KIND_WORDS) as WeightsProblem["kind"][];
    const parts = kinds.flatMap((kind) => summarize(kind, problems) ?? []);
    const reasons = difference === undefined ? parts : [difference, ...parts];
    super(`Cannot load '${path}' into ${model}: ${reasons.join("; ")}`);
    this.path = path;
    this.problems = problems;
  }
}

function summarize(
  kind: WeightsProblem["kind"],
  problems: readonly WeightsProblem[],
): string | undefined {
  const texts = problems.filter((problem) => problem.kind === kind).map(({ text }) => text);
  if (texts.length === 0) return undefined;
  const more = texts.length > PROBLEMS_SHOWN ? ", …" : "";
  return `${texts.length} ${KIND_WORDS[kind]} (${
    texts.slice(0, PROBLEMS_SHOWN).join(", ")
  }${more})`;
}

/** A tensor of a weight file or of the model that does not fit. */
export interface WeightsProblem {
  /** What is wrong with it. */
  readonly kind: "missing" | "unexpected" | "shape" | "classes" | "type" | "copy";
  /** Its name, and what is wrong in numbers. */
  readonly text: string;
}

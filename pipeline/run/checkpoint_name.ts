/**
 * Returns the name of a checkpoint's file, such as `step-000123.safetensors`.
 *
 * @param kind `step` for those that a run resumes from, `best` for the best weights.
 * @param step Steps done.
 */
export function checkpointName(kind: "step" | "best", step: number): string {
  return `${kind}-${String(step).padStart(6, "0")}.safetensors`;
}

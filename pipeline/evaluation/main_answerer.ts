/**
 * Returns whose answers stand for a run: both networks together if there are two; undefined if
 * nobody has answered.
 *
 * @param byAnswerer Anything by `primary`, `auxiliary`, `both`.
 */
export function mainAnswerer(
  byAnswerer: Readonly<Record<string, unknown>>,
): "both" | "primary" | undefined {
  if (byAnswerer["both"] !== undefined) return "both";
  return byAnswerer["primary"] === undefined ? undefined : "primary";
}

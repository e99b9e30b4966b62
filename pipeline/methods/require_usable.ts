import * as v from "valibot";
import type { Config } from "../config/config.ts";
import type { Method } from "./method.ts";

const weightsSchema = v.record(v.string(), v.pipe(v.number(), v.finite()));

const phasesSchema = v.pipe(
  v.array(v.object({
    pipeline: v.function(),
    unlabeled: v.boolean(),
    losses: v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.nonEmpty()),
    share: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    restartRate: v.optional(v.pipe(v.number(), v.finite(), v.gtValue(0))),
  })),
  v.nonEmpty(),
);

/**
 * Requires that what the functions of a method return can be used: with weights or phases that are
 * wrong it would train otherwise than meant.
 *
 * @throws {Error} If its weights or phases cannot be used.
 */
export function requireUsable(
  { weights, phases }: Pick<Method, "weights" | "phases">,
  settings: Config["method"],
): void {
  const returned = { weights: weights?.(settings), phases: phases?.(settings) };
  const schema = v.object({
    weights: weights === undefined ? v.undefined() : weightsSchema,
    phases: phases === undefined ? v.undefined() : phasesSchema,
  });
  const result = v.safeParse(schema, returned);
  if (result.success) return;
  const [issue] = result.issues;
  throw new Error(
    `Cannot use the method ${settings.name} as it must return other ${v.getDotPath(issue)}: ` +
      issue.message,
  );
}

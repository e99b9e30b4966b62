import * as v from "valibot";
import type { Method } from "./method.ts";

const phaseSchema = v.object({
  pipeline: v.function(),
  unlabeled: v.boolean(),
  losses: v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.nonEmpty()),
  share: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  restartRate: v.optional(v.pipe(v.number(), v.finite(), v.gtValue(0))),
});

const memorySchema = v.object({
  shape: v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  dtype: v.picklist(["float32", "int32"]),
  fill: v.pipe(v.number(), v.finite()),
});

/** What the functions of a method must return. */
const SCHEMAS = {
  weights: v.record(v.string(), v.pipe(v.number(), v.finite())),
  phases: v.pipe(v.array(phaseSchema), v.nonEmpty()),
  memory: v.record(v.string(), memorySchema),
  means: v.record(v.string(), v.object({ ...memorySchema.entries, dtype: v.literal("float32") })),
} as const satisfies Partial<Record<keyof Method, v.GenericSchema>>;

/** What {@linkcode requireReturned} looks at. */
export interface Returned {
  /** Name of the method. */
  readonly method: string;
  /** Which of its functions has returned `value`. */
  readonly field: keyof typeof SCHEMAS;
  readonly value: unknown;
}

/**
 * Requires that what a function of a method has returned can be used: with wrong weights or phases
 * it would be trained otherwise than meant.
 *
 * @throws {Error} If it cannot be used.
 */
export function requireReturned({ method, field, value }: Returned): void {
  const result = v.safeParse(SCHEMAS[field], value);
  if (result.success) return;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new Error(
    `Cannot use the method ${method} as its '${field}' must return what that of a Method does: ` +
      (path === null ? issue.message : `${path}: ${issue.message}`),
  );
}

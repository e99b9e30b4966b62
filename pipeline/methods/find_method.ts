import * as v from "valibot";
import { suggest } from "../../datasets/suggest.ts";
import { loadModule } from "../files/load_module.ts";
import type { Method } from "./method.ts";
import { METHODS, type Methods } from "./methods.ts";

/** The modality of each of some clips. */
const clipsSchema = v.record(v.string(), v.picklist(["rgb", "gradient", "flow"]));

const projectionSchema = v.object({
  layers: v.pipe(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1))), v.nonEmpty()),
  normalized: v.boolean(),
});

/** What a module must export, as far as it can be checked before it runs. */
const methodSchema = v.object({
  pipeline: v.function(),
  dual: v.boolean(),
  unlabeled: v.boolean(),
  losses: v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.nonEmpty()),
  clips: v.optional(clipsSchema),
  optionalClips: v.optional(clipsSchema),
  leastUnlabeled: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  strong: v.optional(v.boolean()),
  projection: v.optional(v.record(v.picklist(["primary", "auxiliary"]), projectionSchema)),
  stages: v.optional(v.boolean()),
  teacher: v.optional(v.boolean()),
  frozen: v.optional(v.array(v.picklist(["primary", "auxiliary"]))),
  memory: v.optional(v.function()),
  means: v.optional(v.function()),
  weights: v.optional(v.function()),
  phases: v.optional(v.function()),
});

/**
 * Finds a method by its name, or loads it from a user's own module, whose default export it is.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { findMethod } from "@actnetformer/deno/pipeline";
 *
 * const method = await findMethod("cmpl");
 * assert.ok(method.dual);
 * await assert.rejects(findMethod("./missing.ts"), /as there is no such file/);
 * ```
 *
 * @param name As in `method.name`; a path is relative to the current folder.
 * @throws {Error} If the module cannot be used.
 */
export async function findMethod(name: string): Promise<Method> {
  if (isBuiltIn(name)) return METHODS[name];
  const { default: method } = await loadModule(name, "method");
  const result = v.safeParse(methodSchema, method);
  const problem = result.success ? misspelledField(method) : problemOf(result.issues);
  // Not the schema's output, which is a copy without any further field that `this` may need.
  if (problem === undefined) return method as Method;
  throw new Error(
    `Cannot use the method ${name} as its default export must be a Method: ${problem}`,
  );
}

function problemOf([issue]: readonly [v.BaseIssue<unknown>, ...unknown[]]): string {
  const field = v.getDotPath(issue);
  return field === null ? issue.message : `${field}: ${issue.message}`;
}

/** A method may have fields of its own, but one that is nearly an optional field would do nothing. */
function misspelledField(method: unknown): string | undefined {
  const names = Object.keys(methodSchema.entries);
  for (const field of Object.keys(method as object)) {
    if (names.includes(field)) continue;
    const meant = suggest(field, names);
    if (meant !== undefined) return `${field}: is an unknown field; did you mean ${meant}?`;
  }
  return undefined;
}

function isBuiltIn(name: string): name is keyof Methods {
  return Object.hasOwn(METHODS, name);
}

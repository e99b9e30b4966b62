import type { MethodName } from "../config/schema.ts";
import type { Method } from "./method.ts";
import { afterDanet } from "./after_danet.ts";
import { afterNccl } from "./after_nccl.ts";
import { afterTacl } from "./after_tacl.ts";
import { actnetformer } from "./actnetformer.ts";
import { cmpl } from "./cmpl.ts";
import { fixmatch } from "./fixmatch.ts";
import { fixmatchAligned } from "./fixmatch_aligned.ts";
import { ltg } from "./ltg.ts";
import { mvpl } from "./mvpl.ts";
import { ownFirst } from "./own_first.ts";
import { supervised } from "./supervised.ts";
import { svformer } from "./svformer.ts";
import { tcl } from "./tcl.ts";

/** The methods that come with the program, by their `method.name`. */
export type Methods = Readonly<Record<MethodName, Method>>;

/**
 * The methods that come with the program; each is a composition of the same operators.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { METHODS } from "@actnetformer/deno/pipeline";
 *
 * assert.ok(Object.keys(METHODS).includes("actnetformer"));
 * assert.deepEqual(METHODS.fixmatch.losses, ["supervisedPrimary", "pseudoPrimary"]);
 * ```
 */
export const METHODS: Methods = {
  supervised,
  fixmatch,
  cmpl,
  actnetformer,
  mvpl,
  ltg,
  tcl,
  svformer,
  "after-danet": afterDanet,
  "after-nccl": afterNccl,
  "after-tacl": afterTacl,
  "fixmatch-aligned": fixmatchAligned,
  "own-first": ownFirst,
};

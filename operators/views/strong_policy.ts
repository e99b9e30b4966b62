import type { StrongOperation } from "../clip.ts";
import type { Draws } from "../draws_for.ts";

/** Draws the operations of one strong view. */
export type StrongPolicy = (draws: Draws) => StrongOperation[];

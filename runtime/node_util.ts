/**
 * Adds two helpers to node:util that tfjs-node-gpu's kernels call and that Node.js 23 and Deno have
 * dropped. Import it before the kernels.
 */
import util from "node:util";

const helpers = util as unknown as Record<string, unknown>;
helpers.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
helpers.isArray ??= Array.isArray;

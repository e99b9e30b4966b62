/**
 * tfjs-node-gpu's kernels call two helpers of node:util that Node.js 23 and Deno have dropped.
 * Imported before the kernels for its effect.
 */
import util from "node:util";

const helpers = util as unknown as Record<string, unknown>;
helpers.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
helpers.isArray ??= Array.isArray;

import type { Config } from "../config/config.ts";
import { leavesOf } from "../config/leaves_of.ts";

/** Fields that may change when a run is resumed without changing what is learned. */
const FREE_FIELDS = [
  "about",
  "credits",
  "device",
  "checkpoint",
  "evaluate",
  // The videos themselves are compared, wherever they are.
  "data.source",
  "data.testList",
  "data.layout",
  "data.presentClassesOnly",
  "data.cacheMebibytes",
  "data.failureShare",
  "data.missingShare",
];

/** The fields of a configuration that decide what is learned, by dotted path; lists stay whole. */
export function decisiveFields(config: Config): Record<string, unknown> {
  return Object.fromEntries([...leavesOf(config)].filter(([path]) => !isFree(path)));
}

function isFree(path: string): boolean {
  return FREE_FIELDS.some((field) => path === field || path.startsWith(`${field}.`));
}

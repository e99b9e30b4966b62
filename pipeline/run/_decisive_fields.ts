import type { Config } from "../config/config.ts";

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
  "data.unlabeled",
  "data.layout",
  "data.presentClassesOnly",
  "data.cacheMebibytes",
  "data.failureShare",
  "data.missingShare",
];

/** The fields of a configuration that decide what is learned, by dotted path; lists stay whole. */
export function decisiveFields(config: Config): Record<string, unknown> {
  return Object.fromEntries([...leavesOf(config, "")].filter(([path]) => !isFree(path)));
}

function isFree(path: string): boolean {
  return FREE_FIELDS.some((field) => path === field || path.startsWith(`${field}.`));
}

function* leavesOf(value: unknown, path: string): Generator<[path: string, value: unknown]> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    yield [path, value];
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    yield* leavesOf(inner, path === "" ? key : `${path}.${key}`);
  }
}

import { resolve } from "node:path";
import { applyOverrides } from "./apply_overrides.ts";
import { isRecord } from "./is_record.ts";

/** Fields that hold the path of a file or folder, or a name that is not a path. */
const PATH_FIELDS: ReadonlyMap<string, RegExp> = new Map([
  ["data.source", /^(?!motion$)/],
  ["data.testList", /^/],
  ["data.unlabeled", /^/],
  ["weights.primary", /^/],
  ["weights.auxiliary", /^/],
  // Built-in methods have names without an ending.
  ["method.name", /\.[mc]?[jt]s$/],
]);

/**
 * Returns a copy of a raw configuration whose relative paths are completed by the folder that they
 * count from, so that they are the same from everywhere.
 */
export function wholePaths(raw: unknown, folder: string): unknown {
  let config = raw;
  for (const [path, pattern] of PATH_FIELDS) {
    const value = path.split(".").reduce<unknown>(
      (section, key) => isRecord(section) ? section[key] : undefined,
      raw,
    );
    const complete = (text: unknown) =>
      typeof text === "string" && text !== "" && pattern.test(text) ? resolve(folder, text) : text;
    if (value === undefined) continue;
    const completed = Array.isArray(value) ? value.map(complete) : complete(value);
    config = applyOverrides(config, [{ path, value: completed }]);
  }
  return config;
}

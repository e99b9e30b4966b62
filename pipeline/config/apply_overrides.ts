import { isRecord } from "./is_record.ts";
import type { Override } from "./parse_override.ts";
import { EXCLUSIVE } from "./exclusive_fields.ts";

/**
 * Returns a copy of a raw configuration with some fields replaced, or lists made longer. Steps
 * replace epochs and vice versa.
 */
export function applyOverrides(raw: unknown, overrides: readonly Override[]): unknown {
  let config = raw;
  for (const { path, value, adds = false } of overrides) {
    const excluded = EXCLUSIVE.get(path);
    if (excluded !== undefined) config = withField(config, excluded.split("."), undefined);
    const keys = path.split(".");
    config = withField(config, keys, adds ? longer(fieldOf(config, keys), value) : value);
  }
  return config;
}

function fieldOf(raw: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => isRecord(inner) ? inner[key] : undefined, raw);
}

/** A list behind another one, if there is one. */
function longer(before: unknown, added: unknown): unknown {
  return Array.isArray(before) && Array.isArray(added) ? [...before, ...added] : added;
}

/** Copies an object with the field at the path replaced, or removed if the value is undefined. */
function withField(raw: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...innerPath] = path;
  if (key === undefined) return value;
  const { [key]: inner, ...others } = isRecord(raw) ? raw : {};
  const replaced = withField(inner, innerPath, value);
  return replaced === undefined ? others : { ...others, [key]: replaced };
}

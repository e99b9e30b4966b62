import { isRecord } from "./is_record.ts";
import type { Override } from "./parse_override.ts";
import { EXCLUSIVE } from "./exclusive_fields.ts";

/**
 * Returns a copy of a raw configuration with some fields replaced. Steps replace epochs and vice
 * versa.
 */
export function applyOverrides(raw: unknown, overrides: readonly Override[]): unknown {
  let config = raw;
  for (const { path, value } of overrides) {
    const excluded = EXCLUSIVE.get(path);
    if (excluded !== undefined) config = withField(config, excluded.split("."), undefined);
    config = withField(config, path.split("."), value);
  }
  return config;
}

/** Copies an object with the field at the path replaced, or removed if the value is undefined. */
function withField(raw: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...innerPath] = path;
  if (key === undefined) return value;
  const { [key]: inner, ...others } = isRecord(raw) ? raw : {};
  const replaced = withField(inner, innerPath, value);
  return replaced === undefined ? others : { ...others, [key]: replaced };
}

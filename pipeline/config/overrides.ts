import { ConfigError } from "./config_error.ts";
import { isRecord } from "./is_record.ts";
import { EXCLUSIVE } from "./source.ts";

/** One field set from the command line. */
export interface Override {
  /** Dotted path, such as `optimizer.learningRate`. */
  readonly path: string;
  /** New value; replaces the old one with everything below it. */
  readonly value: unknown;
}

/**
 * Reads `path=value`, as given after `--set`. The value is read as JSON, or as text if it is not
 * JSON, so that words need no quotes.
 *
 * @throws {ConfigError} If there is no path or no `=`.
 */
export function parseOverride(text: string): Override {
  const [, path, value] = /^([A-Za-z][\w.]*)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) {
    const message =
      `must be path=value, such as optimizer.learningRate=0.01: current value is ${text}`;
    throw new ConfigError("--set", [{ path: "", message }]);
  }
  return { path, value: jsonOrText(value) };
}

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

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

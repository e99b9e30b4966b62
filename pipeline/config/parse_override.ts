import { ConfigError } from "./config_error.ts";

/** One field set from the command line. */
export interface Override {
  /** Dotted path, such as `optimizer.learningRate`. */
  readonly path: string;
  /** New value; replaces the old one with everything below it. */
  readonly value: unknown;
  /** Whether the value is a list that is added to the one that is there. */
  readonly adds?: true;
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

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

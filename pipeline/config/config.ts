import { basename } from "node:path";
import * as v from "valibot";
import { misfitOf } from "./models.ts";
import { type Config, configSchema } from "./schema.ts";
import { EXCLUSIVE, readConfigSource } from "./source.ts";
import { ConfigError, type ConfigIssue } from "./config_error.ts";

export type { Config } from "./schema.ts";
export { presetNames } from "./source.ts";

/** One field set from the command line. */
export interface Override {
  /** Dotted path, such as `optimizer.learningRate`. */
  readonly path: string;
  /** New value; replaces what stood there, with everything below it. */
  readonly value: unknown;
}

/** A configuration together with the name of where it came from. */
export interface LoadedConfig {
  /** The checked configuration. */
  readonly config: Config;
  /** Name of the preset or file, without folder and ending. */
  readonly name: string;
}

/**
 * Reads a configuration with what it extends, applies overrides in their order, checks it and fills in
 * defaults.
 *
 * @param source Name of a preset or path of a JSON file.
 * @param overrides Fields to replace.
 * @throws {ConfigError} naming every problem: no such file, no JSON, a circle, wrong keys, types or values.
 */
export async function loadConfig(
  source: string,
  overrides: readonly Override[] = [],
): Promise<LoadedConfig> {
  const raw = applyOverrides(await readConfigSource(source), overrides);
  return { config: parseConfig(raw, source), name: basename(source, ".json") };
}

/**
 * Checks a configuration and fills in its defaults.
 *
 * @param raw What a JSON file holds.
 * @param origin Where it came from, for the message.
 * @throws {ConfigError} naming every problem as path, what is allowed, and what is.
 */
export function parseConfig(raw: unknown, origin: string): Config {
  const result = v.safeParse(configSchema, raw);
  const issues = result.success
    ? misfitsOf(result.output)
    : result.issues.map((issue) => describeIssue(issue));
  if (!result.success || issues.length > 0) throw new ConfigError(`config ${origin}`, issues);
  return result.output;
}

/**
 * Reads `path=value`, as given after `--set`. The value is JSON; what is no JSON is taken as text,
 * so that words need no quotes.
 *
 * @throws {ConfigError} where there is no path or no `=`.
 */
export function parseOverride(text: string): Override {
  const [, path, value] = /^([A-Za-z][\w.]*)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) {
    const message = `must be path=value, as in optimizer.learningRate=0.01, is ${text}`;
    throw new ConfigError("--set", [{ path: "", message }]);
  }
  return { path, value: jsonOrText(value) };
}

/** A copy of a raw configuration with some fields replaced. Steps replace epochs and the other way round. */
export function applyOverrides(raw: unknown, overrides: readonly Override[]): unknown {
  return overrides.reduce((current, { path, value }) => {
    const other = EXCLUSIVE.get(path);
    const cleared = other === undefined ? current : withField(current, other.split("."), undefined);
    return withField(cleared, path.split("."), value);
  }, raw);
}

/** Copies an object with the field at the path replaced, or taken out where the value is undefined. */
function withField(raw: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const { [key]: inner, ...others } = isRecord(raw) ? raw : {};
  const replaced = withField(inner, rest, value);
  return replaced === undefined ? others : { ...others, [key]: replaced };
}

/** What is wrong with fields that are sound each for itself. */
function misfitsOf({ clip, ...pair }: Config): ConfigIssue[] {
  const models = (["primary", "auxiliary"] as const).map((path) => ({
    path: path as string,
    misfit: misfitOf(pair[path], clip.size),
    value: pair[path] as unknown,
  }));
  const tooSmall = clip.decodeShortSide < clip.size;
  const decoding = {
    path: "clip.decodeShortSide",
    misfit: tooSmall ? `must be at least clip.size ${clip.size}` : undefined,
    value: clip.decodeShortSide,
  };
  return [decoding, ...models].flatMap(({ path, misfit, value }) =>
    misfit === undefined ? [] : { path, message: `${misfit}, is ${show(value)}` }
  );
}

function describeIssue(issue: v.BaseIssue<unknown>): ConfigIssue {
  const path = v.getDotPath(issue) ?? "";
  const isKeyIssue = issue.type === "strict_object" && issue.path !== undefined &&
    issue.path.at(-1)?.origin === "key";
  const message = isKeyIssue ? issue.message : `${issue.message}, is ${show(issue.input)}`;
  return { path, message };
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

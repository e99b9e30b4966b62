import { dirname, isAbsolute, join } from "node:path";
import { ConfigError } from "./config_error.ts";

/** Fields of which only one may be set: setting one takes the other out of what it is laid over. */
export const EXCLUSIVE: ReadonlyMap<string, string> = new Map([
  ["schedule.steps", "schedule.epochs"],
  ["schedule.epochs", "schedule.steps"],
  ["data.split", "data.labelsPerClass"],
  ["data.labelsPerClass", "data.split"],
]);

const PRESETS = decodeURIComponent(new URL("presets/", import.meta.url).pathname);

/** Names of the configurations that come with the project, in `pipeline/config/presets/`, sorted. */
export function presetNames(): string[] {
  return [...Deno.readDirSync(PRESETS)]
    .flatMap(({ name }) => name.endsWith(".json") ? name.slice(0, -".json".length) : [])
    .sort();
}

/**
 * Reads a configuration as written, laid over the one it extends.
 *
 * A field `"extends": "<preset or path>"` names another configuration, a path being relative to the
 * file it stands in. Objects are merged field by field; anything else, and a network of another
 * `kind`, replaces what it is laid over.
 *
 * @param source Name of a preset or path of a JSON file.
 * @throws {ConfigError} where a file is missing, is no JSON or extends itself.
 */
export function readConfigSource(source: string): Promise<unknown> {
  return readExtended(source, ".", []);
}

async function readExtended(
  source: string,
  folder: string,
  below: readonly string[],
): Promise<unknown> {
  const path = pathOf(source, folder);
  const chain = [...below, path];
  if (below.includes(path)) {
    const message = `must not lead back to the same file: ${chain.join(" extends ")}`;
    throw new ConfigError(`config ${source}`, [{ path: "extends", message }]);
  }
  const raw = await readJson(path, source);
  if (!isRecord(raw) || !("extends" in raw)) return raw;
  const { extends: base, ...own } = raw;
  if (typeof base !== "string" || base === "") {
    const message = `must be a preset or the path of a JSON file, is ${JSON.stringify(base)}`;
    throw new ConfigError(`config ${source}`, [{ path: "extends", message }]);
  }
  return layOver(await readExtended(base, dirname(path), chain), own, "");
}

function pathOf(source: string, folder: string): string {
  if (presetNames().includes(source)) return join(PRESETS, `${source}.json`);
  return isAbsolute(source) ? source : join(folder, source);
}

/** What `own` says, and where it says nothing what `base` says. */
function layOver(base: unknown, own: unknown, path: string): unknown {
  if (!isRecord(base) || !isRecord(own)) return own;
  if ("kind" in own && own.kind !== base.kind) return own;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const field = path === "" ? key : `${path}.${key}`;
    const other = EXCLUSIVE.get(field)?.split(".").at(-1);
    // What one file says twice stays, to be refused.
    if (other !== undefined && !(other in own)) delete merged[other];
    merged[key] = layOver(base[key], value, field);
  }
  return merged;
}

async function readJson(path: string, source: string): Promise<unknown> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    const isNoFile = cause instanceof Deno.errors.NotFound ||
      cause instanceof Deno.errors.IsADirectory;
    if (!isNoFile) throw cause;
    const message = `must be a JSON file or one of ${presetNames().join(", ")}, is neither`;
    throw new ConfigError(`config ${source}`, [{ path: "", message }], { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new ConfigError(`config ${source}`, [{ path: "", message: cause.message }], { cause });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { dirname, isAbsolute, join } from "node:path";
import { ConfigError } from "./config_error.ts";
import { EXCLUSIVE } from "./exclusive_fields.ts";
import { isRecord } from "./is_record.ts";
import { type DescribedFile, describeFiles } from "./describe_files.ts";
import { namedFile, namesIn } from "./named_files.ts";
import { readJsonc } from "./read_jsonc.ts";

const PRESETS = decodeURIComponent(new URL("presets/", import.meta.url).pathname);

/** Returns the names of the configurations in `pipeline/config/presets/`, sorted. */
export function presetNames(): string[] {
  return namesIn(PRESETS);
}

/** Describes the presets, those that extend no other one first. */
export async function describePresets(): Promise<DescribedFile[]> {
  return await describeFiles(PRESETS, { kind: "preset", names: presetNames });
}

/**
 * Reads a configuration as written, merged into the one it extends.
 *
 * A field `"extends": "<preset or path>"` names another configuration; a path is relative to the
 * file that contains it. Objects are merged field by field; any other value, and a network of
 * another `kind`, replaces the one it extends.
 *
 * @param source Name of a preset, or path of a JSON file, which may have comments.
 * @throws {ConfigError} If a file is missing, is not an object in JSON or extends itself.
 */
export function readConfigSource(source: string): Promise<unknown> {
  return readExtended(source, ".", []);
}

async function readExtended(
  source: string,
  folder: string,
  extendedBy: readonly string[],
): Promise<unknown> {
  const path = pathOf(source, folder);
  const chain = [...extendedBy, path];
  if (extendedBy.includes(path)) {
    const message = `must not lead back to the same file: ${chain.join(" extends ")}`;
    throw new ConfigError(`the config ${source}`, [{ path: "extends", message }]);
  }
  const raw = await readJsonc(path, {
    source: `the config ${source}`,
    kind: "preset",
    names: presetNames,
  });
  if (!isRecord(raw)) {
    const value = Array.isArray(raw) ? "a list" : typeof raw === "string" ? "text" : String(raw);
    const message = `must be an object: current value is ${value}`;
    throw new ConfigError(`the config ${source}`, [{ path: "", message }]);
  }
  if (!("extends" in raw)) return raw;
  const { extends: base, ...fields } = raw;
  if (typeof base !== "string" || base === "") {
    const message = "must be a preset or the path of a JSON file: " +
      `current value is ${JSON.stringify(base)}`;
    throw new ConfigError(`the config ${source}`, [{ path: "extends", message }]);
  }
  return mergeConfig(await readExtended(base, dirname(path), chain), fields, "");
}

function pathOf(source: string, folder: string): string {
  return namedFile(PRESETS, source) ?? (isAbsolute(source) ? source : join(folder, source));
}

/** Merges a configuration into the one it extends: its own values win. */
function mergeConfig(base: unknown, extending: unknown, path: string): unknown {
  if (!isRecord(base) || !isRecord(extending)) return extending;
  if ("kind" in extending && extending.kind !== base.kind) return extending;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(extending)) {
    const field = path === "" ? key : `${path}.${key}`;
    const excluded = EXCLUSIVE.get(field)?.split(".").at(-1);
    // If one file sets both fields, both stay and are refused later.
    if (excluded !== undefined && !(excluded in extending)) delete merged[excluded];
    merged[key] = mergeConfig(base[key], value, field);
  }
  return merged;
}

import { basename } from "node:path";
import { applyOverrides, type LoadedConfig, type Override, parseConfig } from "../config/config.ts";
import { isRecord } from "../config/is_record.ts";
import { readConfigSource } from "../config/source.ts";
import { wholePaths } from "../config/whole_paths.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { homeIfElsewhere } from "../terminal/home_folder.ts";
import { findStart, type Start, type StartNames } from "./find_start.ts";
import { startOverrides } from "./start_overrides.ts";

/** What {@linkcode loadStartConfig} works with. */
export interface StartConfigOptions extends StartNames {
  /** Preset or file of the configuration; the run's, or a preset for the weights, if omitted. */
  readonly config?: string | undefined;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/** A configuration, and what people should know about it. */
export interface StartConfig extends LoadedConfig {
  /** A line for people about each thing that follows from the weights. */
  readonly notes: readonly string[];
  /** The run whose weights they are; undefined for a file. */
  readonly parent?: RunFolder | undefined;
}

/** Clips from which the preset is one for pretrained networks, in pixels. */
const LARGE_CLIPS = 112;

/** Fields of `data` that go on to count when a run is trained on other data. */
const LASTING_DATA = [
  "holdOutShare",
  "validationShare",
  "cacheMebibytes",
  "diskMebibytes",
  "failureShare",
  "silenceSeconds",
];

/**
 * Loads the configuration of a run that starts from weights: that of the run whose weights they
 * are, or a preset for fine-tuning, or the given one, with what follows from the weights, and with
 * the fields of the command line.
 *
 * @throws {ConfigError} If the result is not a configuration.
 * @throws {RunFolderError | TensorFileError | CheckpointError | UnknownNetworkError} If the weights
 * cannot be used.
 */
export async function loadStartConfig(options: StartConfigOptions): Promise<StartConfig> {
  const { config, overrides } = options;
  const skipped: string[] = [];
  const start = await findStart(options, (line) => skipped.push(line));
  const isChosen = config !== undefined;
  const { raw, name } = await readBase(start, options);
  const consequences = startOverrides(start, { raw, isChosen, overrides });
  const all = [...consequences.overrides, ...overrides];
  return {
    config: parseConfig(applyOverrides(raw, all), `of a run that starts from ${sourceOf(options)}`),
    name,
    notes: [...skipped, ...consequences.notes],
    parent: start.parent,
  };
}

function sourceOf({ from, fromAuxiliary }: StartNames): string {
  return [from, fromAuxiliary].filter((name) => name !== undefined).join(" and ");
}

/** A configuration as written, and what a run of it is called. */
interface Base {
  readonly raw: unknown;
  readonly name: string;
}

async function readBase(start: Start, options: StartConfigOptions): Promise<Base> {
  const { config, overrides } = options;
  const { parent } = start;
  const source = config ?? (parent === undefined ? presetFor(start) : undefined);
  const name = source === undefined
    ? parent!.name.replace(/-\d+$/, "")
    : basename(source).replace(/\.jsonc?$/, "");
  const written = source === undefined ? {} : await readConfigSource(source);
  if (parent === undefined) return { raw: written, name };
  const stored = await readStored(parent);
  const raw = source === undefined ? stored : written;
  const isGiven = overrides.some(({ path }) => path === "data.source");
  const data = isRecord(raw) && isRecord(raw.data) ? raw.data : {};
  if (isGiven) return { raw: { ...raw as object, data: lastingOf(data) }, name };
  const isNamed = data.source !== undefined;
  return { raw: isNamed ? raw : { ...raw as object, data: { ...stored.data, ...data } }, name };
}

/** The configuration of a run, without its written parents. */
async function readStored(
  run: RunFolder,
): Promise<{ readonly data: Readonly<Record<string, unknown>> }> {
  const home = homeIfElsewhere();
  const stored = await run.readConfig();
  const { weights: _weights, ...fields } = home === undefined
    ? stored as Record<string, unknown>
    : wholePaths(stored, home) as Record<string, unknown>;
  return { ...fields, data: isRecord(fields.data) ? fields.data : {} };
}

/** What counts of a run's data for other data. */
function lastingOf(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([key]) => LASTING_DATA.includes(key)));
}

/** Returns the preset for weights: small clips are those of a small network of this program. */
function presetFor({ primary, auxiliary }: Start): string {
  const recognized = (primary ?? auxiliary)?.recognized;
  const size = recognized?.source === "ActNetFormer" ? recognized.clip.size : undefined;
  return size !== undefined && size < LARGE_CLIPS ? "videos_small" : "finetune_112";
}

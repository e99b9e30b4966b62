import { basename } from "node:path";
import * as v from "valibot";
import { didYouMean } from "../../datasets/did_you_mean.ts";
import { ConfigError, type ConfigIssue } from "./config_error.ts";
import { misfitOf } from "./models.ts";
import { applyOverrides } from "./apply_overrides.ts";
import type { Override } from "./parse_override.ts";
import type { Config } from "./config_type.ts";
import { listSettings } from "./list_settings.ts";
import { configSchema } from "./schema.ts";
import { readConfigSource } from "./source.ts";
import { suggestSetting } from "./suggest_setting.ts";

export { applyOverrides } from "./apply_overrides.ts";
export { type Override, parseOverride } from "./parse_override.ts";
export type { Config } from "./config_type.ts";
export { presetNames } from "./source.ts";

/** A configuration together with its name. */
export interface LoadedConfig {
  /** The checked configuration. */
  readonly config: Config;
  /** Name of the preset or file, without folder and ending. */
  readonly name: string;
}

/**
 * Reads a configuration with what it extends, applies overrides in their order, checks it and fills
 * in defaults.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadConfig } from "@actnetformer/deno/pipeline";
 *
 * const { config } = await loadConfig("motion_small", [{ path: "schedule.steps", value: 7 }]);
 * assert.equal(config.schedule.steps, 7);
 * ```
 *
 * @param source Name of a preset, or path of a JSON file, which may have comments.
 * @param overrides Fields to replace.
 * @throws {ConfigError} If there is no such file, or it is not JSON, extends itself, or has wrong
 * keys, types or values; names every problem.
 */
export async function loadConfig(
  source: string,
  overrides: readonly Override[] = [],
): Promise<LoadedConfig> {
  const raw = applyOverrides(await readConfigSource(source), overrides);
  const name = basename(source).replace(/\.jsonc?$/, "");
  return { config: parseConfig(raw, source), name };
}

/**
 * Checks a configuration and fills in its defaults.
 *
 * @param raw Content of a JSON file.
 * @param origin Where it comes from, for the message.
 * @throws {ConfigError} If anything is wrong; names every problem as path, allowed values, and
 * current value.
 */
export function parseConfig(raw: unknown, origin: string): Config {
  const result = v.safeParse(configSchema, raw);
  if (!result.success) {
    throw new ConfigError(`the config ${origin}`, result.issues.map(describeConfigIssue));
  }
  const misfits = misfitsOf(result.output);
  if (misfits.length > 0) throw new ConfigError(`the config ${origin}`, misfits);
  return result.output;
}

/** Describes fields that do not fit together, though each is valid by itself. */
function misfitsOf(config: Config): ConfigIssue[] {
  const { clip, primary, auxiliary, schedule } = config;
  const decodingMisfit = clip.decodeShortSide < clip.size
    ? `must be at least clip.size ${clip.size}`
    : undefined;
  const clipsOf = (network: "primary" | "auxiliary") => ({ ...clip, ...clip[network] });
  const fields = [
    { path: "clip.decodeShortSide", misfit: decodingMisfit, value: clip.decodeShortSide },
    { path: "primary", misfit: misfitOf(primary, clipsOf("primary")), value: primary },
    { path: "auxiliary", misfit: misfitOf(auxiliary, clipsOf("auxiliary")), value: auxiliary },
    {
      path: "schedule.accumulate",
      misfit: accumulateMisfit(schedule),
      value: schedule.accumulate,
    },
  ];
  const misfits = fields.flatMap(({ path, misfit, value }) =>
    misfit === undefined ? [] : { path, message: withValue(misfit, value) }
  );
  return [...misfits, ...clipNameMisfits(config), ...validationMisfits(config)];
}

/** Further clips must have names of their own, as all clips are called by one name. */
function clipNameMisfits({ clip }: Config): ConfigIssue[] {
  return Object.keys(clip.others ?? {})
    .filter((name) => Object.hasOwn(clip, name))
    .map((name) => ({
      path: `clip.others.${name}`,
      message: `must have another name, as clip.${name} is a field of its own: current value is ` +
        `"${name}"`,
    }));
}

/** Names a field of the validation without which another one would have no effect. */
function validationMisfits({ data, evaluate, schedule }: Config): ConfigIssue[] {
  const { everySteps, patience } = evaluate;
  const share = data.validationShare;
  if (everySteps !== undefined && share === 0) {
    const message =
      "must be above 0 if evaluate.everySteps is given, as it is labeled videos held " +
      "out of the training that are scored (add --validation-share 0.2): current value is 0";
    return [{ path: "data.validationShare", message }];
  }
  if (everySteps !== undefined || (share === 0 && patience === undefined)) return [];
  const cause = share === 0 ? "evaluate.patience" : "data.validationShare";
  const interval = Math.max(1, Math.round((schedule.steps ?? 500) / 10));
  const options = share === 0
    ? `--evaluate-every ${interval} --validation-share 0.2`
    : `--evaluate-every ${interval}`;
  const message = `must be given with ${cause}, which has no effect without scores (add ` +
    `${options}): current value is none`;
  return [{ path: "evaluate.everySteps", message }];
}

/** Describes an issue; of an unknown key that another section has, says which one. */
function describeConfigIssue(issue: v.BaseIssue<unknown>): ConfigIssue {
  const { path, message } = describeIssue(issue);
  // A key that is missing is about a key, too.
  const isUnclear = message.startsWith("is an unknown key") && !message.includes("did you mean");
  const meant = isUnclear
    ? suggestSetting(path, listSettings().map((setting) => setting.path))
    : undefined;
  return { path, message: meant === undefined ? message : `${message}; did you mean ${meant}?` };
}

function isAboutKey({ type, path }: v.BaseIssue<unknown>): boolean {
  return type === "strict_object" && path !== undefined && path.at(-1)?.origin === "key";
}

/** Requires that a step divides into equal parts. */
function accumulateMisfit(
  { labeledPerStep, accumulate }: Config["schedule"],
): string | undefined {
  if (labeledPerStep % accumulate === 0) return undefined;
  const counts = Array.from({ length: labeledPerStep }, (_, index) => index + 1);
  const divisors = counts.filter((count) => labeledPerStep % count === 0);
  return `must divide schedule.labeledPerStep, which is ${labeledPerStep} (take one of ` +
    `${divisors.join(", ")})`;
}

/** Turns a complaint of the schema into the rest of a sentence about the field. */
export function describeIssue(issue: v.BaseIssue<unknown>): ConfigIssue {
  const path = v.getDotPath(issue) ?? "";
  const isComplete = isAboutKey(issue) || issue.message.includes(": current value is");
  if (isComplete) return { path, message: issue.message };
  return { path, message: withValue(issue.message, issue.input) + meantWord(issue) };
}

/** Asks whether one of the words was meant that a field can have. */
function meantWord({ message, input }: v.BaseIssue<unknown>): string {
  const [, words] = /^must be one of (.+?)(?:, or |$)/.exec(message) ?? [];
  if (words === undefined || typeof input !== "string") return "";
  return didYouMean(input, words.split(", "));
}

const LONGEST_VALUE = 80;

function withValue(message: string, value: unknown): string {
  // JSON has no number that is too large, such as 1e400.
  const text = typeof value === "number" ? String(value) : JSON.stringify(value) ?? String(value);
  const shown = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 3)}...` : text;
  return `${message}: current value is ${shown}`;
}

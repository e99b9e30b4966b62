import type { Modality } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { ConfigError, type ConfigIssue } from "../config/config_error.ts";
import { clipRates } from "../videos/clip_rates.ts";
import { findMethod } from "./find_method.ts";
import type { Method } from "./method.ts";

/**
 * Finds the method of a configuration, which must have what the method needs.
 *
 * @throws {ConfigError} If it lacks a clip, a modality, moving averages or weights, has clips that
 * the method does not look at, or accumulates gradients although the method has a memory.
 * @throws {Error} If the module of a user's own method cannot be used.
 */
export async function chooseMethod(config: Config): Promise<Method> {
  const method = await findMethod(config.method.name);
  const issues = [
    ...clipIssues(config, method),
    ...averageIssues(config, method),
    ...weightIssues(config, method),
    ...memoryIssues(config, method),
  ];
  if (issues.length > 0) throw new ConfigError("the config of this run", issues);
  return method;
}

function clipIssues({ clip, method: { name: method } }: Config, { clips = {} }: Method) {
  const given = clipRates(clip);
  const needed = Object.entries(clips).flatMap(([name, modality]): ConfigIssue[] => {
    const path = name in clip ? `clip.${name}` : `clip.others.${name}`;
    const found = given[name];
    if (found === undefined) {
      const example = exampleOf(clip.primary, modality);
      const message = `must be given for the method ${method}, such as ${example}: current value ` +
        "is none";
      return [{ path, message }];
    }
    const { modality: current = "rgb" } = found;
    if (current === modality) return [];
    const message = `must be ${modality} for the method ${method}: current value is ${current}`;
    return [{ path: `${path}.modality`, message }];
  });
  const unused = Object.keys(clip.others ?? {}).filter((name) => !Object.hasOwn(clips, name));
  const names = Object.keys(clips).filter((name) => !(name in clip));
  return [
    ...needed,
    ...unused.map((name): ConfigIssue => ({
      path: `clip.others.${name}`,
      message: `must be omitted, as the method ${method} does not look at it: it looks at ` +
        (names.length === 0 ? "no further clips" : names.join(", ")),
    })),
  ];
}

function exampleOf(
  { frames, stride }: Config["clip"]["primary"],
  modality: Modality,
): string {
  return JSON.stringify({ frames, stride, modality });
}

function averageIssues({ optimizer, method: { name } }: Config, { teacher }: Method) {
  if (!teacher || optimizer.emaDecay !== undefined) return [];
  const message = `must be given for the method ${name}, whose teacher is the moving average ` +
    "(such as 0.999): current value is none";
  return [{ path: "optimizer.emaDecay", message }];
}

function weightIssues(
  { weights, method: { name } }: Config,
  { frozen = [] }: Method,
): ConfigIssue[] {
  return frozen.filter((network) => weights[network] === undefined).map((network) => ({
    path: `weights.${network}`,
    message: `must be given for the method ${name}, whose ${network} network is frozen: ` +
      "current value is none",
  }));
}

function memoryIssues({ schedule, method: { name } }: Config, { memory }: Method): ConfigIssue[] {
  const { accumulate } = schedule;
  if (memory === undefined || accumulate === 1) return [];
  const message = `must be 1 for the method ${name}, which remembers whole steps: current value ` +
    `is ${accumulate}`;
  return [{ path: "schedule.accumulate", message }];
}

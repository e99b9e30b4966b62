import { didYouMean } from "../../datasets/did_you_mean.ts";
import type { Modality } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { ConfigError, type ConfigIssue } from "../config/config_error.ts";
import { clipRates } from "../config/clip_rates.ts";
import { findMethod } from "./find_method.ts";
import { frameIssues } from "./frame_issues.ts";
import { lossWeights } from "./loss_weights.ts";
import type { Method } from "./method.ts";
import { requireReturned } from "./require_returned.ts";
import { stageIssues } from "./stage_issues.ts";

/**
 * Finds the method of a configuration, which must have what the method needs.
 *
 * @throws {ConfigError} If it lacks a clip, a modality, moving averages or weights, has clips that
 * the method does not look at or its network cannot work on, or networks whose stages it cannot
 * compare, a weight of a loss term that the method does not have, or accumulates gradients although
 * the method has a memory.
 * @throws {Error} If the module of a user's own method cannot be used.
 */
export async function chooseMethod(config: Config): Promise<Method> {
  const method = await findMethod(config.method.name);
  requireSettled(method, config.method);
  const issues = [
    ...clipIssues(config, method),
    ...frameIssues(config, method),
    ...stageIssues(config, method),
    ...averageIssues(config, method),
    ...weightIssues(config, method),
    ...lossWeightIssues(config, method),
    ...memoryIssues(config, method),
  ];
  if (issues.length > 0) throw new ConfigError("the config of this run", issues);
  return method;
}

/** Before any step: wrong weights or phases would not stop it, or only later. */
function requireSettled(chosen: Method, settings: Config["method"]): void {
  const { name: method } = settings;
  for (const field of ["weights", "phases"] as const) {
    if (chosen[field] === undefined) continue;
    requireReturned({ method, field, value: chosen[field](settings) });
  }
}

function clipIssues({ clip, method: { name: method } }: Config, chosen: Method): ConfigIssue[] {
  const { clips = {}, optionalClips = {} } = chosen;
  const given = clipRates(clip);
  const seen = { ...clips, ...optionalClips };
  const names = Object.keys(seen).filter((name) => !Object.hasOwn(clip, name));
  const unused = Object.keys(clip.others ?? {}).filter((name) => !Object.hasOwn(seen, name));
  return [
    ...Object.entries(seen).flatMap(([name, modality]): ConfigIssue[] => {
      const path = pathOf(name, clip);
      const found = Object.hasOwn(given, name) ? given[name] : undefined;
      if (found === undefined) {
        if (!Object.hasOwn(clips, name)) return [];
        const message = `must be given for the method ${method}, such as ` +
          `${exampleOf(clip.primary, modality)}: current value is none`;
        return [{ path, message }];
      }
      const { modality: current = "rgb" } = found;
      if (current === modality) return [];
      const message = `must be ${modality} for the method ${method}: current value is ${current}`;
      return [{ path: `${path}.modality`, message }];
    }),
    ...unused.map((name): ConfigIssue => ({
      path: pathOf(name, clip),
      message: `must be omitted, as the method ${method} does not look at it: it looks at ` +
        (names.length === 0 ? "no further clips" : names.join(", ")),
    })),
  ];
}

function pathOf(name: string, clip: Config["clip"]): string {
  return Object.hasOwn(clip, name) ? `clip.${name}` : `clip.others.${name}`;
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

function lossWeightIssues({ method: settings }: Config, method: Method): ConfigIssue[] {
  const { weights = {}, ...others } = settings;
  const known = Object.keys(lossWeights(method, others));
  return Object.keys(weights).filter((name) => !known.includes(name)).map((name) => ({
    path: `method.weights.${name}`,
    message: `must be omitted, as the method ${settings.name} has no weight of that name: it has ` +
      known.join(", ") + didYouMean(name, known),
  }));
}

function memoryIssues({ schedule, method: { name } }: Config, { memory }: Method): ConfigIssue[] {
  const { accumulate } = schedule;
  if (memory === undefined || accumulate === 1) return [];
  const message = `must be 1 for the method ${name}, which remembers whole steps: current value ` +
    `is ${accumulate}`;
  return [{ path: "schedule.accumulate", message }];
}

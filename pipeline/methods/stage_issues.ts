import { isDeepStrictEqual } from "node:util";
import { NAMED_CONFIGS } from "../../models/mod.ts";
import type { Config } from "../config/config.ts";
import type { ConfigIssue } from "../config/config_error.ts";
import type { ModelChoice } from "../config/models.ts";
import type { Method } from "./method.ts";

/** Kinds of networks that report their stages. */
const STAGED = ["slow-resnet", "r3d-resnet", "tsm-resnet"];

/**
 * Returns why the stages of the networks of a configuration cannot be compared, if its method does
 * so.
 */
export function stageIssues(
  { clip, primary, auxiliary, method: { name } }: Config,
  { stages }: Method,
): ConfigIssue[] {
  if (!stages) return [];
  const [first, second] = [networkOf(primary), networkOf(auxiliary)];
  const compares = `for the method ${name}, which compares the stages of both networks`;
  const issues: ConfigIssue[] = [];
  if (!STAGED.includes(first.kind)) {
    const message = `must be one of ${STAGED.join(", ")} ${compares}: current value is a ` +
      first.kind;
    issues.push({ path: "primary", message });
  } else if (!isDeepStrictEqual(first, second)) {
    const message = `must be the same network as primary ${compares}: current value is ` +
      (first.kind === second.kind ? "another" : "a") + ` ${second.kind}`;
    issues.push({ path: "auxiliary", message });
  }
  if (clip.primary.frames !== clip.auxiliary.frames) {
    const message = `must be clip.primary.frames (${clip.primary.frames}) ${compares}: ` +
      `current value is ${clip.auxiliary.frames}`;
    issues.push({ path: "clip.auxiliary.frames", message });
  }
  return issues;
}

function networkOf(choice: ModelChoice): Exclude<ModelChoice, string> {
  return typeof choice === "string" ? NAMED_CONFIGS[choice] : choice;
}

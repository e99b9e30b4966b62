import { NAMED_CONFIGS } from "../../models/networks/named_configs.ts";
import type { Config } from "../config/config.ts";
import type { ConfigIssue } from "../config/config_error.ts";
import { misfitOf } from "../config/models.ts";
import type { Method } from "./method.ts";

/**
 * Names the further clips that the primary network cannot work on. Where it is alone, they all go
 * through it.
 */
export function frameIssues(
  { clip, primary }: Config,
  { dual }: Pick<Method, "dual">,
): ConfigIssue[] {
  if (dual) return [];
  const { kind } = typeof primary === "string" ? NAMED_CONFIGS[primary] : primary;
  return Object.entries(clip.others ?? {}).flatMap(([name, { frames }]): ConfigIssue[] => {
    const path = `clip.others.${name}.frames`;
    const current = `current value is ${frames}`;
    if (kind === "timesformer") {
      if (frames === clip.primary.frames) return [];
      const message =
        `must be ${clip.primary.frames}, as clip.primary.frames, for a TimeSformer, ` +
        `which has an embedding of each frame: ${current}`;
      return [{ path, message }];
    }
    const misfit = misfitOf(primary, { size: clip.size, frames });
    if (misfit === undefined) return [];
    const message = `must suit the primary network, which ${misfit}: ${current}`;
    return [{ path, message }];
  });
}

import type { LookingPlan } from "../../../prediction/looking_plan.ts";
import type { ExportedSampling } from "../../export_facts.ts";

/** Returns how `predict` looks at videos. */
export function lookingPlanOf(sampling: ExportedSampling): LookingPlan {
  const { framesPerSecond, windowFrames, windows, crops } = sampling;
  return {
    framesPerSecond,
    frameCount: windowFrames,
    hop: Math.ceil(windowFrames / 2),
    clips: windows,
    crops: crops.length,
    wholeFrames: windows * windowFrames,
  };
}

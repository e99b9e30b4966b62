import project from "../../deno.json" with { type: "json" };
import type { ModelConfig } from "../../models/mod.ts";
import type { PerChannel } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/** What {@linkcode weightsMetadata} describes. */
export interface DescribedWeights {
  /** Which network of the pair the weights are of. */
  readonly role: "primary" | "auxiliary";
  /** The network. */
  readonly network: ModelConfig;
  /** Names of the classes, in the order of the classifier. */
  readonly classes: readonly string[];
  /** Name of the run that trained it. */
  readonly run: string;
}

/** Frames of a second that strides are counted in. */
const FRAMES_PER_SECOND = 30;

/**
 * Returns what a file of weights says about them, so that it can be used without the run: names of
 * the classes, the network, and how its clips are made.
 */
export function weightsMetadata(
  { clip }: Pick<Config, "clip">,
  { role, network, classes, run }: DescribedWeights,
): Record<string, string> {
  const { frames, stride, modality = "rgb", normalization = clip.normalization } = clip[role];
  const { mean, std } = normalization;
  return {
    actnetformer: project.version,
    run,
    classes: JSON.stringify(classes),
    network: JSON.stringify(network),
    clip: JSON.stringify({
      size: clip.size,
      frames,
      stride,
      fps: FRAMES_PER_SECOND,
      ...modality === "rgb" ? {} : { modality },
    }),
    normalization: JSON.stringify({ mean: channelsOf(mean), std: channelsOf(std) }),
  };
}

function channelsOf(value: PerChannel): readonly number[] {
  return typeof value === "number" ? [value, value, value] : value;
}

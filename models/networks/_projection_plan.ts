import { linearSpecs, normSpecs, type ParameterSpec, statisticsSpecs } from "./parameter_spec.ts";
import type { ProjectionConfig } from "./projection_config.ts";

/** Standard deviation of the initial weights. */
const INITIAL_STD = 0.01;

/** What the names of a head's tensors start with. */
export const PROJECTION_HEAD = "contrast_head";

/** One linear layer, by its name, and what follows it. */
export interface ProjectionLayer {
  readonly linear: string;
  /** Name of the batch norm behind it, if there is one. */
  readonly norm: string | undefined;
  readonly isLast: boolean;
  /** [in, out]. */
  readonly channels: readonly [number, number];
}

/**
 * Plans the layers of a head, numbered as in a `torch.nn.Sequential`, where a ReLU has a number as
 * well.
 *
 * @param features Length of what the first layer reads.
 */
export function planProjection(
  { layers, normalized }: ProjectionConfig,
  features: number,
): ProjectionLayer[] {
  const modules = normalized ? 3 : 2;
  return layers.map((output, index) => ({
    linear: `${PROJECTION_HEAD}.${modules * index}`,
    norm: normalized ? `${PROJECTION_HEAD}.${modules * index + 1}` : undefined,
    isLast: index === layers.length - 1,
    channels: [layers[index - 1] ?? features, output],
  }));
}

/** Returns the specs of a head's parameters. */
export function projectionSpecs(plan: readonly ProjectionLayer[]): ParameterSpec[] {
  return plan.flatMap(({ linear, norm, isLast, channels }) => {
    const [weight, bias] = linearSpecs(linear, channels, INITIAL_STD);
    if (norm === undefined) return [weight, bias];
    return isLast ? [weight] : [weight, ...normSpecs(norm, channels[1])];
  });
}

/** Returns the specs of the running statistics of a head's norms. */
export function projectionStatistics(plan: readonly ProjectionLayer[]): ParameterSpec[] {
  return plan.flatMap(({ norm, channels: [, output] }) =>
    norm === undefined ? [] : statisticsSpecs(norm, output)
  );
}

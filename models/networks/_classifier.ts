import type { Model } from "./model.ts";
import type { ParameterSpec } from "./parameter_spec.ts";
import { isOfProjection } from "./is_of_projection.ts";

/**
 * Returns the classifier's weight and bias, which are last in the official state dicts; only a
 * projection head may follow them.
 */
export function classifierOf(
  { parameters }: Pick<Model, "parameters">,
): readonly [weight: ParameterSpec, bias: ParameterSpec] {
  const [weight, bias] = parameters.filter(({ name }) => !isOfProjection(name)).slice(-2);
  return [weight!, bias!];
}

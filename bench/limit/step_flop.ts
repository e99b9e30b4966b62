import { recordGraph, tensorsOf, type TensorTree, withTensors } from "../../runtime/mod.ts";
import { productFlop } from "./product_flop.ts";

/**
 * Counts the floating-point operations of a step's products, gradients included, without taking it.
 */
export function stepFlop<Input extends TensorTree>(
  step: (input: Input) => TensorTree,
  form: Input,
): number {
  const inputs = Object.fromEntries(
    tensorsOf(form).map((tensor, index) => [`input${index}`, tensor]),
  );
  const graph = recordGraph((values) => {
    const outputs = tensorsOf(step(withTensors(form, Object.values(values))));
    return Object.fromEntries(outputs.map((tensor, index) => [`output${index}`, tensor]));
  }, inputs);
  return productFlop(graph);
}

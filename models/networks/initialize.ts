import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uploadFloat32 } from "../../runtime/mod.ts";
import type { Parameters } from "./model.ts";
import { elementCount, type Initializer, type ParameterSpec } from "./parameter_spec.ts";

/**
 * Draws initial values for every tensor, on the host. Each tensor has its own generator, seeded by
 * `seed` and its name, so that the values depend neither on the machine nor on the other tensors.
 *
 * @returns New tensors by name, the caller's to dispose.
 * @throws {RangeError} If `seed` is not an integer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createModel, initialize } from "@actnetformer/deno/models";
 * import { startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const [stem] = createModel("slow_r50").parameters;
 * const { "blocks.0.conv.weight": weight } = initialize([stem!], 1);
 * assert.deepEqual(weight!.shape, [1, 7, 7, 3, 64]);
 * ```
 */
export function initialize(specs: readonly ParameterSpec[], seed: number): Parameters {
  if (!Number.isInteger(seed)) {
    throw new RangeError(
      `Cannot initialize a model as 'seed' must be an integer: current value is ${seed}`,
    );
  }
  return Object.fromEntries(specs.map(({ name, shape, initial }) => {
    const values = draw(initial, elementCount(shape), hash(`${seed}/${name}`));
    return [name, uploadFloat32(values, shape)];
  }));
}

function draw(initial: Initializer, count: number, seed: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  if (initial.kind === "constant") return values.fill(initial.value);
  const generator = xoroshiro128plus(seed);
  // Skipped, because the generator's first values correlate with the seed.
  for (let skipped = 0; skipped < 16; skipped++) generator.next();
  // In [0, 1), with 32 random bits.
  const uniform = () => (generator.next() >>> 0) / 2 ** 32;
  if (initial.kind === "uniform") {
    return values.map(() => (2 * uniform() - 1) * initial.bound);
  }
  for (let index = 0; index < count; index += 2) {
    // Box-Muller transform: two normal values from two uniform ones.
    const radius = initial.std * Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    values[index] = radius * Math.cos(angle);
    if (index + 1 < count) values[index + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** Computes the 32-bit FNV-1a hash of the UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}

import type { Parameters } from "../../models/mod.ts";

/**
 * Returns the memory of a state after a step: the new tensors in the order of the old ones, and clones
 * of those that there is no new one for.
 *
 * @throws {TypeError} If a new tensor has another name, shape or type than the old ones.
 */
export function updateMemory(
  memory: Parameters | undefined,
  updates: Parameters = {},
): Parameters | undefined {
  for (const name of Object.keys(updates)) requireLike(name, memory?.[name], updates[name]!);
  if (memory === undefined) return undefined;
  // In the same order, as a step in place writes one tensor after the other.
  const next = Object.entries(memory)
    .map(([name, tensor]) => [name, updates[name] ?? tensor.clone()] as const);
  return Object.fromEntries(next);
}

type Form = Pick<Parameters[string], "shape" | "dtype">;

function requireLike(name: string, before: Form | undefined, next: Form): void {
  if (before === undefined) {
    throw new TypeError(
      `Cannot remember '${name}' as the memory of the state must have a tensor of that name`,
    );
  }
  const describe = ({ shape, dtype }: Form) => `${dtype} [${shape}]`;
  if (describe(next) === describe(before)) return;
  throw new TypeError(
    `Cannot remember '${name}' as it must be ${describe(before)}: ` +
      `current value is ${describe(next)}`,
  );
}

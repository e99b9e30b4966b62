/** One value for each network; the auxiliary one is absent if a single network is trained. */
export type PerNetwork<T> = {
  /** The value of the network at the low frame rate. */
  readonly primary: T;
  /** The value of the network at the high frame rate. */
  readonly auxiliary?: T;
};

/**
 * Maps the value of each network; an absent auxiliary one stays absent.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mapNetworks } from "@actnetformer/deno/operators";
 *
 * assert.deepEqual(mapNetworks({ primary: 2 }, (rate) => rate / 2), { primary: 1 });
 * ```
 */
export function mapNetworks<T, U>(
  perNetwork: PerNetwork<T>,
  change: (value: T, network: keyof PerNetwork<T>) => U,
): PerNetwork<U> {
  const primary = change(perNetwork.primary, "primary");
  return perNetwork.auxiliary === undefined
    ? { primary }
    : { primary, auxiliary: change(perNetwork.auxiliary, "auxiliary") };
}

/**
 * Returns the names of the networks that are present, the primary one first.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { networksOf } from "@actnetformer/deno/operators";
 *
 * assert.deepEqual(networksOf({ primary: 1, auxiliary: 2 }), ["primary", "auxiliary"]);
 * ```
 */
export function networksOf(perNetwork: PerNetwork<unknown>): (keyof PerNetwork<unknown>)[] {
  return perNetwork.auxiliary === undefined ? ["primary"] : ["primary", "auxiliary"];
}

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type OperatorFunction, pipe } from "rxjs";
import type { Model } from "../../models/mod.ts";
import {
  confidenceGate,
  dualForward,
  type LossTerms,
  type Merged,
  mergeLosses,
  type PerNetwork,
  selfGate,
  type StepInput,
} from "../../operators/mod.ts";
import * as v from "valibot";
import type { Config } from "../config/config.ts";
import type { MethodName } from "../config/schema.ts";

/** A term of equation (7). */
export type LossName = Exclude<keyof LossTerms, "total">;

/** A way to train: what one file under `method.name` gives. */
export interface Method {
  /** From the input of a step to its losses. */
  readonly pipeline: (
    networks: PerNetwork<Model>,
    settings: Config["method"],
  ) => OperatorFunction<StepInput, Merged>;
  /** Whether it trains the auxiliary network as well. */
  readonly dual: boolean;
  /** Whether it looks at unlabeled videos. */
  readonly unlabeled: boolean;
  /** The terms of equation (7) that it trains by; the others are always zero. */
  readonly losses: readonly LossName[];
}

const SUPERVISED = ["supervisedPrimary", "supervisedAuxiliary"] as const;
const PSEUDO = ["pseudoPrimary", "pseudoAuxiliary"] as const;

/** The methods that come with the program; each is a composition of the same operators. */
export const METHODS: Readonly<Record<MethodName, Method>> = {
  /** Labels alone: equation (2). */
  supervised: {
    pipeline: (networks) => pipe(dualForward(networks), mergeLosses()),
    dual: false,
    unlabeled: false,
    losses: ["supervisedPrimary"],
  },
  /** One network labels for itself: equation (1). */
  fixmatch: {
    pipeline: (networks, { threshold }) =>
      pipe(dualForward(networks), selfGate({ threshold }), mergeLosses()),
    dual: false,
    unlabeled: true,
    losses: ["supervisedPrimary", "pseudoPrimary"],
  },
  /** Two networks label for each other: equations (2) to (5). */
  cmpl: {
    pipeline: (networks, { threshold }) =>
      pipe(dualForward(networks), confidenceGate({ threshold }), mergeLosses()),
    dual: true,
    unlabeled: true,
    losses: [...SUPERVISED, ...PSEUDO],
  },
  /** The same with contrast between the networks: equation (7). */
  actnetformer: {
    pipeline: (networks, { threshold, temperature }) =>
      pipe(
        dualForward(networks),
        confidenceGate({ threshold }),
        mergeLosses({ contrast: { temperature } }),
      ),
    dual: true,
    unlabeled: true,
    losses: [...SUPERVISED, ...PSEUDO, "contrast"],
  },
};

/**
 * A method by its name, or from a user's own module, whose default export it is.
 *
 * @param name as `method.name` has it; a path counts from the current folder
 * @throws {Error} where the module cannot be used
 */
export async function findMethod(name: string): Promise<Method> {
  if (isBuiltIn(name)) return METHODS[name];
  const path = resolve(name);
  let module;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot use method ${name} as it must be a module: ${reason}`);
  }
  const { success, issues } = v.safeParse(exportSchema, module.default);
  if (success) return module.default;
  const field = v.getDotPath(issues[0]);
  throw new Error(
    `Cannot use method ${name} as its default export must be a Method: ` +
      (field === null ? issues[0].message : `${field}: ${issues[0].message}`),
  );
}

function isBuiltIn(name: string): name is MethodName {
  return Object.hasOwn(METHODS, name);
}

/** What a module must export, as far as it can be checked before it runs. */
const exportSchema = v.object({
  pipeline: v.function(),
  dual: v.boolean(),
  unlabeled: v.boolean(),
  losses: v.pipe(v.array(v.picklist([...SUPERVISED, ...PSEUDO, "contrast"])), v.nonEmpty()),
});

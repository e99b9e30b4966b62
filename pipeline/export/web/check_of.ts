import { normalizeLevels } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import type { RunModel } from "../run_model.ts";
import { checkLevels } from "./page/check_levels.ts";

/** What a page compares with before it uses a backend. */
export interface ModelCheck {
  /** By input of the model: the logits of the clip that `checkLevels` makes. */
  readonly logits: readonly (readonly number[])[];
}

/** Computes what the networks themselves answer for the clip of the check. */
export function checkOf({ networks, facts }: Pick<RunModel, "networks" | "facts">): ModelCheck {
  const logits = networks.map(({ model, state }, index) => {
    const { shape: [, ...extents], normalization } = facts.inputs[index]!;
    return tf.tidy(() => {
      const shape: [number, number, number, number, number] = [1, ...extents];
      const levels = tf.tensor5d(checkLevels(tf.util.sizeFromShape(shape)), shape);
      const clips = normalizeLevels(levels, normalization);
      return [...model.forward({ ...state, clips, training: false }).logits.dataSync()];
    });
  });
  return { logits };
}

import { createHash } from "node:crypto";
import type { Model } from "../../models/mod.ts";
import type { Learner, PerNetwork } from "../../operators/mod.ts";
import { stateToWrite } from "../run/state_to_write.ts";
import type { TrainingWorkers } from "./training_workers.ts";

/** What {@linkcode requireSameStart} compares, beside the learners. */
export interface SameStartOptions {
  readonly networks: PerNetwork<Model>;
  /** The number format of the training. */
  readonly precision: string;
}

/**
 * Requires that all workers start from the same step with the same weights, bit for bit.
 *
 * @throws {WorkerError} If they do not.
 */
export async function requireSameStart(
  { group }: TrainingWorkers,
  learner: Learner,
  { networks, precision }: SameStartOptions,
): Promise<void> {
  if (group.size === 1) return;
  const sha256 = createHash("sha256");
  await learner.use(async (state) => {
    for (const { name, read } of stateToWrite(networks, state)) {
      const { buffer, byteOffset, byteLength } = await read();
      sha256.update(name).update(new Uint8Array(buffer, byteOffset, byteLength));
    }
  });
  await group.requireAgreement({
    "step to start from": String(learner.steps),
    "precision": precision,
    "content of the first weights": sha256.digest("hex").slice(0, 12),
  }, "start");
}

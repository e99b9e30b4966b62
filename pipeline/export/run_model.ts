import { createHash } from "node:crypto";
import { stateToEvaluate } from "../../operators/mod.ts";
import { disposeTree, startTensorFlow } from "../../runtime/mod.ts";
import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import type { Config } from "../config/config.ts";
import { openTrained, type TrainedOptions } from "../evaluation/open_trained.ts";
import { hasAuxiliary, readTrained } from "../evaluation/read_trained.ts";
import type { AnsweringNetwork } from "../prediction/answer_by.ts";
import type { Checkpoint } from "../run/open_checkpoint.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { describeModel } from "./describe_model.ts";
import type { ExportFacts } from "./export_facts.ts";
import type { TrainedModel } from "./record_model.ts";

/** What of a run is exported. */
export interface RunModelOptions extends TrainedOptions {
  /** Whose answer it is. */
  readonly answer: AnsweringNetwork;
}

/** The networks of a run that answer, and what others must know of them. Dispose it. */
export interface RunModel extends Disposable {
  readonly facts: ExportFacts;
  /** As many as there are inputs, in their order. */
  readonly networks: readonly TrainedModel[];
}

/**
 * Reads what a run has learned: its best checkpoint, else its newest. Starts TensorFlow. The module
 * of a method of one's own is not needed.
 *
 * @throws {RunFolderError} If the run has no checkpoint yet, or not the network that is to answer.
 * @throws {CheckpointError} If its checkpoints are broken, or belong to another model.
 * @throws {ProvisionError} If TensorFlow cannot be used here, or not be downloaded.
 */
export async function readRunModel(config: Config, options: RunModelOptions): Promise<RunModel> {
  const { run, answer, progress } = options;
  using checkpoint = await openTrained(options);
  if (answer !== "primary" && !hasAuxiliary(checkpoint)) {
    throw new RunFolderError(
      `Cannot export ${answer === "both" ? "both networks" : "the auxiliary network"} of ` +
        `${run.path} as it must have two: it has a primary one only`,
    );
  }
  requireMachine(thisMachine());
  await startTensorFlow({ notify: (line) => progress.note(line) });
  const { networks, state } = await readTrained(config, checkpoint);
  const roles = answer === "both" ? ["primary", "auxiliary"] as const : [answer];
  const trained = roles.map((role): TrainedModel => {
    return { role, model: networks[role]!, state: stateToEvaluate(state[role]!) };
  });
  const { step, classes, videos } = checkpoint.state;
  const facts = await describeModel(config, {
    answer,
    networks: trained,
    run: { name: run.name, step, checkpoint: digestOf(checkpoint), videos },
    classes,
  });
  return { facts, networks: trained, [Symbol.dispose]: () => disposeTree(state) };
}

/** SHA-256 of the file that was opened: a training may have removed it meanwhile. */
function digestOf({ file }: Checkpoint): string {
  const hash = createHash("sha256");
  for (const bytes of file.bytes()) hash.update(bytes);
  return hash.digest("hex");
}

import { saveWeights } from "../../models/mod.ts";
import type { Config } from "../config/config.ts";
import { explainFullDisk } from "../files/explain_full_disk.ts";
import { weightsMetadata } from "../run/weights_metadata.ts";
import { type ExportedInput, type ExportFacts, FACTS_KEY } from "./export_facts.ts";
import type { RunModel } from "./run_model.ts";

/**
 * Writes the weights of a network as safetensors, under their official names in PyTorch, with the
 * facts in the metadata.
 *
 * @throws {TypeError} If there are two networks: their weights have the same names.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeWeights(
  path: string,
  { networks, facts }: RunModel,
  config: Config,
): Promise<void> {
  const [network, ...others] = networks;
  if (network === undefined || others.length > 0) {
    throw new TypeError(
      `Cannot write ${path} as a file of weights must be of one network: it would be of both; ` +
        "export them one by one, with --network primary and --network auxiliary",
    );
  }
  const { role, model, state } = network;
  const { classes, run } = facts;
  const described = { role, network: model.config, classes, run: run.name };
  const metadata = {
    ...weightsMetadata(config, described),
    [FACTS_KEY]: JSON.stringify(factsOfWeights(facts)),
  };
  try {
    await saveWeights(path, model, state, metadata);
  } catch (error) {
    throw explainFullDisk(path, error);
  }
}

/** Returns the facts of weights alone: PyTorch's layout of clips, which are normalized before. */
function factsOfWeights(facts: ExportFacts): ExportFacts {
  const inputs = facts.inputs.map(({ shape, normalization, ...input }): ExportedInput => {
    const [batch, frames, height, width, channels] = shape;
    return {
      ...input,
      axes: ["batch", "channels", "frames", "height", "width"],
      shape: [batch, channels, frames, height, width],
      normalization: { ...normalization, inGraph: false },
    };
  });
  return { ...facts, inputs, outputs: ["logits"] };
}

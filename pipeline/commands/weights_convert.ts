import { basename } from "node:path";
import { explainFullDisk } from "../files/explain_full_disk.ts";
import { tryOutput } from "../files/try_output.ts";
import { requireNewPath } from "../files/require_new_path.ts";
import {
  createModel,
  loadWeights,
  openWeights,
  type RecognizedNetwork,
  recognizeNetwork,
  saveWeights,
  type TensorFile,
} from "../../models/mod.ts";
import { disposeTree, startTensorFlow } from "../../runtime/mod.ts";
import { PROGRAM_VERSION } from "../program/program_version.ts";
import { showLine } from "../terminal/show_line.ts";

/** Options of `deno task weights convert`. */
export interface WeightsConvertCommandOptions {
  /** File, index or folder. */
  readonly path: string;
  /** The file to write. */
  readonly output: string;
  /** Entry of a PyTorch checkpoint. */
  readonly entry?: string | undefined;
}

/** Frames of a second that strides are counted in. */
const FRAMES_PER_SECOND = 30;

/**
 * Writes the weights of a file as safetensors under their official names, with what is known of the
 * network, and returns the exit code.
 *
 * @throws {RangeError} If the output exists, or the file has no classifier.
 */
export async function weightsConvertCommand(
  { path, output, entry }: WeightsConvertCommandOptions,
): Promise<number> {
  await requireNewPath(output);
  const makeFolders = await tryOutput(output, "file");
  using file = await openWeights(path, { entry });
  const recognized = await recognizeNetwork(file);
  const { classes, notes } = recognized;
  if (classes === undefined) {
    throw new RangeError(
      `Cannot convert ${path} as it must have a classifier: it has none. ` +
        "Training makes one: deno task train --from FILE",
    );
  }
  await startTensorFlow();
  const model = createModel({ ...recognized.config, classes });
  const { report, ...state } = await loadWeights(file, model);
  try {
    await makeFolders();
    await saveWeights(output, model, state, metadataOf(recognized, { path, file }));
  } catch (error) {
    throw explainFullDisk(output, error);
  } finally {
    disposeTree(state);
  }
  console.log(report.summary);
  console.log(`Written: ${output}`);
  for (const note of notes) showLine(`note: ${note}`);
  return 0;
}

/** What is converted. */
interface Source {
  readonly path: string;
  readonly file: TensorFile;
}

function metadataOf(
  recognized: RecognizedNetwork,
  { path, file: { metadata: { run, steps } } }: Source,
): Record<string, string> {
  const { config, classes, classNames, clip, normalization, source } = recognized;
  const metadata: Record<string, string> = {
    actnetformer: PROGRAM_VERSION,
    converted: `${basename(path)} (${source})`,
    network: JSON.stringify({ ...config, classes }),
    clip: JSON.stringify({ ...clip, fps: FRAMES_PER_SECOND }),
  };
  if (classNames !== undefined) metadata.classes = JSON.stringify(classNames);
  if (normalization !== undefined) metadata.normalization = JSON.stringify(normalization);
  // A training from the new file says whose videos the weights have learned from.
  if (run !== undefined) metadata.run = run;
  if (steps !== undefined) metadata.steps = steps;
  return metadata;
}

import { resolve } from "node:path";
import { type RecognizedNetwork, recognizeNetwork } from "../../models/mod.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import { findWeights } from "../run/find_weights.ts";
import { openInitialWeights } from "../run/open_initial_weights.ts";
import { RunFolder } from "../run/run_folder.ts";
import { RunFolderError } from "../run/run_folder_error.ts";

/** Which network of the pair. */
export type NetworkRole = "primary" | "auxiliary";

/** The weights that one network starts from. */
export interface StartWeights {
  /** Path of the file. */
  readonly path: string;
  /** The network in it. */
  readonly recognized: RecognizedNetwork;
}

/** What `--from` and `--from-auxiliary` name. */
export interface StartNames {
  /** A file for the primary network, or a run for both. */
  readonly from?: string | undefined;
  /** A file for the auxiliary network, or a run whose auxiliary network it is. */
  readonly fromAuxiliary?: string | undefined;
}

/** What a run starts from. */
export interface Start {
  /** The run that `from` names; undefined for a file. */
  readonly parent: RunFolder | undefined;
  readonly primary: StartWeights | undefined;
  readonly auxiliary: StartWeights | undefined;
}

/**
 * Finds what a run is to start from, and recognizes the networks.
 *
 * @param notify Called with a line for people about what had to be skipped.
 * @throws {RunFolderError} If there is neither a file nor a run of a name, or both.
 * @throws {TensorFileError | CheckpointError} If a file cannot be read.
 * @throws {UnknownNetworkError} If a file holds no network of this program.
 */
export async function findStart(
  { from, fromAuxiliary }: StartNames,
  notify: (line: string) => void,
): Promise<Start> {
  const main = from === undefined ? undefined : await findFiles(from, notify);
  const other = fromAuxiliary === undefined ? undefined : await findFiles(fromAuxiliary, notify);
  if (other !== undefined && other.auxiliary === undefined) {
    throw new RunFolderError(
      `Cannot start the auxiliary network from ${fromAuxiliary} as it must have one: the run ` +
        `trained a single network, ${other.primary}`,
    );
  }
  const auxiliary = other?.auxiliary ?? (main?.run === undefined ? undefined : main.auxiliary);
  return {
    parent: main?.run,
    primary: main === undefined ? undefined : await recognize(main.primary, "primary"),
    auxiliary: auxiliary === undefined ? undefined : await recognize(auxiliary, "auxiliary"),
  };
}

/** Files of the networks; a file of weights may be for either. */
interface StartFiles {
  readonly run?: RunFolder;
  readonly primary: string;
  readonly auxiliary?: string | undefined;
}

async function findFiles(name: string, notify: (line: string) => void): Promise<StartFiles> {
  const run = findRun(name);
  if (run === undefined) return { primary: name, auxiliary: name };
  return { run, ...await findWeights(run, ({ message }) => notify(`skipped: ${message}`)) };
}

/** Returns the run of a name or path; undefined if a file or folder of weights has that path. */
function findRun(name: string): RunFolder | undefined {
  const atPath = statIfPresent(name);
  const folder = new RunFolder(name);
  if (atPath?.isDirectory && statIfPresent(folder.checkpoints) !== undefined) return folder;
  const named = runNamed(name);
  const isNamed = named instanceof RunFolder;
  if (atPath === undefined) {
    if (isNamed) return named;
    const more = isPath(name) ? "" : `. ${named.message}`;
    throw new RunFolderError(
      `Cannot start from ${name} as it must be a file of weights or a run: there is no file ` +
        `${resolve(name)}${more}`,
    );
  }
  if (!isNamed) return undefined;
  throw new RunFolderError(
    `Cannot start from ${name} as it must be a file or a run: there are both, ${resolve(name)} ` +
      `and ${named.path}; give the path of one, such as ./${name}`,
  );
}

/** Returns the run of a name, or the error that there is none. */
function runNamed(name: string): RunFolder | RunFolderError {
  try {
    return findRunFolder(name);
  } catch (error) {
    if (error instanceof RunFolderError) return error;
    throw error;
  }
}

/** Whether a text is a path or the name of a file rather than of a run. */
function isPath(name: string): boolean {
  return /[/\\]|\.(?:safetensors|pth|pt|pyth|bin|json)$/.test(name);
}

async function recognize(path: string, role: NetworkRole): Promise<StartWeights> {
  using file = await openInitialWeights(path, role);
  return { path, recognized: await recognizeNetwork(file) };
}

/** A configuration that cannot be used. */
export interface ConfigIssue {
  /** Dotted path of the field, such as `optimizer.learningRate`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong with it: what is allowed, then what is. */
  readonly message: string;
}

/** Thrown when a configuration breaks its schema; lists every problem at once. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** Every problem found, in the order of the schema. */
  readonly issues: readonly ConfigIssue[];

  constructor(origin: string, issues: readonly ConfigIssue[], options?: ErrorOptions) {
    const lines = issues.map(({ path, message }) => path === "" ? message : `${path}: ${message}`);
    super(
      lines.length === 1 ? `${origin}: ${lines[0]}` : `${origin}:\n  ${lines.join("\n  ")}`,
      options,
    );
    this.issues = issues;
  }
}

/** Thrown when a run folder is missing, taken, or in use by another process. */
export class RunFolderError extends Error {
  override readonly name = "RunFolderError";
}

/** Thrown when a checkpoint is broken, or belongs to another model or another run. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
  /** The checkpoint's file. */
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}

/** Thrown when a file of a run could not be written because the disk is full. */
export class DiskFullError extends Error {
  override readonly name = "DiskFullError";
  /** The file that could not be written. */
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}

/** Thrown when a loss or gradient is no longer a number; the checkpoints before it are kept. */
export class NonFiniteLossError extends Error {
  override readonly name = "NonFiniteLossError";
  /** The step, counted from 0. */
  readonly step: number;
  /** The loss, its parts and the gradients' norms by name. */
  readonly numbers: Readonly<Record<string, number>>;

  constructor(step: number, numbers: Readonly<Record<string, number>>, remedy: string) {
    const broken = Object.entries(numbers).filter(([, value]) => !Number.isFinite(value));
    const names = broken.map(([name, value]) => `${name} is ${value}`).join(", ");
    const what = `Cannot go on after step ${step + 1} as loss and gradients must be finite`;
    super(`${what}: ${names}. ${remedy}`);
    this.step = step;
    this.numbers = numbers;
  }
}

/**
 * Names of the error classes whose message alone tells a user what to do. A test holds that no
 * error class of the project is forgotten; names stand here instead of classes so that reporting an
 * error loads none of the modules that throw it.
 */
export const EXPECTED_ERRORS: ReadonlySet<string> = new Set([
  "ConfigError",
  "RunFolderError",
  "CheckpointError",
  "DiskFullError",
  "NonFiniteLossError",
  "ManifestError",
  "TooFewLabelsError",
  "DecodeError",
  "TranscodeError",
  "FfmpegError",
  "ProvisionError",
  "WeightsError",
  "SafetensorsError",
]);

/** The house's grammar for refused arguments: `Cannot X as Y must be Z: current value is W`. */
const REFUSAL = /^Cannot .+ as .+/s;

/** What the operating system refuses, such as to write into a folder of somebody else. */
const OF_THE_SYSTEM = /\(os error \d+\)/;

/** What to print for an error, and whether it is a bug of the program. */
export interface ErrorReport {
  /** Text for the terminal, starting with `error: `, without a final newline. */
  readonly text: string;
  /** True where the error was not foreseen. */
  readonly bug: boolean;
}

/**
 * Turns whatever was thrown into the text for the terminal: the message alone for foreseen errors;
 * for others also the word that it is a bug, and with `debug` the stack.
 */
export function reportError(error: unknown, debug: boolean): ErrorReport {
  if (!(error instanceof Error)) {
    return { text: `error: ${String(error)}\nThis is a bug.`, bug: true };
  }
  const stack = debug ? `\n${Deno.inspect(error)}` : "";
  const isForeseen = EXPECTED_ERRORS.has(error.name) || REFUSAL.test(error.message) ||
    OF_THE_SYSTEM.test(error.message);
  if (isForeseen) {
    return { text: `error: ${error.message}${stack}`, bug: false };
  }
  if (error instanceof Deno.errors.NotCapable) {
    const hint = "Run the command through deno task, which grants what it needs.";
    return { text: `error: ${error.message}. ${hint}${stack}`, bug: false };
  }
  const hint = debug ? "This is a bug." : "This is a bug; ACTNETFORMER_DEBUG=1 shows where it is.";
  return { text: `error: ${error.message || error.name}\n${hint}${stack}`, bug: true };
}

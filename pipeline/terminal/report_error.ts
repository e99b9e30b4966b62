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

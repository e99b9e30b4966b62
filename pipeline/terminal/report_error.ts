import { plainLine } from "../../runtime/text/plain_line.ts";
import { explainSystemError } from "./explain_system_error.ts";

/**
 * Names of the error classes whose message says enough for the user. A test checks that no error
 * class of the project is missing. They are names, not classes, so that reporting an error loads
 * none of the modules that throw it.
 */
export const EXPECTED_ERRORS: ReadonlySet<string> = new Set([
  "ConfigError",
  "RunFolderError",
  "CheckpointError",
  "DiskFullError",
  "NonFiniteLossError",
  "ManifestError",
  "NoUnlabeledError",
  "TooFewLabelsError",
  "DecodeError",
  "TranscodeError",
  "FfmpegError",
  "ProvisionError",
  "ChangedFileError",
  "WeightsError",
  "SafetensorsError",
  "PyTorchError",
  "TensorFileError",
  "UnknownNetworkError",
  "WorkerError",
]);

/** Messages of refused arguments: `Cannot X as Y must be Z: current value is W`. */
const REFUSAL = /^Cannot .+ as .+/s;

/** `TF_RESOURCE_EXHAUSTED`: TensorFlow has no memory for a tensor. */
const RESOURCE_EXHAUSTED = 8;

/** What a user can do about that; a run's own options come first. */
const SMALLER = "Lower what is computed at once: --set schedule.accumulate=8 in a training, " +
  "--set evaluate.videosAtOnce=1 in an evaluation; or --precision bf16, or a smaller clip.size.";

/** How to report an error. */
export interface ErrorReport {
  /** Text for the terminal; starts with `error: `, no final newline. */
  readonly text: string;
  /** Whether the error is a bug of the program. */
  readonly bug: boolean;
}

/**
 * Converts anything thrown into text for the terminal: only the message for expected errors, an
 * explanation for those of the operating system; others are called a bug. Of several errors, the
 * first is reported: those of cleaning up after it follow from it.
 *
 * @param debug Whether to append the stack.
 */
export function reportError(thrown: unknown, debug: boolean): ErrorReport {
  const error = firstOf(thrown);
  if (!(error instanceof Error)) {
    return { text: `error: ${String(error)}\nThis is a bug.`, bug: true };
  }
  const stack = debug ? `\n${Deno.inspect(error)}` : "";
  if (isExpected(error)) return { text: `error: ${messageOf(error)}${stack}`, bug: false };
  if (isOutOfMemory(error)) {
    return { text: `error: ${error.message}. ${SMALLER}${stack}`, bug: false };
  }
  if (error instanceof Deno.errors.NotCapable) {
    const [, special] = /^Requires all access to "(.*?)"/.exec(error.message) ?? [];
    if (special !== undefined) {
      const problem = `Cannot use ${special} as it must be an ordinary file or folder: ` +
        "programs may not use those of the system";
      return { text: `error: ${problem}${stack}`, bug: false };
    }
    const hint = "Run the command through deno task, which grants the permissions it needs.";
    return { text: `error: ${error.message}. ${hint}${stack}`, bug: false };
  }
  const explained = explainSystemError(error);
  if (explained !== undefined) {
    return { text: `error: ${plainLine(explained)}${stack}`, bug: false };
  }
  const hint = debug
    ? "This is a bug."
    : "This is a bug; set ACTNETFORMER_DEBUG=1 to see where it happened.";
  return { text: `error: ${error.message || error.name}\n${hint}${stack}`, bug: true };
}

/** Classes of errors whose message has several lines, in which names are one line already. */
const OF_SEVERAL_LINES: ReadonlySet<string> = new Set([
  "ConfigError",
  "FfmpegError",
  "NoUnlabeledError",
  "ProvisionError",
]);

function messageOf({ name, message }: Error): string {
  return OF_SEVERAL_LINES.has(name) ? message : plainLine(message);
}

/** The error that came first, of those that were thrown together. */
function firstOf(error: unknown): unknown {
  if (error instanceof SuppressedError) return firstOf(error.suppressed);
  if (error instanceof AggregateError && error.errors.length > 0) return firstOf(error.errors[0]);
  return error;
}

function isExpected(error: Error): boolean {
  return EXPECTED_ERRORS.has(error.name) || REFUSAL.test(error.message);
}

/** By its fields, as the class would load the runtime. */
function isOutOfMemory(error: Error): boolean {
  return error.name === "TensorFlowError" && "code" in error && error.code === RESOURCE_EXHAUSTED;
}

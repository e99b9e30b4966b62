/** What the installer is doing. */
export type InstallStage = "waiting" | "downloading" | "unpacking" | "checking";

/** One report of the installer's progress. */
export interface InstallProgress {
  readonly stage: InstallStage;
  /** Bytes of this stage done so far. */
  readonly doneBytes: number;
  /** Total bytes of this stage; 0 while waiting for another process. */
  readonly totalBytes: number;
}

/** Receives the installer's progress; called several times a second. */
export type ReportProgress = (progress: InstallProgress) => void;

const STAGE_WORDS: Readonly<Record<InstallStage, string>> = {
  waiting: "another process is installing it, waiting",
  downloading: "downloading",
  unpacking: "unpacking",
  checking: "checking",
};

/** What {@linkcode writeProgress} writes to: standard error, or a replacement for it in tests. */
export interface ProgressStream {
  isTerminal(): boolean;
  writeSync(bytes: Uint8Array): number;
}

/**
 * Creates a reporter that writes progress to a stream: on a terminal one line that is rewritten,
 * otherwise one line for each stage and each quarter of it.
 *
 * @param title What is being installed, for example "TensorFlow 2.21.0".
 */
export function writeProgress(title: string, stream: ProgressStream = Deno.stderr): ReportProgress {
  const encoder = new TextEncoder();
  const terminal = stream.isTerminal();
  let lastLine = "";
  return (progress) => {
    const amount = terminal ? exactAmount(progress) : roundAmount(progress);
    const line = `${title}: ${STAGE_WORDS[progress.stage]}${amount}`;
    if (line === lastLine) return;
    lastLine = line;
    // The cursor stays at the start of the line, so that an error message overwrites it.
    const text = terminal ? `\x1b[K${line}${isFinished(progress) ? "\n" : "\r"}` : `${line}\n`;
    writeIfPossible(stream, encoder.encode(text));
  };
}

/** A line that cannot be written, as on a full disk or a closed terminal, ends no download. */
function writeIfPossible(stream: ProgressStream, bytes: Uint8Array): void {
  try {
    stream.writeSync(bytes);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}

function isFinished({ stage, doneBytes, totalBytes }: InstallProgress): boolean {
  return (stage === "unpacking" || stage === "checking") && doneBytes === totalBytes;
}

/** Returns for example " 51 of 200 MB, 25 %". */
function exactAmount({ doneBytes, totalBytes }: InstallProgress): string {
  if (totalBytes === 0) return "";
  const percent = Math.floor(100 * doneBytes / totalBytes);
  return ` ${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB, ${percent} %`;
}

/** Returns for example " 200 MB, 25 %", which changes with each quarter. */
function roundAmount({ doneBytes, totalBytes }: InstallProgress): string {
  if (totalBytes === 0) return "";
  const quarters = Math.floor(4 * doneBytes / totalBytes);
  return ` ${megabytes(totalBytes)} MB, ${25 * quarters} %`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

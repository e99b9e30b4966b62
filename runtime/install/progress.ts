/** What the installer is doing. */
export type InstallStage = "waiting" | "downloading" | "unpacking";

/** One report of the installer's progress. */
export interface InstallProgress {
  readonly stage: InstallStage;
  /** Bytes of this stage done so far. */
  readonly doneBytes: number;
  /** Bytes of this stage in all; 0 while waiting for another process. */
  readonly totalBytes: number;
}

/** Receives the installer's progress; called several times a second. */
export type ReportProgress = (progress: InstallProgress) => void;

const STAGE_WORDS: Readonly<Record<InstallStage, string>> = {
  waiting: "another process is installing it, waiting",
  downloading: "downloading",
  unpacking: "unpacking",
};

/** Where {@linkcode writeProgress} writes: standard error, or a stand-in for it in tests. */
export interface ProgressStream {
  isTerminal(): boolean;
  writeSync(bytes: Uint8Array): number;
}

/**
 * Makes a reporter that writes progress to a stream: one line that rewrites itself on a terminal,
 * otherwise one line for each stage and each quarter of it.
 *
 * @param title What is being installed, for example "TensorFlow 2.21.0".
 */
export function writeProgress(title: string, stream: ProgressStream = Deno.stderr): ReportProgress {
  const encoder = new TextEncoder();
  const terminal = stream.isTerminal();
  let lastLine = "";
  return ({ stage, doneBytes, totalBytes }) => {
    const percent = totalBytes === 0 ? 0 : Math.floor(100 * doneBytes / totalBytes);
    const shownPercent = terminal ? percent : percent - percent % 25;
    const amount = totalBytes === 0
      ? ""
      : terminal
      ? ` ${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB, ${shownPercent} %`
      : ` ${megabytes(totalBytes)} MB, ${shownPercent} %`;
    const line = `${title}: ${STAGE_WORDS[stage]}${amount}`;
    if (line === lastLine) return;
    lastLine = line;
    const finished = stage === "unpacking" && doneBytes === totalBytes;
    // The cursor stays at the start of the line, so that an error message overwrites it.
    const text = terminal ? `\x1b[K${line}${finished ? "\n" : "\r"}` : `${line}\n`;
    stream.writeSync(encoder.encode(text));
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

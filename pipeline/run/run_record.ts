/** Programs that a part of a run has computed with. */
export interface RunLibraries {
  /** Version of TensorFlow. */
  readonly tensorflow: string;
  /** Where it computed. */
  readonly device: "cpu" | "gpu";
  /** Version of ffmpeg. */
  readonly ffmpeg: string;
}

/** Where a part of a run was computed. */
export interface RunHost {
  /** Operating system and kind of processor, such as `linux x86_64`. */
  readonly system: string;
  /** Name that the processor reports. */
  readonly processor: string;
  /** Number of threads that the processor runs at once. */
  readonly threads: number;
  /** Memory that a process may use, in bytes: the machine's, or what a control group leaves it. */
  readonly memoryBytes: number;
}

/** The version of this program. */
export interface ProgramVersion {
  /** As in deno.json. */
  readonly version: string;
  /** Hash of the commit of the clone; null if it is not a clone, or there is no git. */
  readonly commit: string | null;
  /** Whether files of the clone differ from the commit; null without a commit. */
  readonly modified: boolean | null;
}

/** A part of a run: from a start or `--resume` to its end. */
export interface RunPart {
  /**
   * How it ended. A part that is `running` although no process holds the run's folder was ended
   * from outside: killed, or by a crash.
   */
  readonly state: "running" | "finished" | "interrupted" | "failed";
  /** Why it failed. */
  readonly reason?: string | undefined;
  /** The command line. */
  readonly command: string;
  /** The folder in which the command was given, from which its paths count. */
  readonly folder: string;
  /** When it was started: a date as ISO 8601 writes it. */
  readonly startedAt: string;
  /** When it ended; null if it has not, or was ended from outside. */
  readonly endedAt: string | null;
  /** The version of this program. */
  readonly program: ProgramVersion;
  /** Version of Deno. */
  readonly deno: string;
  /** What it computed with; null until its end, and if it ended before that was started. */
  readonly libraries: RunLibraries | null;
  /** Where it was computed. */
  readonly host: RunHost;
}

/** The record of a run, `run.json`: what was run when, by which command, on what. */
export interface RunRecord {
  /** The run whose weights it started from, by name or path; absent if there is none. */
  readonly parent?: string | undefined;
  /** The first start, then one part for each time it was resumed. */
  readonly parts: readonly RunPart[];
}

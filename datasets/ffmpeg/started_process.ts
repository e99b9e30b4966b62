/** A process of ffmpeg that was started: its number, and how it ends. */
export type StartedProcess = Pick<Deno.ChildProcess, "pid" | "status">;

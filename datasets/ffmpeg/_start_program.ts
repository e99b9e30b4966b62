import { isScript } from "./_is_script.ts";
import { FFMPEG_ENVIRONMENT } from "./ffmpeg_environment.ts";

/** A program that runs. */
export interface StartedProgram {
  readonly child: Deno.ChildProcess;
  /** Kills it if it still runs; a script with all that it has started. */
  readonly kill: () => void;
}

/**
 * Starts a program whose output is read. A script gets a group of processes of its own: it starts
 * other programs, which would outlive it.
 *
 * @throws {Error} If it cannot be started.
 */
export function startProgram(
  path: string,
  args: readonly string[],
  stdin: "null" | "piped",
): StartedProgram {
  const hasGroup = isScript(path);
  try {
    const child = new Deno.Command(path, {
      args: [...args],
      env: FFMPEG_ENVIRONMENT,
      stdin,
      stdout: "piped",
      stderr: "piped",
      detached: hasGroup,
    }).spawn();
    const kill = () => {
      if (!hasGroup || !killGroup(child.pid)) killAlone(child);
    };
    return { child, kill };
  } catch (cause) {
    // Not a DecodeError: the video is not to blame, and any other would fail too.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot start ffmpeg at '${path}': ${reason}`, { cause });
  }
}

function killAlone(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Kills all processes of a group; returns false if this program may only kill its own children. */
function killGroup(id: number): boolean {
  try {
    Deno.kill(-id, "SIGKILL");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    if (error instanceof Deno.errors.NotCapable) return false;
    throw error;
  }
}

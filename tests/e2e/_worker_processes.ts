/**
 * Returns the processes that a training has started to take part in it, in the order of their tasks.
 */
export async function startedWorkers(pid: number): Promise<number[]> {
  // A shell looks, as Deno reads /proc only with all permissions.
  const search = "for child in $(cat /proc/$PID/task/*/children); do " +
    "tr '\\0' ' ' < /proc/$child/cmdline | sed -n \"s/.* --beside .* --task \\([0-9]*\\).*/\\1 $child/p\"; " +
    "done | sort -n";
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", search],
    env: { PID: String(pid) },
    stderr: "null",
  }).output();
  const lines = new TextDecoder().decode(stdout).split("\n").filter(Boolean);
  return lines.map((line) => Number(line.split(" ")[1]));
}

/** Whether a process is there, be it as a zombie. */
function isThere(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** How often {@linkcode processesGone} looks: for about half a minute. */
const LOOKS = 3000;

/** Waits until some processes have ended, and fails if one stays. */
export async function processesGone(pids: readonly number[]): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    if (!pids.some(isThere)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`still there: ${pids.filter(isThere).join(", ")}`);
}

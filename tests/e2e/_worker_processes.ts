/**
 * Returns the processes that a training has started to take part in it, in the order of their tasks.
 */
export async function startedWorkers(pid: number): Promise<number[]> {
  const search = 'grep -ls "^PPid:[[:space:]]*$PID$" /proc/[0-9]*/status | while read file; do ' +
    'child=$(basename "$(dirname "$file")"); echo "$(tr "\\0" " " < /proc/$child/cmdline)" | ' +
    'sed -n "s/.* --beside .* --task \\([0-9]*\\).*/\\1 $child/p"; done | sort -n';
  const lines = await linesOf(search, { PID: String(pid) });
  return lines.map((line) => Number(line.split(" ")[1]));
}

/** How often {@linkcode processesGone} looks: for about half a minute. */
const LOOKS = 1000;

/** Waits until some processes have ended, and fails if one stays. */
export async function processesGone(pids: readonly number[]): Promise<void> {
  let left: readonly string[] = [];
  for (let look = 0; look < LOOKS; look++) {
    left = await running(pids);
    if (left.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`still there: ${left.join(", ")}`);
}

/** Returns those that have not ended; where nobody waits for one that has, it stays as a zombie. */
async function running(pids: readonly number[]): Promise<string[]> {
  const search = 'for pid in $PIDS; do grep -qs "^State:[[:space:]]*[^ZX]" /proc/$pid/status && ' +
    "echo $pid; done";
  return await linesOf(search, { PIDS: pids.join(" ") });
}

/** What a shell prints, as Deno reads /proc only with all permissions. */
async function linesOf(script: string, env: Record<string, string>): Promise<string[]> {
  const { stdout } = await new Deno.Command("sh", { args: ["-c", script], env, stderr: "null" })
    .output();
  return new TextDecoder().decode(stdout).split("\n").filter(Boolean);
}

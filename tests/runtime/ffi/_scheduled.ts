/** How the system schedules a process. */
export interface Scheduled {
  /** Number of its policy, as in sched.h. */
  readonly policy: number;
  /** The processors that it may run on, as Linux lists them: "0-3,8". */
  readonly processors: string;
}

/** Commands of a shell that print how the process in /proc is scheduled that `$1` names. */
export const SHOW_SCHEDULE = 'cat "/proc/$1/stat" "/proc/$1/status"';

/** Reads what {@linkcode SHOW_SCHEDULE} has printed. */
export function readSchedule(output: Uint8Array): Scheduled {
  const text = new TextDecoder().decode(output);
  // The fields after the name in parentheses begin with the third; the policy is the 41st.
  const fields = text.slice(text.indexOf(") ") + 2).split(" ");
  const processors = /^Cpus_allowed_list:\s*(\S+)$/m.exec(text)?.[1] ?? "";
  return { policy: Number(fields[41 - 3]), processors };
}

/** Returns how a process is scheduled. A shell looks, as Deno reads /proc only with all permissions. */
export async function scheduled(pid: number): Promise<Scheduled> {
  const args = ["-c", SHOW_SCHEDULE, "sh", String(pid)];
  return readSchedule((await new Deno.Command("sh", { args }).output()).stdout);
}

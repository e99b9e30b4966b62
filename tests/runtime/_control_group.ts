/** What a control group limits. */
export type Limited = "memory" | "cpu";

/** Where groups of version 2 are; those of version 1 have a tree of their own there. */
const ROOT = "/sys/fs/cgroup";

/** The files that set a limit, and what is written into them: bytes of memory, or processors. */
const LIMITS = {
  unified: {
    memory: (bytes: number) => ({ "memory.max": bytes }),
    cpu: (processors: number) => ({ "cpu.max": `${processors * 1e5} 100000` }),
  },
  separate: {
    memory: (bytes: number) => ({ "memory.limit_in_bytes": bytes }),
    cpu: (processors: number) => ({
      "cpu.cfs_period_us": 1e5,
      "cpu.cfs_quota_us": processors * 1e5,
    }),
  },
} as const;

/** Returns the version of the groups that can be made here, as on few machines; else undefined. */
export function groupVersion(limited: Limited): keyof typeof LIMITS | undefined {
  if (succeeds(`grep -qw ${limited} ${ROOT}/cgroup.subtree_control && [ -w ${ROOT} ]`)) {
    return "unified";
  }
  const tree = `${ROOT}/${limited}`;
  return succeeds(`[ -e ${tree}/cgroup.procs ] && [ -w ${tree} ]`) ? "separate" : undefined;
}

/**
 * Runs Deno in a control group of its own.
 *
 * @param limit Bytes of memory, or processors.
 * @param words Of the command, without `deno`.
 * @returns What it has printed.
 * @throws {Error} If it fails.
 */
export async function runInGroup(
  { limited, limit, words }: {
    readonly limited: Limited;
    readonly limit: number;
    readonly words: readonly string[];
  },
): Promise<string> {
  const version = groupVersion(limited)!;
  const parent = version === "unified" ? ROOT : `${ROOT}/${limited}`;
  const folder = `${parent}/actnetformer-test-${Deno.pid}`;
  const limits = Object.entries(LIMITS[version][limited](limit));
  const lines = [
    `mkdir ${folder}`,
    ...limits.map(([file, value]) => `echo ${value} > ${folder}/${file}`),
    `echo $$ > ${folder}/cgroup.procs`,
    'exec "$@"',
  ];
  const args = ["-c", lines.join(" && "), "sh", Deno.execPath(), ...words];
  try {
    const { success, stdout, stderr } = await new Deno.Command("sh", { args }).output();
    if (success) return new TextDecoder().decode(stdout);
    throw new Error(`Cannot run in a control group: ${new TextDecoder().decode(stderr)}`);
  } finally {
    await new Deno.Command("rmdir", { args: [folder] }).output();
  }
}

function succeeds(script: string): boolean {
  return new Deno.Command("sh", { args: ["-c", script], stderr: "null" }).outputSync().success;
}

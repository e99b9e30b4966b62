/** Two hosts that only reach each other: network namespaces with a virtual cable between them. */
export interface NetworkHosts extends AsyncDisposable {
  /** IPv4 addresses, one a host. */
  readonly addresses: readonly string[];
  /** Words in front of a command that run it on a host. */
  on(host: number): readonly string[];
  /** Number of bytes that all hosts have sent so far. */
  sentBytes(): Promise<number>;
  /** Drops all packets between them from now on; no host is notified. */
  cut(): Promise<void>;
}

/** Options of {@linkcode makeNetworkHosts}. */
export interface NetworkHostsOptions {
  /**
   * What the link carries in each direction, in Gbit/s.
   *
   * @default as much as the machine can move
   */
  readonly gbit?: number | undefined;
  /**
   * Whether there is only one host, whose processes reach each other by its loopback interface.
   *
   * @default false
   */
  readonly isSingle?: boolean | undefined;
}

/** Addresses for examples in texts, which no real network has (RFC 5737). */
const ADDRESSES = ["192.0.2.1", "192.0.2.2"] as const;

/** The name of the cable's end on each host. */
const CABLE = "cable";

/** Bytes that may be sent at once, as time at the link's rate: what a clock of 250 Hz can measure. */
const BURST_SEC = 1 / 250;

let made = 0;

/** Removes hosts whose process was killed: the names have its number. */
const REMOVE_LEFT =
  "for name in $(ip netns list | sed -n 's/^\\(workers-[0-9-]*\\).*/\\1/p'); do " +
  'pid=${name#workers-}; [ -d "/proc/${pid%%-*}" ] || ip netns del "$name"; done';

/**
 * Says why no hosts can be made here; undefined if they can. Removes those that are left of processes
 * that were killed.
 */
export async function lackOfHosts(): Promise<string | undefined> {
  try {
    await run(["sh", "-c", REMOVE_LEFT]);
    await using _ = await makeNetworkHosts({ gbit: 1 });
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `network namespaces need root, and ip and tc of iproute2: ${reason}`;
  }
}

/**
 * Makes hosts. Disposing removes them; processes in them have to end before.
 *
 * @throws {Error} If `ip` or `tc` are missing or refuse.
 */
export async function makeNetworkHosts(
  { gbit, isSingle = false }: NetworkHostsOptions = {},
): Promise<NetworkHosts> {
  const addresses = isSingle ? ["127.0.0.1"] : ADDRESSES;
  const names = addresses.map((_, host) => `workers-${Deno.pid}-${made}-${host}`);
  made++;
  const device = isSingle ? "lo" : CABLE;
  const hosts: NetworkHosts = {
    addresses,
    on: (host) => ["ip", "netns", "exec", names[host]!],
    sentBytes: async () => {
      const file = `/sys/class/net/${device}/statistics/tx_bytes`;
      const counts = await Promise.all(
        names.map((name) => run(["ip", "netns", "exec", name, "cat", file])),
      );
      return counts.reduce((sum, count) => sum + Number(count), 0);
    },
    cut: () => limitAll(names, ["rate", "8bit", "burst", "1", "limit", "1"]),
    [Symbol.asyncDispose]: async () => {
      for (const name of names) await run(["ip", "netns", "del", name]).catch(() => {});
    },
  };
  try {
    for (const name of names) {
      await run(["ip", "netns", "add", name]);
      await run(["ip", "-n", name, "link", "set", "lo", "up"]);
    }
    if (!isSingle) await connect(names);
    if (gbit !== undefined) await limitAll(names, rateOf(gbit));
    return hosts;
  } catch (error) {
    await hosts[Symbol.asyncDispose]();
    throw error;
  }
}

async function connect([first = "", second = ""]: readonly string[]): Promise<void> {
  const ends = ["type", "veth", "peer", "name", CABLE, "netns", second];
  await run(["ip", "link", "add", CABLE, "netns", first, ...ends]);
  for (const [host, name] of [first, second].entries()) {
    await run(["ip", "-n", name, "addr", "add", `${ADDRESSES[host]}/30`, "dev", CABLE]);
    await run(["ip", "-n", name, "link", "set", CABLE, "up"]);
  }
}

function rateOf(gbit: number): string[] {
  const burst = Math.ceil(gbit * 1e9 / 8 * BURST_SEC);
  return ["rate", `${gbit}gbit`, "burst", String(burst), "latency", "50ms"];
}

async function limitAll(names: readonly string[], words: readonly string[]): Promise<void> {
  for (const name of names) {
    await run(["tc", "-n", name, "qdisc", "replace", "dev", CABLE, "root", "tbf", ...words]);
  }
}

/** Runs a program and returns what it printed. */
async function run([program = "", ...args]: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args, stdin: "null" })
    .output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  const said = decoder.decode(stderr).trim();
  throw new Error(`Cannot make a network as '${program} ${args.join(" ")}' must work: ${said}`);
}

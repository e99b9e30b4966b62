import { fileURLToPath } from "node:url";
import { Contender } from "../engine/contender.ts";
import { makeNetworkHosts, type NetworkHosts } from "./network_hosts.ts";
import { LINK_GBIT, type Setup } from "./setups.ts";
import type { StepTimes, WorkerTask } from "./worker_task.ts";
import type { WorkersCase } from "./workers_case.ts";
import type { Turn } from "./workers_report.ts";

/** What {@linkcode takeTurn} works with. */
export interface TurnOptions {
  /** Folder of the case, see `prepareCase()`. */
  readonly folder: string;
  readonly engineCase: Pick<WorkersCase, "warmUp" | "steps">;
  /** A Python with `torch` and `safetensors`. */
  readonly python: string;
  /** Whether hosts of their own can be made here. */
  readonly canMakeHosts: boolean;
}

/** A turn, and what the processes said of themselves. */
interface TakenTurn extends Turn {
  readonly version: string;
  readonly gradientBytes: number;
}

/** Cores of the machine that the bench uses. */
const CORES = 2;

/** Exchanges of all gradients that are timed in a turn. */
const EXCHANGES = 5;

/** Limit of a turn's time: workers that wait for each other without an end have a fault. */
const LIMIT_MS = 20 * 60_000;

/** Where workers listen. The host is the bench's own, or chosen where the port is free. */
const PORT = 4100;

const OURS = fileURLToPath(new URL("./our_worker.ts", import.meta.url));

const PYTORCH = fileURLToPath(new URL("../peers/distributed.py", import.meta.url));

/**
 * Starts the processes of a setup, lets them take steps, and ends them: those of all setups would not
 * fit into memory together.
 */
export async function takeTurn(setup: Setup, options: TurnOptions): Promise<TakenTurn> {
  const { engineCase: { warmUp, steps } } = options;
  const isSingle = setup.link === "loopback";
  await using stack = new AsyncDisposableStack();
  const hosts = options.canMakeHosts
    ? stack.use(await makeNetworkHosts({ isSingle, gbit: LINK_GBIT[setup.link] }))
    : undefined;
  const started = await Promise.allSettled(
    programsOf(setup, options, hosts).map((program) => Contender.start(setup.name, program)),
  );
  const processes = started.flatMap((start) => start.status === "fulfilled" ? start.value : []);
  // All at once: workers wait for each other's end.
  stack.defer(async () => {
    await Promise.all(processes.map((process) => process[Symbol.asyncDispose]()));
  });
  for (const start of started) if (start.status === "rejected") throw start.reason;
  const limit = setTimeout(() => processes.forEach((process) => process.kill()), LIMIT_MS);
  stack.defer(() => clearTimeout(limit));
  const [warmUpTimes] = await askAll<StepTimes>(processes, `steps ${warmUp}`);
  const before = await hosts?.sentBytes();
  const times = await askAll<StepTimes>(processes, `steps ${steps}`);
  const after = await hosts?.sentBytes();
  const isOurs = setup.engine === "ours";
  const exchanges = isOurs && setup.areJoined
    ? await askAll<Pick<StepTimes, "seconds">>(processes, `exchange ${EXCHANGES}`)
    : [];
  const memory = await askAll<{ readonly bytes: number }>(processes, "memory");
  const { version = "", gradientBytes = 0 } = processes[0] ?? {};
  return {
    version,
    gradientBytes,
    losses: [warmUpTimes, times[0]].flatMap((taken) => taken?.losses ?? []),
    processes: times,
    sentBytesPerStep: before === undefined || after === undefined ? null : (after - before) / steps,
    exchanges: exchanges[0]?.seconds ?? [],
    memory: memory.map(({ bytes }) => bytes),
  };
}

async function askAll<Answer>(
  processes: readonly Contender[],
  request: string,
): Promise<Answer[]> {
  return await Promise.all(processes.map((process) => process.ask<Answer>(request)));
}

/** Returns the commands that start the processes of a setup. */
function programsOf(
  { engine, processes, areJoined, arePinned, precision, bucketMib, link }: Setup,
  { folder, python }: TurnOptions,
  hosts: NetworkHosts | undefined,
) {
  const size = processes;
  return Array.from({ length: size }, (_, task) => {
    const addresses = Array.from({ length: size }, (_, index) => {
      const host = hosts?.addresses[link === "loopback" ? 0 : index] ?? "127.0.0.1";
      return `${host}:${PORT + index}`;
    });
    const worker: WorkerTask = {
      task,
      size,
      threads: CORES / size,
      addresses: areJoined ? addresses : null,
      precision,
      bucketBytes: bucketMib === undefined ? undefined : bucketMib * 2 ** 20,
    };
    const words = [
      ...hosts?.on(link === "loopback" ? 0 : task) ?? [],
      ...arePinned ? ["taskset", "-c", String(task)] : [],
      ...engine === "ours"
        ? [Deno.execPath(), "run", "--quiet", "-P=program", OURS, folder]
        : [python, PYTORCH, folder, engine],
      JSON.stringify(worker),
    ];
    const [command = "", ...args] = words;
    const network = { GLOO_SOCKET_IFNAME: link === "loopback" ? "lo" : "cable" };
    return { command, args, env: network };
  });
}

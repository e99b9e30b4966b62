import assert from "node:assert/strict";
import {
  lackOfHosts,
  makeNetworkHosts,
  type NetworkHosts,
} from "../../bench/workers/network_hosts.ts";
import { CommandLine, runCommand } from "./_command_line.ts";
import { checkpointsOf, makeSmallSet, metricsOf, sameCheckpoints } from "./_small_set.ts";

const lack = await lackOfHosts();

/** Two hosts are network namespaces with a cable between them. */
function testOnHosts(name: string, run: (folder: string, hosts: NetworkHosts) => Promise<void>) {
  const reason = lack === undefined ? "" : ` (skipped: ${lack})`;
  Deno.test({
    name: `${name}${reason}`,
    ignore: lack !== undefined,
    fn: async () => {
      const folder = await makeSmallSet();
      try {
        await using hosts = await makeNetworkHosts();
        await run(folder, hosts);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

const TRAIN = ["train", "--config", "small.json"];

/** Words that bind a command to one half of the processors, as those of a host of its own. */
function onHalf(task: number): string[] {
  const count = Math.max(1, Math.floor(navigator.hardwareConcurrency / 2));
  const first = task * count % navigator.hardwareConcurrency;
  return ["taskset", "-c", `${first}-${first + count - 1}`];
}

/** Starts the workers of a run, one on each host, as a user does on two machines. */
function startOn(hosts: NetworkHosts, folder: string, words: readonly string[]): CommandLine[] {
  const addresses = hosts.addresses.map((address) => `${address}:4000`);
  return addresses.map((_, task) =>
    new CommandLine(
      folder,
      [...words, "--cluster", addresses.join(","), "--task", String(task)],
      { before: [...hosts.on(task), ...onHalf(task)] },
    )
  );
}

testOnHosts("workers on two hosts train what two on one machine do", async (folder, hosts) => {
  const beside = await runCommand(folder, [...TRAIN, "--name", "beside", "--workers", "2"]);
  assert.equal(beside.code, 0, beside.stderr);
  const workers = startOn(hosts, folder, [...TRAIN, "--name", "apart"]);
  const [first, second] = await Promise.all(workers.map((worker) => worker.end()));
  assert.deepEqual([first!.code, first!.stdout], [0, beside.stdout], first!.stderr);
  assert.equal(second!.code, 0, second!.stderr);
  assert.deepEqual(metricsOf(folder, "apart"), metricsOf(folder, "beside"));
  assert.ok(sameCheckpoints(folder, "apart", "beside"), "other weights");
});

testOnHosts("workers whose link drops all packets name each other", async (folder, hosts) => {
  const words = ["--name", "cut", "--steps", "2000", "--peer-timeout", "5"];
  const workers = startOn(hosts, folder, [
    ...[...TRAIN, ...words, "--set", "checkpoint.everySteps=5"],
  ]);
  try {
    await workers[0]!.until(() =>
      checkpointsOf(folder, "cut").some((file) => file.endsWith(".safetensors"))
    );
    // In the meeting before a later step the second worker learns of the checkpoint.
    const steps = metricsOf(folder, "cut").length;
    await workers[0]!.until(() => metricsOf(folder, "cut").length > steps + 2);
    await hosts.cut();
    const ends = await Promise.all(workers.map((worker) => worker.end()));
    for (const [task, { code, stderr }] of ends.entries()) {
      assert.equal(code, 1, stderr);
      const other = `worker ${1 - task} at ${hosts.addresses[1 - task]}:4000`;
      const last = stderr.trimEnd().split("\n").at(-1) ?? "";
      assert.ok(last.startsWith(`error: Cannot continue as ${other} must answer: `), last);
      assert.match(last, /\. The last checkpoint is of step \d+; resume with: .* --resume cut$/);
    }
  } finally {
    await Promise.all(workers.map((worker) => worker[Symbol.asyncDispose]()));
  }
});

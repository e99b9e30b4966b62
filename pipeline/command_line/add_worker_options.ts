import { type Command, Option } from "commander";
import type { ClusterOptions } from "../workers/cluster_of.ts";
import { HELP_GROUPS } from "./help_groups.ts";
import { readCount, readNumber, readPositive } from "./option_readers.ts";

/** Values of the options of {@linkcode addWorkerOptions}. */
export interface WorkerOptionValues extends ClusterOptions {
  readonly bind?: string;
  readonly peerTimeout?: number;
  readonly beside?: boolean;
}

/** Adds the options by which several processes train one run. */
export function addWorkerOptions(command: Command): Command {
  const option = (flags: string, description: string) =>
    new Option(flags, description).helpGroup(HELP_GROUPS.workers);
  return command
    .addOption(
      option(
        "--workers <count>",
        "processes that train the run together on this machine, each on " +
          "its part of every step (default: 1, or as TF_CONFIG or Slurm say)",
      )
        .argParser(readCount).conflicts(["cluster"]),
    )
    .addOption(
      option(
        "--cluster <addresses>",
        "host:port of all processes that train it together, with " +
          "commas; the same list for each of them (default: none)",
      ),
    )
    .addOption(
      option(
        "--task <number>",
        "which of --cluster this process is; 0 keeps the run (default: none)",
      )
        .argParser(readNumber),
    )
    .addOption(
      option(
        "--bind <address>",
        "IPv4 address at which others are let in, or any: whoever reaches " +
          "it can change what is computed (default: that of --cluster)",
      ),
    )
    .addOption(
      option(
        "--peer-timeout <seconds>",
        "time after which a process that does not answer ends all " +
          "(default: 60)",
      ).argParser(readPositive),
    )
    .addOption(new Option("--beside").hideHelp());
}

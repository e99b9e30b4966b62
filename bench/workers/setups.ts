import type { Variant } from "../engine/cases.ts";
import type { Precision } from "../../runtime/mod.ts";

/** How the processes reach each other: by one host's loopback interface, or as two hosts. */
export type Link = "loopback" | "10 Gbit/s" | "1 Gbit/s";

/** What each link is limited to, in Gbit/s. */
export const LINK_GBIT: Readonly<Record<Link, number | undefined>> = {
  "loopback": undefined,
  "10 Gbit/s": 10,
  "1 Gbit/s": 1,
};

/** One way to take the steps of a case on two cores. */
export interface Setup {
  /** What it is called in tables; each setup of a row has its own. */
  readonly name: string;
  /** `ours`, or how PyTorch runs the step. */
  readonly engine: "ours" | Variant;
  /** One process of two threads, or two of one thread. */
  readonly processes: 1 | 2;
  /** Whether the processes take each step together; if not, each takes steps of its own. */
  readonly areJoined: boolean;
  readonly link: Link;
  /** Whether each process of several is bound to a core, as hosts of their own would be. */
  readonly arePinned: boolean;
  /** Precision in which gradients are sent. */
  readonly precision: Precision;
  /** MiB of gradients that are sent together; undefined for the default. */
  readonly bucketMib?: number | undefined;
}

/** Names of the setups that tables and the model compare. */
export const NAMES = {
  one: "one process of two threads",
  apart: "two processes that exchange nothing",
  workers: "two workers",
  narrow: "two workers, gradients in bf16",
} as const;

/** Gradients are sent in buckets of 4 MiB by default: these are the others that are tried. */
const BUCKETS_MIB = [1, 16, 64] as const;

const ALONE = {
  engine: "ours",
  processes: 1,
  areJoined: false,
  link: "loopback",
  arePinned: false,
  precision: "float32",
} as const;

const WORKERS = { ...ALONE, processes: 2, areJoined: true, arePinned: true } as const;

/** Returns the name of a setup of two hosts. */
export function hostsName(link: Link, precision: Precision = "float32"): string {
  return `two hosts at ${link}${precision === "bf16" ? ", gradients in bf16" : ""}`;
}

/** Returns the name of PyTorch's setup of one process, or of two. */
export function peerName(variant: Variant, processes: 1 | 2): string {
  const how = processes === 1 ? "one process of two threads" : "two workers (DDP, gloo)";
  return `PyTorch ${variant}, ${how}`;
}

/** Returns all setups, ours and PyTorch's, in the order of their turns. */
export function allSetups(variants: readonly Variant[]): readonly Setup[] {
  return [
    { ...ALONE, name: NAMES.one },
    { ...WORKERS, name: NAMES.workers },
    { ...WORKERS, name: NAMES.apart, areJoined: false },
    ...variants.flatMap((engine): Setup[] => [
      { ...ALONE, name: peerName(engine, 1), engine },
      { ...WORKERS, name: peerName(engine, 2), engine },
    ]),
    { ...WORKERS, name: "two workers, not bound to cores", arePinned: false },
    { ...WORKERS, name: NAMES.narrow, precision: "bf16" },
    ...BUCKETS_MIB.map((bucketMib): Setup => ({
      ...WORKERS,
      name: `two workers, buckets of ${bucketMib} MiB`,
      bucketMib,
    })),
    { ...WORKERS, name: hostsName("10 Gbit/s"), link: "10 Gbit/s" },
    { ...WORKERS, name: hostsName("1 Gbit/s"), link: "1 Gbit/s" },
    {
      ...WORKERS,
      name: hostsName("1 Gbit/s", "bf16"),
      link: "1 Gbit/s",
      precision: "bf16",
    },
  ];
}

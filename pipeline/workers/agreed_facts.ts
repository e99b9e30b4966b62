import { createHash } from "node:crypto";
import type { Config } from "../config/config.ts";
import { leavesOf } from "../config/leaves_of.ts";
import { describeProgram } from "../program/describe_program.ts";
import type { VideoSet } from "../videos/video_set.ts";

/** What workers must have in common beside the configuration. */
export interface AgreedFactsOptions {
  readonly videos: Pick<VideoSet, "classes" | "hash" | "validation" | "test">;
  /** Whether the run is resumed. */
  readonly resume: boolean;
}

/** Fields that may differ: where something is that is compared itself, and what a machine has room for. */
const OWN_FIELDS = [
  "about",
  "credits",
  "data.cacheMebibytes",
  "data.diskMebibytes",
  "data.source",
  "data.testList",
  "data.unlabeled",
  "weights.primary",
  "weights.auxiliary",
];

/**
 * Returns what must be the same on all workers of a run, by what it is called in an error: the
 * program, each setting, and the videos.
 */
export function agreedFacts(
  config: Config,
  { videos, resume }: AgreedFactsOptions,
): Record<string, string> {
  const { version, commit, modified } = describeProgram();
  const settings = [...leavesOf(config)].filter(([path]) => !OWN_FIELDS.includes(path));
  const { classes, hash, validation, test } = videos;
  const labels = (list: VideoSet["test"]) => list.map(({ id, label }) => [id, label]);
  return {
    "program's version": commit === null ? version : `${version} (${commit.slice(0, 8)})`,
    "program's source": modified ? "changed since that commit" : "that of its commit",
    "version of Deno": Deno.version.deno,
    "option --resume": resume ? "given" : "not given",
    // Before the videos, which depend on some of them.
    ...Object.fromEntries(
      settings.map(([path, value]) => [`setting ${path}`, JSON.stringify(value)]),
    ),
    "list of classes": hashOf(classes),
    "choice of labeled and unlabeled videos": hash.slice(0, HASH_SHOWN),
    "list of validation videos": hashOf(labels(validation)),
    "list of test videos": hashOf(labels(test)),
  };
}

/** Digits of a hash that an error shows. */
const HASH_SHOWN = 12;

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, HASH_SHOWN);
}

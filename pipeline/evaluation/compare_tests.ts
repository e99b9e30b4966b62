import { createHash } from "node:crypto";
import type { Config } from "../config/config.ts";
import { leavesOf } from "../config/leaves_of.ts";
import type { KeptVideo } from "../run/kept_videos.ts";

/** The fields of a configuration that decide how weights answer, with all below them. */
const SCORING_FIELDS = [
  "clip",
  "primary",
  "auxiliary",
  "evaluate.clips",
  "evaluate.crops",
  "evaluate.precision",
];

/** Characters of a name that say what is tested, at most. */
const NAME_CHARACTERS = 60;

/** Digits of the hash that keeps tests apart whose names would be equal. */
const HASH_DIGITS = 8;

/** A test of a run's weights. */
export interface WeightsTest {
  readonly config: Config;
  /** Step of the weights; undefined if it is not known, as of those of a run that still trains. */
  readonly step: number | undefined;
  /** The videos that are tested; of others of a run, those that it tests. */
  readonly videos: readonly KeptVideo[];
  /** What the user named for them, without folder and ending; undefined for the run's own data. */
  readonly source?: string | undefined;
}

/** A test of a run that is not the run's own. */
export interface OtherTest {
  /** Name for its folder: what is tested, with a hash of it. */
  readonly name: string;
  /** How it differs from the run's own test. */
  readonly reason: string;
}

/**
 * Compares a test of a run with the one with which the run ends: that of its last or best
 * weights, on the same files with the same ids and labels, with the same settings that decide the
 * answers.
 *
 * @returns Undefined if it is the run's own test.
 */
export function compareTests(
  test: WeightsTest & { readonly step: number },
  own: Omit<WeightsTest, "source">,
): OtherTest | undefined {
  const before = scoringFields(own.config);
  const now = scoringFields(test.config);
  const changed = [...new Set([...before.keys(), ...now.keys()])]
    .filter((field) => JSON.stringify(before.get(field)) !== JSON.stringify(now.get(field)));
  const isOtherStep = test.step !== own.step;
  const ownVideos = own.videos.filter(({ part }) => part === "test");
  const isOfOthers = describeVideos(test.videos) !== describeVideos(ownVideos);
  const { source = "changed-videos" } = test;
  const words: string[] = [];
  const reasons: string[] = [];
  if (isOfOthers) {
    words.push(source);
    reasons.push("its videos, or their names, are others");
  }
  for (const field of changed) {
    words.push(`${field.slice(field.lastIndexOf(".") + 1)}=${plain(now.get(field))}`);
    reasons.push(`${field} is ${plain(now.get(field))}, not ${plain(before.get(field))}`);
  }
  if (isOtherStep) {
    words.push(`step-${test.step}`);
    reasons.push(
      own.step === undefined
        ? `its weights are of step ${test.step} of a training that has not ended`
        : `its weights are of step ${test.step}, not ${own.step}`,
    );
  }
  if (reasons.length === 0) return undefined;
  const what = JSON.stringify([[...now], describeVideos(test.videos), test.step]);
  const hash = createHash("sha256").update(what).digest("hex").slice(0, HASH_DIGITS);
  const name = [slug(words.join("_")), hash].filter((part) => part !== "").join("-");
  return { name, reason: reasons.join("; ") };
}

function scoringFields(config: Config): Map<string, unknown> {
  const isScoring = (path: string) =>
    SCORING_FIELDS.some((field) => path === field || path.startsWith(`${field}.`));
  const fields = [...leavesOf(config)].filter(([path]) => isScoring(path));
  return new Map(fields.toSorted(([first], [second]) => first < second ? -1 : 1));
}

/** What identifies a set of labeled files, whatever their order. */
function describeVideos(videos: readonly KeptVideo[]): string {
  const lines = videos.map(({ id, label, fingerprint }) =>
    JSON.stringify([id.normalize("NFC"), label, fingerprint])
  );
  return lines.toSorted().join("\n");
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value) ?? "absent";
}

/** Keeps the letters and digits of a text, in any script, that a folder's name may have. */
function slug(text: string): string {
  const words = text.replaceAll(/[^\p{L}\p{N}=_.-]+/gu, "-").replaceAll(/^[.-]+|-+$/g, "");
  return [...words].slice(0, NAME_CHARACTERS).join("");
}

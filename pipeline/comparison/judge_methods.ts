import {
  type AnswersBySeed,
  type PairedDifference,
  pairedDifference,
} from "../numbers/paired_difference.ts";

/** A method that was trained and tested. */
export interface TriedMethod {
  /** Its name. */
  readonly name: string;
  /** What its primary network answered. */
  readonly answers: AnswersBySeed;
  /** Mean time of a run, in seconds. */
  readonly seconds: number;
}

/** A method, and how it did beside the cheapest one. */
export interface JudgedMethod extends TriedMethod {
  /** Mean accuracy over all seeds and videos, 0 to 1. */
  readonly accuracy: number;
  /** Its accuracy minus that of the cheapest method; undefined for that method itself. */
  readonly gain: PairedDifference | undefined;
}

/** Which method is worth its time. */
export interface Judgement {
  /** The cheapest first. */
  readonly methods: readonly JudgedMethod[];
  /** The method to take. */
  readonly choice: JudgedMethod;
}

/**
 * Judges methods by their answers for the test videos that all have answered: of the cheapest one,
 * and those that are clearly better than it, takes the cheapest that no other of them is clearly
 * better than. A method is clearly better if the whole 95 % interval of its gain is above zero.
 *
 * @throws {RangeError} If there is none, or there is no test video that all have answered with the
 * same seed.
 */
export function judgeMethods(tried: readonly TriedMethod[]): Judgement {
  const sorted = onCommonVideos(tried).toSorted((a, b) => a.seconds - b.seconds);
  const [cheapest] = sorted;
  if (cheapest === undefined) throw new RangeError("Cannot judge methods as one must be tried");
  if (cheapest.answers.values().every(({ size }) => size === 0)) {
    throw new RangeError(describeApart(tried));
  }
  const methods = sorted.map((method): JudgedMethod => ({
    ...method,
    accuracy: accuracyOf(method.answers),
    gain: method === cheapest ? undefined : gainOver(cheapest, method),
  }));
  const worth = methods.filter(({ gain }) => gain === undefined || gain.low > 0);
  const choice = worth.find((method) => !worth.some((rival) => isClearlyBetter(rival, method)));
  // No method is clearly better than the one of the highest accuracy, so there is a choice.
  return { methods, choice: choice! };
}

function isClearlyBetter(method: JudgedMethod, rival: JudgedMethod): boolean {
  return method.accuracy > rival.accuracy &&
    gainOver(rival, method).low > 0;
}

function gainOver(rival: TriedMethod, method: TriedMethod): PairedDifference {
  // They have answers in common: those of the same videos with the same seeds.
  return pairedDifference(method.answers, rival.answers)!;
}

/** Says that the methods have no answer in common, and which seeds each has. */
function describeApart(tried: readonly TriedMethod[]): string {
  const finished = tried.map(({ name, answers }) => {
    const seeds = [...answers.keys()];
    return `${seeds.length === 1 ? "seed" : "seeds"} ${seeds.join(", ")} of ${name}`;
  });
  return "Cannot compare methods as all must have answered the same test videos with the same " +
    `seed: finished are ${finished.join("; ")}. The same command trains the runs that are missing.`;
}

/** The methods with their answers for the seeds and videos that all of them have. */
function onCommonVideos(tried: readonly TriedMethod[]): TriedMethod[] {
  const hasAnswer = (seed: number, video: string) =>
    tried.every(({ answers }) => answers.get(seed)?.has(video));
  return tried.map((method) => {
    const answers = new Map(
      method.answers.entries().map(([seed, bySeed]) => {
        const common = bySeed.entries().filter(([video]) => hasAnswer(seed, video));
        return [seed, new Map(common)];
      }),
    );
    return { ...method, answers };
  });
}

function accuracyOf(answers: AnswersBySeed): number {
  const all = [...answers.values()].flatMap((bySeed) => [...bySeed.values()]);
  return all.filter(Boolean).length / all.length;
}

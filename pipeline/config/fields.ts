import * as v from "valibot";
import { didYouMean } from "../../datasets/did_you_mean.ts";
import { isRecord } from "./is_record.ts";

/** Limits of a number field. */
export interface NumberLimits {
  /**
   * Minimum.
   *
   * @default 0
   */
  readonly min?: number;
  /**
   * Whether `min` itself is refused.
   *
   * @default false
   */
  readonly aboveMin?: boolean;
  /**
   * Maximum.
   *
   * @default Infinity
   */
  readonly max?: number;
  /** What happens without the field, for the message: "all labels are used". */
  readonly ifOmitted?: string;
}

/** Schema of a finite number within limits. */
export function number(limits: NumberLimits = {}) {
  return numberWhere(describeNumber("a number", limits), (value) => fits(value, limits));
}

/** Schema of a whole number within limits. */
export function whole(limits: NumberLimits = {}) {
  const { ifOmitted } = limits;
  const hint = ifOmitted === undefined ? "" : `, or omitted so that ${ifOmitted}`;
  return numberWhere(
    describeNumber("a whole number", limits) + hint,
    (value) => Number.isSafeInteger(value) && fits(value, limits),
  );
}

/** Schema of text that is not empty. */
export function text() {
  const message = "must be text and not empty";
  return v.pipe(v.string(message), v.nonEmpty(message));
}

/** Schema of one of some words. */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, `must be one of ${words.join(", ")}`);
}

/** Schema of one of some words, or the path of a module. */
export function wordOrModule(words: readonly string[]) {
  const message = `must be one of ${words.join(", ")}, or the path of a module (./name.ts)`;
  return v.pipe(
    v.string(message),
    v.check((value) => words.includes(value) || /\.[mc]?[jt]s$/.test(value), message),
  );
}

/** Schema of two numbers within limits, the first not above the second. */
export function range(limits: NumberLimits = {}) {
  const message = `must be [lowest, highest], each ${describeNumber("a number", limits)}`;
  const bound = v.pipe(v.number(message), v.check((value) => fits(value, limits), message));
  return v.pipe(
    v.strictTuple([bound, bound], message),
    v.check(([lowest, highest]) => lowest <= highest, message),
  );
}

/** Schema of a number within limits, or of one for each color channel. */
export function perChannel(limits: NumberLimits = {}) {
  const description = describeNumber("a number", limits);
  const message = `must be ${description}, or a list of three`;
  const value = numberWhere(`${description}, or a list of three`, (value) => fits(value, limits));
  const values = v.strictTuple([value, value, value], message);
  return v.lazy((input) => Array.isArray(input) ? values : value);
}

/** Schema of an object with exactly these fields; any other key is refused by name. */
export function section<const Entries extends v.ObjectEntries>(entries: Entries) {
  const fields = fieldsOf(entries);
  // valibot counts a list as an object, so an empty list would pass as an object without fields.
  const refusal = v.never(sectionMessage(entries, null, ""));
  return v.lazy((input) => Array.isArray(input) ? refusal : fields);
}

/** Names that a record of valibot drops in silence. */
const DROPPED_NAMES = ["__proto__", "constructor", "prototype"] as const;

/** Schema of an object whose fields have names of the user's choice. */
export function named<Value extends v.GenericSchema>(value: Value) {
  const message = "must be a name of letters and digits that begins with a small letter";
  const name = v.pipe(v.string(message), v.regex(/^[a-z][A-Za-z0-9]*$/, message));
  const fields = v.record(name, value, "must be an object with a field for each name");
  const refusal = v.never(`must not have a field named ${DROPPED_NAMES.join(" or ")}`);
  return v.lazy((input) => hasDroppedName(input) ? refusal : fields);
}

function hasDroppedName(input: unknown): boolean {
  return isRecord(input) && DROPPED_NAMES.some((name) => Object.hasOwn(input, name));
}

/** Schema behind {@linkcode section}, for where an object schema itself is needed. */
export function fieldsOf<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(
    entries,
    ({ expected, received }) => sectionMessage(entries, expected, received),
  );
}

function sectionMessage(
  entries: v.ObjectEntries,
  expected: string | null,
  received: string,
): string {
  if (expected === "never") {
    const keys = Object.keys(entries);
    // A schema writes the key in quotes.
    const meant = didYouMean(received.replaceAll('"', ""), keys);
    return `is an unknown key: allowed are ${keys.join(", ")}${meant}`;
  }
  if (received === "undefined") return "is missing";
  return `must be an object with the fields ${Object.keys(entries).join(", ")}`;
}

function numberWhere(description: string, accepts: (value: number) => boolean) {
  const message = `must be ${description}`;
  return v.pipe(v.number(message), v.check(accepts, message));
}

function fits(value: number, { min = 0, aboveMin = false, max = Infinity }: NumberLimits): boolean {
  return Number.isFinite(value) && (aboveMin ? value > min : value >= min) && value <= max;
}

function describeNumber(noun: string, { min = 0, aboveMin = false, max }: NumberLimits): string {
  if (max === undefined) return `${noun} ${aboveMin ? "above" : "of at least"} ${min}`;
  return `${noun} ${aboveMin ? "above" : "from"} ${min} ${aboveMin ? "and at most" : "to"} ${max}`;
}

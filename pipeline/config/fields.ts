import * as v from "valibot";

/** Limits of a number field. */
export interface NumberLimits {
  /** Smallest value allowed. @default 0 */
  readonly min?: number;
  /** Whether `min` itself is refused. @default false */
  readonly aboveMin?: boolean;
  /** Largest value allowed. @default Infinity */
  readonly max?: number;
}

/** A finite number within limits. */
export function number(limits: NumberLimits = {}) {
  return numberWhere(describeNumber("a number", limits), (value) => fits(value, limits));
}

/** A whole number within limits. */
export function whole(limits: NumberLimits = {}) {
  return numberWhere(
    describeNumber("a whole number", limits),
    (value) => Number.isSafeInteger(value) && fits(value, limits),
  );
}

/** Text that is not empty. */
export function text() {
  const message = "must be text that is not empty";
  return v.pipe(v.string(message), v.nonEmpty(message));
}

/** One of some words. */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, `must be one of ${words.join(", ")}`);
}

/** One of some words, or the path of a module. */
export function wordOrModule(words: readonly string[]) {
  const message = `must be one of ${words.join(", ")}, or the path of a module (./name.ts)`;
  return v.pipe(
    v.string(message),
    v.check((value) => words.includes(value) || /\.[mc]?[jt]s$/.test(value), message),
  );
}

/** Two numbers within limits, the first not above the second. */
export function range(limits: NumberLimits = {}) {
  const message = `must be [lowest, highest], each ${describeNumber("a number", limits)}`;
  const bound = v.pipe(v.number(message), v.check((value) => fits(value, limits), message));
  return v.pipe(
    v.strictTuple([bound, bound], message),
    v.check(([lowest, highest]) => lowest <= highest, message),
  );
}

/** An object with exactly these fields; any other key is refused by name. */
export function section<const Entries extends v.ObjectEntries>(entries: Entries) {
  const fields = fieldsOf(entries);
  // valibot counts a list as an object, and an empty list would pass as one without fields.
  const refusal = v.never(sectionMessage(entries, null, ""));
  return v.lazy((input) => Array.isArray(input) ? refusal : fields);
}

/** The schema below {@linkcode section}, for places that need an object schema itself. */
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
  if (expected === "never") return `unknown key; allowed are ${Object.keys(entries).join(", ")}`;
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

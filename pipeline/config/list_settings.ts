import { isRecord } from "./is_record.ts";
import { configFields } from "./schema.ts";

/** A field of the configuration that holds no other fields. */
export interface Setting {
  /** Dotted path, such as `optimizer.learningRate`. */
  readonly path: string;
  /** What it can be, in words: `a number above 0`. */
  readonly values: string;
  /** Whether it must be in the file or in what it extends. */
  readonly isRequired: boolean;
  /** Its value if omitted; undefined if it then has none. */
  readonly defaultValue: unknown;
}

/** What all schemas have that the fields of a configuration are made of. */
interface FieldSchema {
  readonly type: string;
  readonly message?: unknown;
  /** Of `v.lazy`. */
  readonly getter?: (input: unknown) => FieldSchema;
  /** Of `v.record`: that of each of its values. It may be behind `v.lazy`. */
  readonly value?: FieldSchema;
  /** Of `v.strictObject`. */
  readonly entries?: Readonly<Record<string, FieldSchema>>;
  /** Of `v.optional` and `v.exactOptional`. */
  readonly wrapped?: FieldSchema;
  readonly default?: unknown;
  /** Of `v.variant`: one for each kind. Words of `v.picklist`. */
  readonly options?: readonly unknown[];
  /** Of `v.literal`. */
  readonly literal?: unknown;
  /** Of `v.pipe`: the schema, then what checks its values. */
  readonly pipe?: readonly FieldSchema[];
}

/** What a field is besides its values. */
interface FieldState {
  readonly isRequired: boolean;
  readonly defaultValue?: unknown;
}

/** A schema of named fields. */
interface SectionSchema extends FieldSchema {
  readonly entries: Readonly<Record<string, FieldSchema>>;
}

/** Lists the settings of a configuration, in the order of the schema. */
export function listSettings(): Setting[] {
  return [...settingsOf(configFields, "", REQUIRED)];
}

/**
 * Lists the settings of the networks that are given as data, by their `kind`; the paths count from
 * `primary` or `auxiliary`.
 */
export function listNetworkSettings(): ReadonlyMap<string, readonly Setting[]> {
  const kinds = sectionOf(configFields)?.entries.primary?.getter?.({}).options ?? [];
  const sections = kinds.filter(isSchema).map(sectionOf).filter((section) => section !== undefined);
  return new Map(sections.map(({ entries: { kind, ...entries } }) => {
    const settings = Object.entries(entries)
      .flatMap(([key, schema]) => [...settingsOf(schema, key, REQUIRED)]);
    return [String(kind?.literal), settings];
  }));
}

const REQUIRED: FieldState = { isRequired: true };

function* settingsOf(schema: FieldSchema, path: string, state: FieldState): Generator<Setting> {
  if (schema.wrapped !== undefined) {
    yield* settingsOf(schema.wrapped, path, { isRequired: false, defaultValue: schema.default });
    return;
  }
  const named = schema.value ?? schema.getter?.({}).value;
  if (named !== undefined) {
    yield* settingsOf(named, `${path}.NAME`, state);
    return;
  }
  const section = sectionOf(schema);
  if (section === undefined) {
    yield { path, values: valuesOf(schema), defaultValue: undefined, ...state };
    return;
  }
  for (const [key, field] of Object.entries(section.entries)) {
    yield* settingsOf(field, path === "" ? key : `${path}.${key}`, REQUIRED);
  }
}

function isSchema(value: unknown): value is FieldSchema {
  return isRecord(value) && typeof value.type === "string";
}

/** The schema of the fields in a field; undefined if it holds a value. */
function sectionOf(schema: FieldSchema): SectionSchema | undefined {
  const { entries, getter } = schema;
  if (entries !== undefined) return { ...schema, entries };
  return getter === undefined ? undefined : sectionOf(getter({}));
}

/** The values of a field in words: what the messages about other values say that it must be. */
function valuesOf(schema: FieldSchema): string {
  const [noun, ...conditions] = new Set(messagesOf(schema));
  const words = [noun, ...conditions.map((condition) => `, ${condition}`)].join("");
  return words.replaceAll(/\bmust be /g, "");
}

function messagesOf({ pipe, getter, message }: FieldSchema): string[] {
  if (pipe !== undefined) return pipe.flatMap(messagesOf);
  if (getter !== undefined) return messagesOf(getter(""));
  return typeof message === "string" ? [message] : [];
}

import { applyOverrides } from "../config/config.ts";
import type { ProposedField } from "./propose_fields.ts";

/** What {@linkcode formatConfig} writes. */
export interface ProposedConfig {
  /** What the videos are, in one line each. */
  readonly about: readonly string[];
  /** The preset that is extended. */
  readonly preset: string;
  /** Fields that follow from the videos, and those that the user gave. */
  readonly fields: readonly ProposedField[];
  /** The command that trains with the configuration. */
  readonly command: string;
}

/** Formats a configuration with comments, as a file for `--config`. */
export function formatConfig(proposed: ProposedConfig): string {
  const { about, preset, fields, command } = proposed;
  const members = fields.map(({ path, ...field }) => ({ ...field, keys: path.split(".") }));
  return [
    ...about.map((line) => `// ${line}`),
    "//",
    `// Train: ${command}`,
    "// All settings with their defaults: deno task help settings",
    "{",
    [
      `  // What is not set here is as in this preset.\n  "extends": ${JSON.stringify(preset)}`,
      ...formatMembers(members, "  "),
    ].join(",\n"),
    "}",
    "",
  ].join("\n");
}

/** A field within a section. */
interface Member extends Pick<ProposedField, "value" | "why"> {
  /** The keys that lead to it. */
  readonly keys: readonly string[];
}

/** Formats the fields of a section, those of its own sections within them. */
function formatMembers(members: readonly Member[], indent: string): string[] {
  const groups = Map.groupBy(members, ({ keys }) => keys[0]!);
  return Array.from(groups, ([key, group]) => formatMember(key, group, indent));
}

function formatMember(key: string, group: readonly Member[], indent: string): string {
  const name = `${indent}${JSON.stringify(key)}`;
  const whole = group.findLast(({ keys }) => keys.length === 1);
  if (whole === undefined) {
    const inner = group.map(({ keys, ...member }) => ({ ...member, keys: keys.slice(1) }));
    return `${name}: {\n${formatMembers(inner, `${indent}  `).join(",\n")}\n${indent}}`;
  }
  // One that is set several times has the value that the last one leaves.
  const overrides = group.map(({ keys, value }) => ({ path: keys.join("."), value }));
  const { [key]: value } = applyOverrides({}, overrides) as Readonly<Record<string, unknown>>;
  return `${indent}// ${whole.why}\n${name}: ${JSON.stringify(value)}`;
}

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
  const sections = Map.groupBy(fields, ({ path }) => path.split(".")[0]!);
  const entries = [...sections].map(([section, members]) => {
    const lines = members.flatMap(({ path, value, why }, index) => [
      `    // ${why}`,
      `    ${JSON.stringify(path.slice(section.length + 1))}: ${JSON.stringify(value)}` +
      (index < members.length - 1 ? "," : ""),
    ]);
    return `  ${JSON.stringify(section)}: {\n${lines.join("\n")}\n  }`;
  });
  return [
    ...about.map((line) => `// ${line}`),
    "//",
    `// Train: ${command}`,
    "// All settings with their defaults: deno task help settings",
    "{",
    [
      `  // What is not set here is as in this preset.\n  "extends": ${JSON.stringify(preset)}`,
      ...entries,
    ].join(",\n"),
    "}",
    "",
  ].join("\n");
}

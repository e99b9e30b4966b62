import {
  listNetworkSettings,
  listSettings,
  type Setting,
} from "../../pipeline/config/list_settings.ts";
import { ROOT } from "../_sources.ts";

/** Path of the page, relative to the root. */
export const SETTINGS_PAGE = "docs/settings.md";

/** Files whose interfaces describe the settings. */
const SOURCES = [
  "pipeline/config/config_type.ts",
  "pipeline/config/data_config.ts",
  "pipeline/config/input_config.ts",
  "pipeline/config/learning_config.ts",
  "pipeline/config/views_config.ts",
  "models/networks/resnet_stages.ts",
  "models/networks/slow_resnet_config.ts",
  "models/networks/slowfast_resnet_config.ts",
  "models/networks/r3d_resnet_config.ts",
  "models/networks/tsm_resnet_config.ts",
  "models/networks/timesformer_config.ts",
];

/** Interfaces of the networks that are given as data, by their `kind`. */
const NETWORKS: Readonly<Record<string, string>> = {
  "slow-resnet": "SlowResNetConfig",
  "slowfast-resnet": "SlowFastConfig",
  "r3d-resnet": "R3dConfig",
  "tsm-resnet": "TsmConfig",
  "timesformer": "TimeSformerConfig",
};

const INTRODUCTION = `# Settings

Every setting of a configuration, as \`--config FILE\` has it in nested objects and
\`--set path=value\` sets it: \`--set optimizer.learningRate=0.1\`. Unknown names are refused. In
brackets: what a setting can be, and its value if omitted. Presets set some of these:
\`deno task help presets\`.

This page is written by \`deno task docs:settings\` from the types and the schema in
[pipeline/config/](../pipeline/config/).
`;

/** What \`deno doc --json\` writes of an interface, as far as it is used here. */
interface InterfaceDoc {
  readonly jsDoc?: JsDoc;
  readonly def: {
    readonly properties?: readonly PropertyDoc[];
    /** The interfaces that it extends. */
    readonly extends?: readonly { readonly repr: string }[];
  };
}

interface PropertyDoc {
  readonly name: string;
  readonly jsDoc?: JsDoc;
  /** Names the interface of a section, perhaps in `Partial`. */
  readonly tsType?: unknown;
}

interface JsDoc {
  readonly doc?: string;
}

interface DocOutput {
  readonly nodes: Readonly<
    Record<string, {
      readonly symbols: readonly {
        readonly name: string;
        readonly declarations: readonly ({ readonly kind: string } & InterfaceDoc)[];
      }[];
    }>
  >;
}

type Interfaces = ReadonlyMap<string, InterfaceDoc>;

/** Writes the page of all settings, as `deno fmt` formats it. */
export async function settingsPage(): Promise<string> {
  const interfaces = await readInterfaces();
  const settings = Map.groupBy(listSettings(), ({ path }) => {
    return path.includes(".") ? path.slice(0, path.indexOf(".")) : "";
  });
  const sections = [...settings].map(([section, members]) => {
    const items = members.map((setting) => {
      return describe(setting, descriptionOf(interfaces, "Config", setting.path));
    });
    const { heading, text } = headingOf(interfaces, section);
    return `## ${heading}\n\n${text}\n\n${items.join("\n")}\n`;
  });
  const networks = [...listNetworkSettings()].map(([kind, members]) => {
    const items = members.map((setting) => {
      return describe(setting, descriptionOf(interfaces, NETWORKS[kind] ?? "", setting.path));
    });
    return `## A network with "kind": "${kind}"\n\nAs \`primary\` or \`auxiliary\`.\n\n${
      items.join("\n")
    }\n`;
  });
  return await format([INTRODUCTION, ...sections, ...networks].join("\n"));
}

function headingOf(interfaces: Interfaces, section: string): { heading: string; text: string } {
  if (section === "") return { heading: "The whole run", text: "" };
  const property = propertyOf(interfaces, "Config", section);
  const text = oneLine(property?.jsDoc?.doc ?? "");
  return { heading: section, text };
}

/** An item of the list of a section. */
function describe({ path, values, isRequired, defaultValue }: Setting, words: string): string {
  const omitted = defaultValue === undefined
    ? (isRequired ? "required" : "may be omitted")
    : `default ${JSON.stringify(defaultValue, (_, value) => shorten(value))}`;
  return `- \`${path}\` (${values}; ${omitted}): ${words}`;
}

function shorten(value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(4)) : value;
}

/**
 * Returns what the source says about a setting.
 *
 * @throws {Error} If it says nothing.
 */
function descriptionOf(interfaces: Interfaces, root: string, path: string): string {
  let name = root;
  let words: string | undefined;
  for (const key of path.split(".")) {
    // A name of the user's choice: what the record says is about its values.
    if (key === "NAME") continue;
    const property = propertyOf(interfaces, name, key);
    words = property?.jsDoc?.doc;
    name = interfaceOf(property, interfaces) ?? "";
  }
  if (words === undefined) throw new Error(`No interface describes the setting ${path} of ${root}`);
  return oneLine(words);
}

/** The name of the first of our interfaces in the type of a property. */
function interfaceOf(
  property: PropertyDoc | undefined,
  interfaces: Interfaces,
): string | undefined {
  const type = JSON.stringify(property?.tsType ?? null);
  const names = Array.from(type.matchAll(/"typeName":"(\w+)"/g), ([, name = ""]) => name);
  return names.find((name) => interfaces.has(name));
}

function propertyOf(interfaces: Interfaces, name: string, key: string): PropertyDoc | undefined {
  const { properties = [], extends: parents = [] } = interfaces.get(name)?.def ?? {};
  return properties.find((property) => property.name === key) ??
    parents.map(({ repr }) => propertyOf(interfaces, repr, key)).find(Boolean);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

async function readInterfaces(): Promise<Interfaces> {
  const output = await runDeno(["doc", "--json", ...SOURCES], "");
  const { nodes }: DocOutput = JSON.parse(output);
  const symbols = Object.values(nodes).flatMap((module) => module.symbols);
  return new Map(symbols.flatMap(({ name, declarations }) => {
    const found = declarations.find(({ kind }) => kind === "interface");
    return found === undefined ? [] : [[name, found] as const];
  }));
}

function format(page: string): Promise<string> {
  return runDeno(["fmt", "--ext=md", "-"], page);
}

async function runDeno(words: readonly string[], input: string): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...words],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  });
  const child = command.spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error(`deno ${words.join(" ")} failed`);
  return new TextDecoder().decode(stdout);
}

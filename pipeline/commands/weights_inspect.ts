import { createModel } from "../../models/networks/create_model.ts";
import type { TensorFile } from "../../models/safetensors/mod.ts";
import { openWeights } from "../../models/weights/open_weights.ts";
import { recognizeNetwork } from "../../models/weights/recognize_network.ts";
import type { RecognizedNetwork } from "../../models/weights/recognized_network.ts";
import { UnknownNetworkError } from "../../models/weights/unknown_network_error.ts";
import { countParameters } from "../networks/count_parameters.ts";
import { presetsWith } from "../start/presets_with.ts";
import { formatCount } from "../terminal/format_count.ts";
import { printText } from "../terminal/print_text.ts";
import { plainLine } from "../../runtime/text/plain_line.ts";

/** Options of `deno task weights inspect`. */
export interface WeightsInspectCommandOptions {
  /** File, index or folder. */
  readonly path: string;
  /** Entry of a PyTorch checkpoint. */
  readonly entry?: string | undefined;
}

/** Classes that are named. */
const CLASSES_SHOWN = 5;

/** Presets that are named for each network of a pair. */
const PRESETS_SHOWN = 3;

/** Characters of a metadata value that are shown. */
const VALUE_LENGTH = 60;

/** Metadata that is shown; a configuration may have hundreds of fields. */
const VALUES_SHOWN = 12;

/** Metadata that is shown in other lines. */
const OWN_METADATA: readonly string[] = ["network", "classes", "clip", "normalization"];

/** Prints what a file of weights holds, and returns the exit code. */
export async function weightsInspectCommand(
  { path, entry }: WeightsInspectCommandOptions,
): Promise<number> {
  using file = await openWeights(path, { entry });
  printText(formatRows(await rowsOf(file)));
  return 0;
}

/** Title and content of a line; a line that continues another has no title. */
type Row = readonly [title: string, content: string];

async function rowsOf(file: TensorFile): Promise<Row[]> {
  const rows: Row[] = [["File", file.path], ...await networkRows(file)];
  const types = Map.groupBy(file.tensors.values(), ({ dtype }) => dtype);
  const counts = [...types].map(([dtype, tensors]) => `${tensors.length} ${dtype}`);
  rows.push(["Tensors", `${file.tensors.size}: ${counts.join(", ")}`]);
  return [...rows, ...metadataRows(file.metadata)];
}

async function networkRows(file: TensorFile): Promise<Row[]> {
  try {
    const recognized = await recognizeNetwork(file);
    return describe(recognized);
  } catch (error) {
    if (!(error instanceof UnknownNetworkError)) throw error;
    return [["Network", error.reason]];
  }
}

async function describe(recognized: RecognizedNetwork): Promise<Row[]> {
  const { title, source, fromImages, notes, config, classes } = recognized;
  const model = createModel({ ...config, classes: classes ?? 0 });
  const origin = fromImages
    ? `${source}, a network for images, which becomes one for clips`
    : source;
  return [
    ["Network", `${title}, ${formatCount(countParameters(model))} parameters`],
    ["Named by", origin],
    ["Classes", describeClasses(recognized)],
    ["Clips", describeClip(recognized)],
    ["Pixels", describeNormalization(recognized)],
    ...notes.map((note): Row => ["", note]),
    ...(await presetRows(recognized)),
  ];
}

function describeClasses({ classes, classNames }: RecognizedNetwork): string {
  if (classes === undefined) return "none: the file has no classifier";
  if (classNames === undefined) return `${classes}, without names`;
  const more = classes > CLASSES_SHOWN ? ", …" : "";
  return `${classes}: ${classNames.slice(0, CLASSES_SHOWN).join(", ")}${more}`;
}

function describeClip({ clip }: RecognizedNetwork): string {
  const { frames, stride, size, modality } = clip;
  const parts = [
    frames === undefined ? undefined : `${frames} frames`,
    stride === undefined ? undefined : `stride ${stride}`,
    size === undefined ? undefined : `${size} × ${size} pixels`,
    modality,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "not known" : parts.join(", ");
}

function describeNormalization({ normalization }: RecognizedNetwork): string {
  if (normalization === undefined) return "normalization not known";
  const { mean, std } = normalization;
  return `mean ${mean.join(", ")}; deviation ${std.join(", ")}`;
}

async function presetRows({ config }: RecognizedNetwork): Promise<Row[]> {
  const { primary, auxiliary } = await presetsWith(config);
  const rows: Row[] = [];
  if (primary.length > 0) rows.push(["Primary of", list(primary, PRESETS_SHOWN)]);
  if (auxiliary.length > 0) rows.push(["Auxiliary of", list(auxiliary, PRESETS_SHOWN)]);
  return rows.length > 0 ? rows : [["Presets", "none has this network"]];
}

function list(names: readonly string[], shown: number): string {
  const others = names.length - shown;
  return names.slice(0, shown).join(", ") + (others > 0 ? ` and ${others} more presets` : "");
}

function metadataRows(metadata: TensorFile["metadata"]): Row[] {
  const entries = Object.entries(metadata).filter(([key]) => !OWN_METADATA.includes(key));
  const rows = entries.slice(0, VALUES_SHOWN).map(([key, value], index): Row => {
    const line = value.replaceAll(/\s+/g, " ");
    const shown = line.length > VALUE_LENGTH ? `${line.slice(0, VALUE_LENGTH)}…` : line;
    return [index === 0 ? "Also says" : "", `${key}: ${shown}`];
  });
  const others = entries.length - rows.length;
  return others > 0 ? [...rows, ["", `and ${others} more`]] : rows;
}

function formatRows(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([title]) => title.length)) + 2;
  return rows.map(([title, content]) => plainLine(title.padEnd(width) + content)).join("\n");
}

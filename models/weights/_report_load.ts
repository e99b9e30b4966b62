import { basename } from "node:path";
import { classifierOf } from "../networks/_classifier.ts";
import type { Model } from "../networks/model.ts";
import { isOfProjection } from "../networks/is_of_projection.ts";
import type { TensorFile } from "../safetensors/mod.ts";
import { describeNetwork } from "./describe_network.ts";
import type { TensorMatch } from "./_match_tensors.ts";
import type { LoadReport } from "./load_report.ts";

/** Ignored tensors that a summary names. */
const NAMES_SHOWN = 3;

/** Returns the report of a model's loading. */
export function reportLoad(file: TensorFile, model: Model, match: TensorMatch): LoadReport {
  const freshClassifier = match.fresh.includes(classifierOf(model)[0]);
  const report = {
    path: file.path,
    title: describeNetwork(model.config),
    source: match.source,
    fromImages: match.fromImages,
    loaded: [...match.names.keys()],
    fresh: match.fresh.map(({ name }) => name),
    resized: describeResized(file, model, match),
    ignored: match.ignored,
    fileClasses: match.classifierShape?.[0],
    modelClasses: model.config.classes,
    freshClassifier,
  };
  return { ...report, summary: summarize(report) };
}

/** Describes the embeddings that have another number of rows than the model's. */
function describeResized(
  file: TensorFile,
  { parameters }: Model,
  { names }: TensorMatch,
): string[] {
  return parameters.flatMap(({ name, rows, shape }) => {
    const inFile = names.get(name);
    if (rows === undefined || inFile === undefined) return [];
    const from = file.tensors.get(inFile)!.shape[1];
    return from === shape[1] ? [] : [`${name} is resized from ${from} to ${shape[1]} rows`];
  });
}

function summarize(report: Omit<LoadReport, "summary">): string {
  const { title, source, loaded, fresh, ignored, resized, fromImages } = report;
  const total = loaded.length + fresh.length;
  const origin = fromImages ? `made of an image network of ${source}` : source;
  const parts = [
    `${title} from ${basename(report.path)} (${origin}): ${loaded.length} of ${total} tensors`,
  ];
  if (report.freshClassifier) parts.push(describeClassifier(report));
  if (fromImages && fresh.some((name) => name.includes("temporal_fc"))) {
    parts.push("temporal attention starts as a copy of spatial attention, without effect at first");
  }
  if (fresh.some(isOfProjection)) {
    parts.push("the projection head starts new, as the file has none");
  }
  parts.push(...resized);
  if (ignored.length > 0) parts.push(describeIgnored(ignored));
  return parts.join("; ");
}

function describeClassifier({ fileClasses, modelClasses }: Omit<LoadReport, "summary">): string {
  return fileClasses === undefined
    ? `the classifier starts new for ${modelClasses}, as the file has none`
    : `the classifier (${fileClasses} classes) starts new for ${modelClasses}`;
}

function describeIgnored(ignored: readonly string[]): string {
  const shown = ignored.slice(0, NAMES_SHOWN).join(", ");
  const more = ignored.length > NAMES_SHOWN ? ", …" : "";
  const noun = ignored.length === 1 ? "tensor" : "tensors";
  return `left out ${ignored.length} ${noun} that the network does not have (${shown}${more})`;
}

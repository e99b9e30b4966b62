import type { TensorFile } from "../safetensors/mod.ts";
import type { FileFacts } from "./_file_facts.ts";
import type { OfficialNames } from "./_official_names.ts";
import { r3dOf, slowFastOf, slowResNetOf, tsmOf } from "./_resnet_from_shapes.ts";
import { ANCHORS, type ShapedNetwork, type Shapes } from "./_shapes.ts";
import { timeSformerOf } from "./_timesformer_from_shapes.ts";
import { UnknownNetworkError } from "./unknown_network_error.ts";

/**
 * Derives a network from the shapes of a file's tensors.
 *
 * @throws {UnknownNetworkError} If they are not those of a network here, or the shapes leave open
 * which network they are of.
 */
export function configFromShapes(
  file: TensorFile,
  official: OfficialNames,
  facts: FileFacts,
): ShapedNetwork {
  const { shapes, kind } = findBody(file, official, facts);
  if (facts.network !== undefined) {
    const { classes: _, ...config } = facts.network;
    return { config, classes: facts.network.classes };
  }
  return NETWORKS[kind](shapes);
}

const NETWORKS = {
  "slow-resnet": slowResNetOf,
  "slowfast-resnet": slowFastOf,
  "r3d-resnet": r3dOf,
  "tsm-resnet": tsmOf,
  "timesformer": timeSformerOf,
};

function findBody(file: TensorFile, official: OfficialNames, facts: FileFacts) {
  const bodies = (Object.keys(ANCHORS) as (keyof typeof ANCHORS)[]).flatMap((kind) =>
    [...official.names.keys()]
      .filter((name) => name === ANCHORS[kind] || name.endsWith(`.${ANCHORS[kind]}`))
      .map((name) => ({ kind, prefix: name.slice(0, name.length - ANCHORS[kind].length) }))
  );
  const [body, ...others] = bodies;
  if (body === undefined) {
    const [name] = file.tensors.keys();
    throw new UnknownNetworkError(
      file.path,
      name === undefined
        ? "it has no tensors"
        : `its ${file.tensors.size} tensors have other names (${name}, …)`,
    );
  }
  if (others.length > 0) {
    const prefixes = bodies.map(({ prefix }) => `'${prefix}'`).join(", ");
    throw new UnknownNetworkError(file.path, `it holds ${bodies.length}, under ${prefixes}`);
  }
  const shape = (name: string) => {
    const inFile = official.names.get(name);
    return inFile === undefined ? undefined : file.tensors.get(inFile)?.shape;
  };
  const shapes: Shapes = {
    path: file.path,
    fromImages: official.fromImages,
    facts,
    shape: (name) => shape(body.prefix + name),
    classifier: (name) =>
      partsOf(body.prefix).map((prefix) => shape(prefix + name)).find((found) => found),
  };
  return { shapes, kind: body.kind };
}

/** Returns a prefix and the parts of it, the longest first: "a.b.", "a." and "". */
function partsOf(prefix: string): string[] {
  const ends = [...prefix.matchAll(/\./g)].map(({ index }) => prefix.slice(0, index + 1));
  return [...ends.reverse(), ""];
}

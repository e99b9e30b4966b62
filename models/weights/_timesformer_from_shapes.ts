import type { TimeSformerConfig } from "../networks/timesformer_config.ts";
import { ANCHORS, type ShapedNetwork, type Shapes, unknownNetwork } from "./_shapes.ts";

/** Heads of the published ViTs, by their width. */
const USUAL_HEADS: Readonly<Record<number, number>> = {
  192: 3,
  384: 6,
  768: 12,
  1024: 16,
  1280: 16,
};

/** Frames of a TimeSformer that is made of an image network. */
const FRAMES_FOR_IMAGES = 8;

/** Derives a TimeSformer. */
export function timeSformerOf(shapes: Shapes): ShapedNetwork {
  const [width = 0, channels, patch = 0] = shapes.shape(ANCHORS.timesformer)!;
  const [, tokens = 0] = shapes.shape("pos_embed") ?? [];
  const [hidden = 0] = shapes.shape("blocks.0.mlp.fc1.weight") ?? [];
  const side = Math.sqrt(tokens - 1);
  if (channels !== 3) {
    throw unknownNetwork(shapes, `its patches have ${channels} channels, not red, green, blue`);
  }
  if (!shapes.shape("cls_token")) throw unknownNetwork(shapes, "it is a ViT without a class token");
  if (!Number.isInteger(side)) {
    throw unknownNetwork(
      shapes,
      `its ${tokens} positions are not a class token and a square of patches`,
    );
  }
  if (!shapes.shape("blocks.0.temporal_attn.qkv.weight")) {
    throw unknownNetwork(shapes, "it is a TimeSformer with joint attention over space and time");
  }
  const heads = shapes.facts.heads ?? USUAL_HEADS[width];
  if (heads === undefined) {
    throw unknownNetwork(
      shapes,
      `it is a transformer of width ${width}, of which nothing says how many attention heads it has`,
    );
  }
  const config: Omit<TimeSformerConfig, "classes"> = {
    kind: "timesformer",
    size: side * patch,
    frames: shapes.shape("time_embed")?.[1] ?? FRAMES_FOR_IMAGES,
    patch,
    width,
    depth: countBlocks(shapes),
    heads,
    mlpRatio: hidden / width,
    dropout: 0,
    dropPath: 0.1,
  };
  return { config, classes: shapes.classifier("head.weight")?.[0] };
}

function countBlocks({ shape }: Shapes): number {
  let depth = 0;
  while (shape(`blocks.${depth}.attn.qkv.weight`) !== undefined) depth++;
  return depth;
}

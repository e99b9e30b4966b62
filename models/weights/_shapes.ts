import type { FileFacts } from "./_file_facts.ts";
import type { NetworkWithoutClasses } from "./recognized_network.ts";
import { UnknownNetworkError } from "./unknown_network_error.ts";

/** A network without the number of classes, and that number if there is a classifier. */
export interface ShapedNetwork {
  readonly config: NetworkWithoutClasses;
  readonly classes: number | undefined;
}

/** The tensors of one network by their official names without prefix, as shapes. */
export interface Shapes {
  readonly path: string;
  readonly fromImages: boolean;
  readonly facts: FileFacts;
  /** Returns the shape of a tensor of the body; undefined if there is none. */
  shape(name: string): readonly number[] | undefined;
  /** Returns the shape of the classifier's weight, which may be outside of the body's prefix. */
  classifier(name: string): readonly number[] | undefined;
}

/** The tensor that every network of a kind has once. */
export const ANCHORS = {
  "slow-resnet": "blocks.0.conv.weight",
  "slowfast-resnet": "blocks.0.multipathway_blocks.0.conv.weight",
  "r3d-resnet": "backbone.layer1.0.conv1.conv.weight",
  "tsm-resnet": "base_model.layer1.0.conv1.net.weight",
  "timesformer": "patch_embed.proj.weight",
} as const;

/** Returns the error that says why a network is not known. */
export function unknownNetwork({ path }: Shapes, reason: string): UnknownNetworkError {
  return new UnknownNetworkError(path, reason);
}

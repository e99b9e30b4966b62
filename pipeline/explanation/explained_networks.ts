import { featureGrid, type Model } from "../../models/mod.ts";
import { networksOf, type PerNetwork } from "../../operators/mod.ts";
import { METHOD_NAMES } from "./relevance_of.ts";

/** A network, and how it is explained. */
export interface ExplainedNetwork {
  readonly network: keyof PerNetwork<unknown>;
  /** What kind of network it is. */
  readonly kind: string;
  /** Name of the method. */
  readonly method: string;
  /** Number of rows, and of columns, of the cells that the method tells apart in a frame. */
  readonly side: number;
}

const KINDS = {
  "slow-resnet": "3D ResNet",
  "slowfast-resnet": "SlowFast",
  "r3d-resnet": "R3D",
  "tsm-resnet": "TSM",
  "timesformer": "TimeSformer",
} as const satisfies Readonly<Record<Model["config"]["kind"], string>>;

/**
 * Returns how networks are explained, the primary one first.
 *
 * @throws {TypeError} If one of them is a SlowFast network, which has no single map.
 * @param size Side of the square that they see, in pixels.
 */
export function explainedNetworks(networks: PerNetwork<Model>, size: number): ExplainedNetwork[] {
  return networksOf(networks).map((network) => {
    const { config } = networks[network]!;
    if (config.kind === "slowfast-resnet") {
      throw new TypeError(
        `Cannot explain the ${network} network as it must be a ResNet of one pathway or a ` +
          "TimeSformer: it is a SlowFast network",
      );
    }
    return {
      network,
      kind: KINDS[config.kind],
      method: METHOD_NAMES[config.kind],
      side: Math.ceil(size / featureGrid(config).pitch),
    };
  });
}

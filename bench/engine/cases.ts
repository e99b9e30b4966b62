import { type ModelConfig, NAMED_CONFIGS } from "../../models/mod.ts";
import { loadConfig } from "../../pipeline/config/config.ts";
import { createNetworks } from "../../pipeline/networks/create_networks.ts";

/**
 * How PyTorch runs a step: as written, with the ResNet in channels_last_3d, or with torch.compile
 * on top of that. We are compared with the fastest of each precision.
 */
export const VARIANTS = ["eager", "channels_last", "compile"] as const;

/** One of {@linkcode VARIANTS}. */
export type Variant = typeof VARIANTS[number];

/** A pass that both engines take: what `case.json` holds. */
export interface EngineCase {
  /** What is measured, for people. */
  readonly title: string;
  /**
   * A step of training, the answers of the primary network to the labeled videos, or its test by
   * videos: from their files to their probabilities.
   */
  readonly pass: "training" | "inference" | "evaluation";
  /** The networks with neither dropout nor drop-path, so that both engines compute the same. */
  readonly networks: { readonly primary: ModelConfig; readonly auxiliary?: ModelConfig };
  /** Frames of the clips of either network. */
  readonly frames: { readonly primary: number; readonly auxiliary?: number };
  /** Height and width of the clips in pixels. */
  readonly size: number;
  /** Labeled videos of a step, views of inference, three of each clip, or videos of a test. */
  readonly labeled: number;
  /** Unlabeled videos of a step; 0 for supervised training. */
  readonly unlabeled: number;
  /** Timed steps of each side. */
  readonly rounds: number;
  /** How PyTorch runs it; empty to run ours alone. */
  readonly variants: readonly Variant[];
}

/** Classes of UCF-101. */
const CLASSES = 101;

const SLOW_R50: ModelConfig = { ...NAMED_CONFIGS.slow_r50, classes: CLASSES, dropout: 0 };

function timeSformer(size: number): ModelConfig {
  return { ...NAMED_CONFIGS.timesformer_vit_s, classes: CLASSES, size, dropPath: 0 };
}

/** The whole method on the paper's pair of networks. */
function paperPair(size: number): Omit<EngineCase, "rounds" | "variants"> {
  return {
    title: `ActNetFormer, R50 + TimeSformer-S, 8×${size}×${size}, 1 + 5 videos`,
    pass: "training",
    networks: { primary: SLOW_R50, auxiliary: timeSformer(size) },
    frames: { primary: 8, auxiliary: 8 },
    size,
    labeled: 1,
    unlabeled: 5,
  };
}

/** Supervised training of one network on two clips. */
function singleNetwork(title: string, network: ModelConfig): EngineCase {
  return {
    title,
    pass: "training",
    networks: { primary: network },
    frames: { primary: 8 },
    size: 112,
    labeled: 2,
    unlabeled: 0,
    rounds: 7,
    variants: VARIANTS,
  };
}

/** What the ResNet of the paper says about its views. */
function answersOfR50(title: string): Omit<EngineCase, "pass" | "labeled"> {
  return {
    title,
    networks: { primary: SLOW_R50 },
    frames: { primary: 8 },
    size: 224,
    unlabeled: 0,
    rounds: 3,
    // Without eager, which takes twice as long.
    variants: ["channels_last", "compile"],
  };
}

/** The whole method on the pair of the built-in preset. */
async function builtInPair(): Promise<EngineCase> {
  const { config } = await loadConfig("motion_small");
  const { primary, auxiliary } = createNetworks(config, { dual: true, classes: 8 });
  const { labeledPerStep, unlabeledPerLabeled } = config.schedule;
  return {
    title: "ActNetFormer, built-in small pair, 32×32, 4 + 20 videos",
    pass: "training",
    networks: { primary: primary.config, auxiliary: auxiliary!.config },
    frames: { primary: config.clip.primary.frames, auxiliary: config.clip.auxiliary.frames },
    size: config.clip.size,
    labeled: labeledPerStep,
    unlabeled: labeledPerStep * unlabeledPerLabeled,
    rounds: 41,
    variants: VARIANTS,
  };
}

/** Returns the cases of the bench by the letter of their row. */
export async function engineCases(): Promise<Readonly<Record<string, EngineCase>>> {
  return {
    a: singleNetwork("Slow-only R50, 8×112×112, batch 2", SLOW_R50),
    b: singleNetwork("TimeSformer-S, 8×112×112, batch 2", timeSformer(112)),
    c: {
      ...paperPair(112),
      rounds: 3,
      // Without eager: four processes of up to 6 GiB each would measure the lack of memory, not
      // speed.
      variants: ["channels_last", "compile"],
    },
    d: await builtInPair(),
    e: {
      ...paperPair(224),
      rounds: 1,
      // Ours alone: both sides at once would not fit into 24 GiB.
      variants: [],
    },
    f: {
      ...answersOfR50("Inference, Slow-only R50, 15 views of 8×224×224"),
      pass: "inference",
      labeled: 15,
    },
    g: {
      ...answersOfR50("Test of 3 videos from their files, Slow-only R50, 5×3 views of 8×224×224"),
      pass: "evaluation",
      labeled: 3,
    },
  };
}

/** Returns the cases for GPUs: the paper's clips, as many as keep a GPU busy. */
export function gpuCases(): Readonly<Record<string, EngineCase>> {
  const size = 224;
  const single = {
    pass: "training",
    labeled: 8,
    unlabeled: 0,
    size,
    frames: { primary: 8 },
  } as const;
  return {
    a: {
      title: "Slow-only R50, 8×224×224, batch 8",
      networks: { primary: SLOW_R50 },
      ...single,
      rounds: 15,
      variants: ["channels_last", "compile"],
    },
    b: {
      title: "TimeSformer-S, 8×224×224, batch 8",
      networks: { primary: timeSformer(size) },
      ...single,
      rounds: 15,
      variants: ["eager", "compile"],
    },
    c: {
      ...paperPair(size),
      title: "ActNetFormer, R50 + TimeSformer-S, 8×224×224, 2 + 10 videos",
      labeled: 2,
      unlabeled: 10,
      rounds: 9,
      variants: ["channels_last", "compile"],
    },
  };
}

/**
 * Returns the views of a case's clips, in their order in the one pass of a network; none if they are
 * made of videos.
 */
export function viewsOf(
  { pass, unlabeled }: EngineCase,
): readonly ("labeled" | "weak" | "strong")[] {
  if (pass === "evaluation") return [];
  return unlabeled === 0 ? ["labeled"] : ["labeled", "weak", "strong"];
}

/** One network of a case. */
export interface CaseNetwork {
  readonly network: "primary" | "auxiliary";
  readonly config: ModelConfig;
  /** Frames of its clips. */
  readonly frames: number;
}

/** Returns the networks of a case. */
export function networksOf({ networks, frames }: EngineCase): CaseNetwork[] {
  const primary: CaseNetwork = {
    network: "primary",
    config: networks.primary,
    frames: frames.primary,
  };
  if (networks.auxiliary === undefined || frames.auxiliary === undefined) return [primary];
  const auxiliary: CaseNetwork = {
    network: "auxiliary",
    config: networks.auxiliary,
    frames: frames.auxiliary,
  };
  return [primary, auxiliary];
}

/**
 * Training settings of both engines; every pseudo-label passes, so that all terms of the loss
 * count.
 */
export const TRAINING = {
  learningRate: 0.01,
  momentum: 0.9,
  weightDecay: 1e-3,
  maxGradientNorm: 40,
  threshold: 0,
  gamma: 2,
  beta: 2,
  temperature: 0.5,
} as const;

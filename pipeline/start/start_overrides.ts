import { describeNetwork, type PixelNormalization } from "../../models/mod.ts";
import { isRecord } from "../config/is_record.ts";
import type { Override } from "../config/parse_override.ts";
import type { NetworkRole, Start, StartWeights } from "./find_start.ts";
import { isNetwork, networkChoice } from "./network_choice.ts";

/** What follows from the weights that a run starts from. */
export interface StartConsequences {
  /** Fields of the configuration. */
  readonly overrides: readonly Override[];
  /** A line for people about each that could be unexpected. */
  readonly notes: readonly string[];
}

/** Options of {@linkcode startOverrides}. */
export interface StartOverridesOptions {
  /** The configuration as written. */
  readonly raw: unknown;
  /** Whether the user chose the configuration: it then decides the clips and the method. */
  readonly isChosen: boolean;
  /** Fields set on the command line, which win. */
  readonly overrides: readonly Override[];
}

const ROLES = ["primary", "auxiliary"] as const;

/**
 * Returns what follows from the weights that a run starts from: the networks, the normalization of
 * pixels, and, unless the user or a run decides them, the clips of files of this program and a
 * method for a single network if only the primary one has weights.
 */
export function startOverrides(start: Start, options: StartOverridesOptions): StartConsequences {
  const parts = ROLES.flatMap((role) => {
    const weights = start[role];
    return weights === undefined ? [] : [weightsOf(role, weights, options)];
  });
  const isFree = start.parent === undefined && !options.isChosen;
  const freeParts = isFree ? [clipsOf(start), methodOf(start, options)] : [];
  const all = [...parts, normalizationOf(start, options.raw), ...freeParts];
  return {
    overrides: all.flatMap(({ overrides }) => overrides),
    notes: all.flatMap(({ notes }) => notes),
  };
}

function weightsOf(
  role: NetworkRole,
  { path, recognized }: StartWeights,
  { raw }: StartOverridesOptions,
): StartConsequences {
  const configured = isRecord(raw) ? raw[role] : undefined;
  const { title, notes } = recognized;
  const isConfigured = isNetwork(configured, recognized);
  const choice = networkChoice(recognized, configured);
  const line = `The ${role} network is a ${title}, as in ${path}`;
  return {
    overrides: [{ path: role, value: choice }, { path: `weights.${role}`, value: path }],
    notes: [
      ...isConfigured ? [] : [line],
      // The normalization has a line of its own.
      ...notes.filter((note) => !note.startsWith("pixels normalized")),
    ],
  };
}

/**
 * The normalization of the primary network's weights for both networks, unless the auxiliary's need
 * another one. Weights that do not say theirs keep what is configured for their network.
 */
function normalizationOf(start: Start, raw: unknown): StartConsequences {
  const clip = isRecord(raw) && isRecord(raw.clip) ? raw.clip : {};
  const notes: string[] = [];
  const neededBy = (role: NetworkRole) => {
    const weights = start[role];
    if (weights === undefined) return undefined;
    const known = fieldsOf(weights.recognized.normalization);
    if (known !== undefined) return known;
    const { mean, std } = configuredFor(role, clip);
    notes.push(
      `${weights.path} does not say how pixels were normalized: taken to be by mean ${mean} and ` +
        `deviation ${std} (clip.normalization)`,
    );
    return { mean, std };
  };
  const primaryPixels = neededBy("primary");
  const auxiliaryPixels = neededBy("auxiliary");
  const shared = primaryPixels ?? configuredFor(undefined, clip);
  const overrides: Override[] = [{ path: "clip.normalization", value: shared }];
  // One of its own in the configuration would win.
  if (primaryPixels !== undefined && hasOwn("primary", clip)) {
    overrides.push({ path: "clip.primary.normalization", value: undefined });
  }
  notes.push(describe("Pixels", shared));
  if (auxiliaryPixels !== undefined && JSON.stringify(auxiliaryPixels) !== JSON.stringify(shared)) {
    overrides.push({ path: "clip.auxiliary.normalization", value: auxiliaryPixels });
    notes.push(describe("Pixels of the auxiliary network", auxiliaryPixels));
  } else {
    overrides.push({ path: "clip.auxiliary.normalization", value: undefined });
  }
  return { overrides, notes };
}

/** The normalization that is configured for a network, or for both if none is given. */
function configuredFor(
  role: NetworkRole | undefined,
  clip: Readonly<Record<string, unknown>>,
): { readonly mean: unknown; readonly std: unknown } {
  const part = role === undefined ? undefined : clip[role];
  const own = isRecord(part) ? part.normalization : undefined;
  const chosen = own ?? clip.normalization;
  const { mean = 0.45, std = 0.225 } = isRecord(chosen) ? chosen : {};
  return { mean, std };
}

/** Whether a network has a normalization of its own in the configuration. */
function hasOwn(role: NetworkRole, clip: Readonly<Record<string, unknown>>): boolean {
  const part = clip[role];
  return isRecord(part) && part.normalization !== undefined;
}

/** The normalization as a configuration has it: one number if the channels are equal. */
function fieldsOf(normalization: PixelNormalization | undefined) {
  if (normalization === undefined) return undefined;
  const merged = ([red, green, blue]: readonly [number, number, number]) =>
    red === green && green === blue ? red : [red, green, blue];
  return { mean: merged(normalization.mean), std: merged(normalization.std) };
}

function describe(pixels: string, { mean, std }: { mean: unknown; std: unknown }): string {
  return `${pixels} are normalized by mean ${mean} and deviation ${std}, as for the weights`;
}

/** Shares of the clip's size between the decoded frame and the crop: 256 to 224 pixels. */
const DECODED_SHARE = 256 / 224;

/** The clips that a network of this program was trained on. */
function clipsOf(start: Start): StartConsequences {
  const overrides: Override[] = [];
  const notes: string[] = [];
  for (const role of ROLES) {
    const weights = start[role];
    if (weights?.recognized.source !== "ActNetFormer") continue;
    const { size, frames, stride, modality } = weights.recognized.clip;
    if (size === undefined || frames === undefined || stride === undefined) continue;
    overrides.push(
      { path: "clip.size", value: size },
      { path: "clip.decodeShortSide", value: Math.ceil(size * DECODED_SHARE) },
      { path: `clip.${role}.frames`, value: frames },
      { path: `clip.${role}.stride`, value: stride },
      ...modality === undefined ? [] : [{ path: `clip.${role}.modality`, value: modality }],
    );
    notes.push(
      `Clips of the ${role} network as those it was trained on: ${frames} frames, stride ` +
        `${stride}, ${size} pixels` + (modality === undefined ? "" : `, ${modality}`),
    );
  }
  return { overrides, notes };
}

/** A single network if only one has weights: labels of a fresh one would mislead the other. */
function methodOf(
  { primary, auxiliary }: Start,
  { overrides }: StartOverridesOptions,
): StartConsequences {
  const isGiven = overrides.some(({ path }) => path === "method.name");
  if (isGiven || primary === undefined || auxiliary !== undefined) {
    return { overrides: [], notes: [] };
  }
  const title = describeNetwork(primary.recognized.config);
  return {
    overrides: [{ path: "method.name", value: "fixmatch" }],
    notes: [
      `Method fixmatch, which trains the ${title} alone: give --from-auxiliary FILE to train a ` +
      "pair, or a --method",
    ],
  };
}

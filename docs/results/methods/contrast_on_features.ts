// ActNetFormer with a contrast of features instead of class probabilities: two linear layers, which are trained too,
// lead from each network's pooled features to 128 values; those of a clip are to be similar to the partner's for
// the same clip, and not to the partner's for other clips.
import { pipe } from "rxjs";
import {
  crossContrastiveLoss,
  maskedCrossEntropy,
  NAMED_PROJECTIONS,
  supervisedLoss,
} from "@actnetformer/deno/models";
import {
  confidenceGate,
  dualForward,
  type Forwarded,
  type Gated,
  type LossTerm,
  mergeTerms,
  rowsToContrast,
} from "@actnetformer/deno/operators";
import { type Method, METHODS } from "@actnetformer/deno/pipeline";

type Network = "primary" | "auxiliary";

const HEAD = NAMED_PROJECTIONS.plain;

function labeled(network: Network): LossTerm<Gated> {
  return { of: ({ logits, batch }) => supervisedLoss(logits[network]!.labeled!, batch.labels) };
}

function pseudoLabeled(network: Network): LossTerm<Gated> {
  return {
    of: ({ logits, gate }) => maskedCrossEntropy(logits[network]!.strong!, gate.pseudo[network]!),
    weight: "pseudoLabel",
  };
}

function featuresOf(step: Forwarded, network: Network) {
  return rowsToContrast(step, step.projections[network]!.weak!, network);
}

const contrastOnFeatures: Method = {
  ...METHODS.actnetformer,
  projection: { primary: HEAD, auxiliary: HEAD },
  pipeline: (networks, { threshold, temperature }) =>
    pipe(
      dualForward(networks),
      confidenceGate({ threshold }),
      mergeTerms<Gated>({
        supervisedPrimary: labeled("primary"),
        supervisedAuxiliary: labeled("auxiliary"),
        pseudoPrimary: pseudoLabeled("primary"),
        pseudoAuxiliary: pseudoLabeled("auxiliary"),
        contrast: {
          of: (step) =>
            crossContrastiveLoss(featuresOf(step, "primary"), featuresOf(step, "auxiliary"), {
              temperature,
            }),
          weight: "contrast",
        },
      }),
    ),
};

export default contrastOnFeatures;

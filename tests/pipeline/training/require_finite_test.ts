import assert from "node:assert/strict";
import { requireFinite } from "../../../pipeline/training/require_finite.ts";

const LOSS_TERMS = {
  supervisedPrimary: 1,
  supervisedAuxiliary: 2,
  pseudoPrimary: 0,
  pseudoAuxiliary: 0,
  contrast: 0,
  total: 3,
};

const trained = (
  lossTerms: Partial<typeof LOSS_TERMS>,
  gradientNorm: { primary: number; auxiliary: number },
) => ({
  step: 4,
  result: { loss: 3, lossTerms: { ...LOSS_TERMS, ...lossTerms } },
  gradientNorm,
});

Deno.test("requireFinite() names each loss and each network's gradient that is not finite", () => {
  const remedy = () => "Remedy.";
  assert.doesNotThrow(() => requireFinite(trained({}, { primary: 1, auxiliary: 40 }), remedy));
  const finite = "Cannot continue after step 5 as loss and gradients must be finite: ";
  assert.throws(
    () => requireFinite(trained({ contrast: NaN }, { primary: 1, auxiliary: 1 }), remedy),
    {
      name: "NonFiniteLossError",
      message: `${finite}contrast is NaN. Remedy.`,
    },
  );
  assert.throws(() => requireFinite(trained({}, { primary: 1, auxiliary: Infinity }), remedy), {
    message: `${finite}the auxiliary network's gradient norm is Infinity. Remedy.`,
  });
  assert.throws(() => requireFinite(trained({}, { primary: NaN, auxiliary: 1 }), remedy), {
    message: `${finite}the primary network's gradient norm is NaN. Remedy.`,
  });
});

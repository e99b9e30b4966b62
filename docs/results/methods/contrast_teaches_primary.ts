// ActNetFormer with a contrast that teaches the primary network only: none of its gradient reaches the
// auxiliary one.
import { pipe } from "rxjs";
import { confidenceGate, dualForward, mergeLosses } from "@actnetformer/deno/operators";
import { type Method, METHODS } from "@actnetformer/deno/pipeline";

const contrastTeaches: Method = {
  ...METHODS.actnetformer,
  pipeline: (networks, { threshold, temperature }) =>
    pipe(
      dualForward(networks),
      confidenceGate({ threshold }),
      mergeLosses({ contrast: { temperature, teacher: "auxiliary" } }),
    ),
};

export default contrastTeaches;

// ActNetFormer with a contrast that teaches the auxiliary network only: none of its gradient reaches the
// primary one.
import { pipe } from "rxjs";
import { confidenceGate, dualForward, mergeLosses } from "@actnetformer/deno/operators";
import { type Method, METHODS } from "@actnetformer/deno/pipeline";

const contrastTeaches: Method = {
  ...METHODS.actnetformer,
  pipeline: (networks, { threshold, temperature }) =>
    pipe(
      dualForward(networks),
      confidenceGate({ threshold }),
      mergeLosses({ contrast: { temperature, teacher: "primary" } }),
    ),
};

export default contrastTeaches;

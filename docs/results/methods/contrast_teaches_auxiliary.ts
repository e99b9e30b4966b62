// ActNetFormer with a contrast that teaches the auxiliary network only: none of its gradient reaches the
// primary one.
import { pipe } from "rxjs";
import { confidenceGate, forward, mergeLosses } from "@actnetformer/deno/operators";
import { type Method, METHODS } from "@actnetformer/deno/pipeline";

const contrastTeaches: Method = {
  ...METHODS.actnetformer,
  pipeline: (networks, { threshold, temperature }) =>
    pipe(
      forward(networks),
      confidenceGate({ threshold }),
      mergeLosses({ contrast: { temperature, teacher: "primary" } }),
    ),
};

export default contrastTeaches;

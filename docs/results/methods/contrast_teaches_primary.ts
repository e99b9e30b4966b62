// ActNetFormer with a contrast that teaches the primary network only: none of its gradient reaches the
// auxiliary one.
import { pipe } from "rxjs";
import { confidenceGate, forward, mergeLosses } from "@actnetformer/deno/operators";
import { type Method, METHODS } from "@actnetformer/deno/pipeline";

const contrastTeaches: Method = {
  ...METHODS.actnetformer,
  pipeline: (networks, { threshold, temperature }) =>
    pipe(
      forward(networks),
      confidenceGate({ threshold }),
      mergeLosses({ contrast: { temperature, teacher: "auxiliary" } }),
    ),
};

export default contrastTeaches;

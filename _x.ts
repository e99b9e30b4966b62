import { createModel, NAMED_CONFIGS } from "./models/mod.ts";
for (const n of ["slow_r50","timesformer_vit_s"] as const) { const m = createModel(NAMED_CONFIGS[n]); 
for (const p of m.parameters.slice(0,40)) console.log(p.name, JSON.stringify(p)); console.log(m.parameters.length, m.parameters.at(-1)); console.log(m.statistics.slice(0,3)) }

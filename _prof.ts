import { startTensorFlow, tf, disposeTree, mixedPrecision } from "./runtime/mod.ts";
import { device } from "./runtime/device.ts";
import { engineCases } from "./bench/engine/cases.ts";
import { prepareCase } from "./bench/engine/prepare.ts";
const [rowName, prec] = Deno.args;
await startTensorFlow({threads:2});
const one = (await engineCases())[rowName!]!;
const folder = Deno.makeTempDirSync();
await prepareCase(folder, one, 2);
const { setup } = await import("./bench/engine/ours.ts");
const { step: s0, input } = await setup(folder);
const step:any = prec==="bf16"? mixedPrecision(s0 as any): s0;
const { backend } = device();
const inner: any = backend.binding;
const times = new Map<string,{n:number,t:number}>();
const prof = Object.create(inner);
for (const k of ["createTensor","deleteTensor","tensorDataSync","metadata","reserveId","resolve","getNumOfTensors","isUsingGpuDevice"]) prof[k] = (...a:any[]) => inner[k](...a);
prof.executeOp = (name:string, at:any, ins:number[], outs:number) => {
  const t=performance.now(); const r = inner.executeOp(name, at, ins, outs); const d=performance.now()-t;
  const key = Deno.args[2]==="s" ? name+" "+ins.map(i=>"["+inner.metadata(i).shape+"]").join("") : name;
  const e = times.get(key) ?? {n:0,t:0}; e.n++; e.t+=d; times.set(key,e); return r; };
for (let i=0;i<4;i++) { if (i==1) { times.clear(); backend.binding = prof; }
 const t=performance.now(); const out: any = step(input); console.log("loss", out.result.loss.dataSync()[0], performance.now()-t); disposeTree(out); }
let tot=0; const rows=[...times].sort((a,b)=>b[1].t-a[1].t); for (const [,e] of rows) tot+=e.t;
console.log("total", (tot/3).toFixed(1), "ops", rows.reduce((a,b)=>a+b[1].n,0)/3);
for (const [k,e] of rows.slice(0,Number(Deno.args[3]??25))) console.log((e.t/3).toFixed(1).padStart(8), String(e.n/3).padStart(5), k);
Deno.exit(0);

import { startTensorFlow, tf, disposeTree, compile, nativeOp, attr } from "./runtime/mod.ts";
import { device } from "./runtime/device.ts";
await startTensorFlow({threads:2});
const { binding } = device();
function timeOp(label:string, name:string, attrs:any[], ins:number[], gflop:number, n=30){ const ts=[]; for(let i=0;i<n;i++){const t=performance.now(); const [o]=binding.executeOp(name,attrs,ins,1); ts.push(performance.now()-t); binding.deleteTensor(o!.id);} ts.sort((a,b)=>a-b); const m=ts[n>>1]!; console.log(label.padEnd(44), m.toFixed(2), (gflop/m).toFixed(0)+" GF/s"); }
const id=(t:any)=>device().backend.getInputTensorIds([t])[0]!;
const T=(v:number)=>({...attr.type("T","float32"),value:v});
const cast=(i:number)=>binding.executeOp("Cast",[attr.type("SrcT","float32"),{...attr.type("DstT","float32"),value:14}],[i],1)[0]!.id;
for (const [m,k,n] of [[786,384,1536],[786,1536,384],[786,384,384],[784,384,1152],[12544,64,256],[50176,64,64],[3136,512,128]] as const) {
  for (const [ta,tb] of [[0,0],[0,1],[1,0]] as const) {
    const a=id(tf.randomNormal(ta?[k,m]:[m,k])), b=id(tf.randomNormal(tb?[n,k]:[k,n])); const ab=cast(a), bb=cast(b);
    const at=(v:number)=>[T(v),attr.bool("transpose_a",!!ta),attr.bool("transpose_b",!!tb)];
    timeOp(`MatMul f32 ${m}x${k}x${n} ${ta}${tb}`,"MatMul",at(1),[a,b],2*m*k*n/1e6);
    timeOp(`MatMul bf16 ${m}x${k}x${n} ${ta}${tb}`,"MatMul",at(14),[ab,bb],2*m*k*n/1e6);
  }
}
Deno.exit(0);

import { startTensorFlow, tf, disposeTree, compile } from "./runtime/mod.ts";
import { gelu, layerNorm } from "./runtime/ops/mod.ts";
await startTensorFlow({threads:2});
async function time(name:string, f:()=>Promise<any>, n=40){ for(let i=0;i<5;i++) disposeTree(await f()); const ts=[]; for(let i=0;i<n;i++){const t=performance.now(); const o=await f(); ts.push(performance.now()-t); disposeTree(o);} ts.sort((a,b)=>a-b); console.log(name.padEnd(30), ts[n>>1]!.toFixed(2)); }
const x = tf.randomNormal([2*393,1536]), dy = tf.randomNormal([2*393,1536]);
const y = tf.randomNormal([2*393,384]), dyy = tf.randomNormal([2*393,384]), w=tf.ones([384]) as tf.Tensor1D, b=tf.zeros([384]) as tf.Tensor1D;
const big = tf.randomNormal([2*8*28*28,512]), big2 = tf.randomNormal([2*8*28*28,512]);
const g = (i:any)=>{ const r = tf.valueAndGrads((x:any)=>tf.sum(tf.mul(gelu(x),i.dy)) as any)([i.x]); return {v:gelu(i.x), g:r.grads[0]!}; };
const l = (i:any)=>{ const r = tf.valueAndGrads((x:any,w:any,b:any)=>tf.sum(tf.mul(layerNorm(x,w,b),i.dy)) as any)([i.x,i.w,i.b]); return {g:r.grads[0]!, h:r.grads[1]!, k:r.grads[2]!}; };
const add = (i:any)=>({r:tf.relu(tf.add(tf.mul(i.a,2),i.b))});
for (const xla of [false,true]) {
 const cg=compile(g,{xla}), cl=compile(l,{xla}), ca=compile(add,{xla});
 const t=performance.now(); await cg({x,dy}); console.log("first", performance.now()-t);
 await time("gelu "+xla, ()=>cg({x,dy})); await time("ln "+xla, ()=>cl({x:y,dy:dyy,w,b})); await time("add "+xla, ()=>ca({a:big,b:big2}));
}
Deno.exit(0);

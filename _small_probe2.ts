import { startTensorFlow, tf } from "./runtime/mod.ts";
import { device } from "./runtime/device.ts";
import { cString } from "./runtime/ffi/library.ts";
await startTensorFlow();
const {binding, backend, library, context}=device();
const s=library.symbols as any, st=library.status as any;
const a=tf.tensor1d([1]), b=tf.tensor1d([2]);
const [ia,ib]=backend.getInputTensorIds([a,b]);
const pa=(binding.metadata(ia!) as any).pointer, pb=(binding.metadata(ib!) as any).pointer;
function med(f:()=>void,n=3000,k=31){const t=[];for(let i=0;i<k;i++){const s=performance.now();for(let j=0;j<n;j++)f();t.push((performance.now()-s)*1000/n);}t.sort((x,y)=>x-y);return [t[0].toFixed(3),t[k>>1].toFixed(3)];}
const add=cString("AddV2"), T=cString("T");
const out=new BigUint64Array(1), cnt=Int32Array.of(1);
const full=(reset:boolean,setT:boolean,dims:boolean)=>{let keep:any=null;return ()=>{
 let op=keep; if(!reset||!op){op=s.TFE_NewOp(context,add,st); keep=op;} else s2.TFE_OpReset(op,add,null,st);
 s.TFE_OpAddInput(op,pa,st);s.TFE_OpAddInput(op,pb,st); if(setT)s.TFE_OpSetAttrType(op,T,1);
 cnt[0]=1; s.TFE_Execute(op,out,cnt,st); s.TF_GetCode(st);
 const h=Deno.UnsafePointer.create(out[0]);
 if(dims){const r=s.TFE_TensorHandleNumDims(h,st); for(let i=0;i<r;i++)Number(s.TFE_TensorHandleDim(h,i,st)); s.TFE_TensorHandleDataType(h);}
 s.TFE_DeleteTensorHandle(h); if(!reset)s.TFE_DeleteOp(op);
}};
const {locateTensorflow}={} as any;
const maps=Deno.readTextFileSync("/proc/self/maps").split("\n").map(l=>l.split(/\s+/)[5]).filter(p=>p&&/libtensorflow_cc/.test(p));
const s2=Deno.dlopen(maps[0]!,{TFE_OpReset:{parameters:["pointer","buffer","pointer","pointer"],result:"void"},
 TFE_ExecuteP:{name:"TFE_Execute",parameters:["pointer","pointer","pointer","pointer"],result:"void"},
 TFE_TensorHandleDimU:{name:"TFE_TensorHandleDim",parameters:["pointer","i32","pointer"],result:"i32"},
 }).symbols as any;
const op0=s.TFE_NewOp(context,add,st);
const tests:Record<string,()=>void>={
 GetCode:()=>s.TF_GetCode(st),
 NumDims:()=>s.TFE_TensorHandleNumDims(pa,st),
 Dim:()=>s.TFE_TensorHandleDim(pa,0,st),
 DimNumber:()=>Number(s.TFE_TensorHandleDim(pa,0,st)),
 DimI32:()=>s2.TFE_TensorHandleDimU(pa,0,st),
 DType:()=>s.TFE_TensorHandleDataType(pa),
 NewDelOp:()=>s.TFE_DeleteOp(s.TFE_NewOp(context,add,st)),
 Reset:()=>s2.TFE_OpReset(op0,add,null,st),
 ResetAdd2:()=>{s2.TFE_OpReset(op0,add,null,st);s.TFE_OpAddInput(op0,pa,st);s.TFE_OpAddInput(op0,pb,st);},
 ResetAdd2T:()=>{s2.TFE_OpReset(op0,add,null,st);s.TFE_OpAddInput(op0,pa,st);s.TFE_OpAddInput(op0,pb,st);s.TFE_OpSetAttrType(op0,T,1)},
 alloc:()=>{new BigUint64Array(1);Int32Array.of(1)},
 uptr:()=>Deno.UnsafePointer.create(out[0]!||1n),
 fullNew:full(false,true,true), fullNewNoT:full(false,false,true), fullReset:full(true,true,true), fullResetNoT:full(true,false,true), fullResetNoTnoDims:full(true,false,false),
};
for(let r=0;r<2;r++)for(const [k,f] of Object.entries(tests))console.log(k,...med(f));

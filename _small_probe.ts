import { attr, startTensorFlow, tf } from "./runtime/mod.ts";
import { device } from "./runtime/device.ts";
await startTensorFlow();
const {binding, backend}=device();
const a=tf.tensor1d([1]), b=tf.tensor1d([2]);
const ids=backend.getInputTensorIds([a,b]);
const T=[attr.type("T","float32")];
function med(f:()=>void,n=2000,k=25){const t=[];for(let i=0;i<k;i++){const s=performance.now();for(let j=0;j<n;j++)f();t.push((performance.now()-s)*1000/n);}t.sort((x,y)=>x-y);return [t[0].toFixed(2),t[k>>1].toFixed(2)];}
for(let r=0;r<3;r++){
console.log("binding",med(()=>{const [m]=binding.executeOp("AddV2",T,ids,1);binding.deleteTensor(m.id);}));
console.log("tfjs",med(()=>{tf.add(a,b).dispose();}));
}

import { registerHooks, createRequire } from "node:module";
import jasmineRequire from "jasmine-core";
import { startTensorFlow, tf } from "./runtime/mod.ts";
const t0=performance.now();
registerHooks({
  resolve(specifier: string, context: any, next: any) {
    const parent = context.parentURL;
    if (specifier.startsWith(".") && parent?.includes("/tfjs-core/")) {
      for (const end of [".js", "/index.js"]) {
        const url = new URL(specifier + end, parent);
        try { Deno.statSync(url); return { url: url.href, shortCircuit: true, format: "module" }; } catch {}
      }
      console.log("??", specifier, parent);
    }
    if (specifier==="seedrandom" && parent.includes("/tfjs-core/4.22.0/dist/ops/")) return {url: new URL("./_conf_seed.ts", import.meta.url).href, shortCircuit:true};
    return next(specifier, context);
  },
});
const base = import.meta.resolve("@tensorflow/tfjs-core/dist/tests.js");
const req = createRequire(base);
globalThis.require = (n: string) => n.startsWith("jasmine-core/") ? jasmineRequire : req(n);
await startTensorFlow();
const jasmine = (jasmineRequire as any).boot(jasmineRequire);
console.log(typeof globalThis.describe, typeof (globalThis as any).jasmine);
const env = jasmine.getEnv();
jasmine.DEFAULT_TIMEOUT_INTERVAL = 20000;
const u = await import("@tensorflow/tfjs-core/dist/jasmine_util.js") as any;
u.setTestEnvs([{name:"test-tensorflow", backendName:"tensorflow", flags:{}, isDataSync:true}]);
await import("@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js");
await import("@tensorflow/tfjs-core/dist/register_all_gradients.js");
await import("@tensorflow/tfjs-core/dist/tests.js");
console.log("loaded", performance.now()-t0);
const out: any[] = [];
env.configure({random:false});
env.clearReporters();
await new Promise<void>((resolve) => {
env.addReporter({ specDone(r: any){ out.push({name:r.fullName,status:r.status,ms:r.duration,fail:r.failedExpectations.map((f:any)=>f.message)}); }, suiteDone(r:any){ if(r.failedExpectations.length) out.push({suite:r.fullName,fail:r.failedExpectations.map((f:any)=>f.message)})}, jasmineDone(r: any){ console.log(r.overallStatus, r.totalTime, JSON.stringify(r.failedExpectations), JSON.stringify(r.deprecationWarnings).slice(0,500)); resolve(); } });
env.execute();
});
Deno.writeTextFileSync("/tmp/_conf_out.json", JSON.stringify(out));
const c: any = {}; for (const o of out) c[o.status]=(c[o.status]??0)+1; console.log(c, performance.now()-t0);
Deno.exit(0);

import { createRequire } from "node:module";
const s = createRequire(import.meta.resolve("@tensorflow/tfjs-core/dist/tests.js"))("seedrandom");
export const alea = s.alea;

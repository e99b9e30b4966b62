/**
 * The package seedrandom in the form in which tfjs-core's sources import it, as a bundler would make
 * it: with its members as named exports.
 */
import { createRequire } from "node:module";

const requireForCore = createRequire(import.meta.resolve("@tensorflow/tfjs-core/package.json"));

export const { alea } = requireForCore("seedrandom");

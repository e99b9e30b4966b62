/**
 * The package seedrandom with named exports, as tfjs-core's sources import it: a bundler would make them.
 *
 * @module
 */
import { createRequire } from "node:module";

const requireForCore = createRequire(import.meta.resolve("@tensorflow/tfjs-core/package.json"));

export const { alea } = requireForCore("seedrandom");

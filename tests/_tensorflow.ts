// Starts TensorFlow before any test of the file that imports this module: its library stays open until
// the process ends, which the tests' sanitizers would take for a leak of the test that opened it.
import { startTensorFlow } from "../runtime/mod.ts";

await startTensorFlow();

// Starts TensorFlow before all tests of the file that imports this module. Its library stays open
// until the process ends; opened within a test, it would look like a leak to the sanitizers.
import { deviceInUse, startTensorFlow } from "../runtime/mod.ts";

await startTensorFlow();

/** Whether these tests run on a GPU, where some of TensorFlow's kernels do other things. */
export const usesGpu = deviceInUse()?.kind === "gpu";

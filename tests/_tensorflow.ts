// Starts TensorFlow before all tests of the file that imports this module. Its library stays open
// until the process ends; opened within a test, it would look like a leak to the sanitizers.
import { startTensorFlow } from "../runtime/mod.ts";

await startTensorFlow();

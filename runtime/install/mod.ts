/**
 * TensorFlow's C library: finding it, downloading it, and whether a machine can run it.
 *
 * @module
 */
export { cacheDirectory } from "../wheels/cache_directory.ts";
export { bytesToInstall, freeBytes, mediumOf } from "../wheels/free_space.ts";
export { checkLibraries } from "./check_libraries.ts";
export { isOlder } from "./is_older.ts";
export {
  type LocateOptions,
  locateTensorFlow,
  type TensorFlowLibraries,
} from "./locate_tensorflow.ts";
export { type Machine, type MachineMemory, thisMachine } from "./machine.ts";
export { machineMemory } from "./machine_memory.ts";
export {
  type InstallProgress,
  type InstallStage,
  type ReportProgress,
  writeProgress,
} from "../wheels/progress.ts";
export { type ProvisionAttempt, ProvisionError } from "../wheels/provision_error.ts";
export { processorName } from "./processor_name.ts";
export {
  defaultLocateOptions,
  type ProvisionOptions,
  provisionTensorFlow,
  requireMachine,
} from "./provision.ts";
export { tensorFlowVersion } from "./tensorflow_version.ts";
export { TENSORFLOW_VERSION } from "./tensorflow_wheel.ts";

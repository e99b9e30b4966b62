export { cacheDirectory } from "./cache_directory.ts";
export { cudaDirectory, locateCudaBuild, requireCudaMachine } from "../gpu/cuda_build.ts";
export { findCudaLibraries, type FoundLibrary, openLibraries } from "../gpu/cuda_libraries.ts";
export { CUDA_BUILD, CUDA_PACKAGES, type CudaPackage } from "../gpu/cuda_packages.ts";
export { bytesToInstall, freeBytes } from "./free_space.ts";
export { findLibrary, type LibrarySearch, systemLibrarySearch } from "../gpu/library_search.ts";
export {
  type LocateOptions,
  locateTensorFlow,
  type TensorFlowLibraries,
} from "./locate_tensorflow.ts";
export { type Machine, thisMachine, unsupportedReason } from "./machine.ts";
export { askDriver, type DriverAnswer, type NvidiaGpu } from "../gpu/ask_driver.ts";
export { findNvidiaDriver, type NvidiaDriver } from "../gpu/nvidia_driver.ts";
export { processorFlags } from "./processor_flags.ts";
export {
  type InstallProgress,
  type InstallStage,
  type ReportProgress,
  writeProgress,
} from "./progress.ts";
export { type ProvisionAttempt, ProvisionError } from "./provision_error.ts";
export {
  defaultLocateOptions,
  type ProvisionOptions,
  provisionTensorFlow,
  requireMachine,
} from "./provision.ts";
export {
  type CudaPart,
  type CudaPlan,
  type CudaPlanOptions,
  installCuda,
  type InstallCudaOptions,
  planCuda,
} from "../gpu/setup_cuda.ts";
export { tensorFlowVersion } from "./tensorflow_version.ts";
export { TENSORFLOW_VERSION } from "./wheel.ts";

/**
 * NVIDIA GPUs: their driver, the CUDA libraries, and TensorFlow's CUDA build.
 *
 * @module
 */
export type { DriverAnswer, NvidiaGpu } from "./ask_driver.ts";
export { checkCudaFolders, type CheckCudaOptions } from "./check_cuda_folders.ts";
export { CUDA_BUILD, cudaDirectory, requireCudaMachine } from "./cuda_build.ts";
export type { FoundLibrary } from "./cuda_libraries.ts";
export type { CudaLibrary, CudaPackage } from "./cuda_package.ts";
export { CUDA_PACKAGES } from "./cuda_packages.ts";
export {
  chooseDevice,
  type DeviceChoice,
  type DeviceRequest,
  findGpu,
  gpuError,
  type GpuFacts,
  type GpuObstacle,
  gpuObstacle,
  unusedGpu,
} from "./find_gpu.ts";
export { gpuSearch } from "./gpu_search.ts";
export { hasDriverLibrary } from "./has_driver_library.ts";
export { type LibrarySearch, systemLibrarySearch } from "./library_search.ts";
export { findNvidiaDriver, type NvidiaDriver } from "./nvidia_driver.ts";
export {
  type CudaPart,
  type CudaPlan,
  type CudaPlanOptions,
  installCuda,
  type InstallCudaOptions,
  planCuda,
} from "./setup_cuda.ts";

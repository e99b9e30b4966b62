import type { Wheel } from "../wheels/wheel.ts";

/** A shared library that TensorFlow or another CUDA library opens by its name. */
export interface CudaLibrary {
  /** Name the loader knows it by, for example "libcudnn.so.9". */
  readonly name: string;
  /** Whether TensorFlow needs it to use a GPU at all. */
  readonly required: boolean;
}

/** One of NVIDIA's packages, and what is needed from it. */
export interface CudaPackage {
  /** Its folder inside `nvidia/`, where TensorFlow's own search path looks for it. */
  readonly folder: string;
  /** Libraries opened before TensorFlow, each after those it needs. */
  readonly libraries: readonly CudaLibrary[];
  /**
   * The set that the package belongs to. All libraries of a set must be of one release, so those of
   * the system are used only if it has the whole set. Null if the system's are never used.
   */
  readonly set: "CUDA toolkit" | "cuDNN" | "NCCL" | null;
  /** Wheel that it is installed from. */
  readonly wheel: Wheel;
}

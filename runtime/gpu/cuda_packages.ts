import { FRAMEWORK_FILE, LIBRARY_FILE, TENSORFLOW_VERSION } from "../install/tensorflow_wheel.ts";
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

/**
 * By library: the oldest release that can be used, as `tensorflow[and-cuda]` 2.21.0 requires it.
 */
export const OLDEST_RELEASES: ReadonlyMap<string, string> = new Map([
  ["libcudart.so.12", "12.5"],
  ["libcudnn.so.9", "9.3"],
  ["libnccl.so.2", "2.27.7"],
]);

/** TensorFlow's CUDA build; there is one for x86-64 only. */
export const CUDA_BUILD: Wheel = {
  project: "tensorflow",
  version: TENSORFLOW_VERSION,
  fileName: "tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl",
  pythonVersion: "3.11",
  platform: "manylinux_2_27_x86_64",
  bytes: 572_440_367,
  sha256: "9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124",
  members: [
    { path: `tensorflow/${FRAMEWORK_FILE}`, fileName: FRAMEWORK_FILE, bytes: 162_648_808 },
    { path: `tensorflow/${LIBRARY_FILE}`, fileName: LIBRARY_FILE, bytes: 1_096_372_272 },
  ],
};

/**
 * The CUDA libraries for {@linkcode CUDA_BUILD}, in the order they are opened. The wheel's metadata
 * gives ranges (`nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"` and so on); these are the
 * last release of CUDA 12, which supports GPUs up to Blackwell, a cuDNN of that time, and the first
 * NCCL in its range. The metadata names cuRAND too, which neither TensorFlow nor the other
 * libraries open.
 */
export const CUDA_PACKAGES: readonly CudaPackage[] = [
  {
    folder: "cuda_runtime",
    libraries: required("libcudart.so.12"),
    set: "CUDA toolkit",
    wheel: wheel({
      project: "nvidia-cuda-runtime-cu12",
      version: "12.9.79",
      tags: "manylinux2014_x86_64.manylinux_2_17_x86_64",
      bytes: 3_493_179,
      sha256: "25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3",
      members: { "cuda_runtime/lib/libcudart.so.12": 741_088 },
    }),
  },
  {
    folder: "nvjitlink",
    libraries: required("libnvJitLink.so.12"),
    set: "CUDA toolkit",
    wheel: wheel({
      project: "nvidia-nvjitlink-cu12",
      version: "12.9.86",
      tags: "manylinux2010_x86_64.manylinux_2_12_x86_64",
      bytes: 39_748_338,
      sha256: "e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9",
      members: { "nvjitlink/lib/libnvJitLink.so.12": 95_935_344 },
    }),
  },
  {
    folder: "cublas",
    libraries: required("libcublasLt.so.12", "libcublas.so.12"),
    set: "CUDA toolkit",
    wheel: wheel({
      project: "nvidia-cublas-cu12",
      version: "12.9.1.4",
      tags: "manylinux_2_27_x86_64",
      bytes: 581_242_350,
      sha256: "453611eb21a7c1f2c2156ed9f3a45b691deda0440ec550860290dc901af5b4c2",
      members: {
        "cublas/lib/libcublasLt.so.12": 749_205_904,
        "cublas/lib/libcublas.so.12": 105_140_976,
      },
    }),
  },
  {
    folder: "cufft",
    libraries: required("libcufft.so.11"),
    set: "CUDA toolkit",
    wheel: wheel({
      project: "nvidia-cufft-cu12",
      version: "11.4.1.4",
      tags: "manylinux2014_x86_64.manylinux_2_17_x86_64",
      bytes: 200_877_592,
      sha256: "c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28",
      members: { "cufft/lib/libcufft.so.11": 291_507_928 },
    }),
  },
  {
    folder: "cusparse",
    libraries: required("libcusparse.so.12"),
    set: "CUDA toolkit",
    wheel: wheel({
      project: "nvidia-cusparse-cu12",
      version: "12.5.10.65",
      tags: "manylinux2014_x86_64.manylinux_2_17_x86_64",
      bytes: 366_465_088,
      sha256: "73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78",
      members: { "cusparse/lib/libcusparse.so.12": 486_556_368 },
    }),
  },
  {
    folder: "cusolver",
    libraries: required("libcusolver.so.11"),
    set: "CUDA toolkit",
    wheel: wheel({
      project: "nvidia-cusolver-cu12",
      version: "11.7.5.82",
      tags: "manylinux_2_27_x86_64",
      bytes: 338_117_415,
      sha256: "15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88",
      members: { "cusolver/lib/libcusolver.so.11": 302_024_152 },
    }),
  },
  {
    // cuDNN compiles some of its kernels at run time.
    folder: "cuda_nvrtc",
    libraries: optional("libnvrtc.so.12"),
    set: "CUDA toolkit",
    wheel: wheel({
      project: "nvidia-cuda-nvrtc-cu12",
      version: "12.9.86",
      tags: "manylinux2010_x86_64.manylinux_2_12_x86_64",
      bytes: 89_568_129,
      sha256: "210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4",
      members: {
        "cuda_nvrtc/lib/libnvrtc.so.12": 106_244_480,
        "cuda_nvrtc/lib/libnvrtc-builtins.so.12.9": 7_202_760,
      },
    }),
  },
  {
    // TensorFlow's profiler, which it looks for whenever it uses a GPU.
    folder: "cuda_cupti",
    libraries: optional("libcupti.so.12"),
    set: "CUDA toolkit",
    wheel: wheel({
      project: "nvidia-cuda-cupti-cu12",
      version: "12.9.79",
      tags: "manylinux_2_25_x86_64",
      bytes: 10_814_997,
      sha256: "096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f",
      members: { "cuda_cupti/lib/libcupti.so.12": 7_604_800 },
    }),
  },
  {
    folder: "cudnn",
    libraries: required("libcudnn.so.9"),
    set: "cuDNN",
    wheel: wheel({
      project: "nvidia-cudnn-cu12",
      version: "9.10.2.21",
      tags: "manylinux_2_27_x86_64",
      bytes: 706_758_467,
      sha256: "949452be657fa16687d0930933f032835951ef0892b37d2d53824d1a84dc97a8",
      members: {
        "cudnn/lib/libcudnn.so.9": 125_136,
        "cudnn/lib/libcudnn_adv.so.9": 285_226_600,
        "cudnn/lib/libcudnn_cnn.so.9": 6_301_096,
        "cudnn/lib/libcudnn_engines_precompiled.so.9": 547_383_096,
        "cudnn/lib/libcudnn_engines_runtime_compiled.so.9": 23_094_328,
        "cudnn/lib/libcudnn_graph.so.9": 4_439_912,
        "cudnn/lib/libcudnn_heuristic.so.9": 58_726_712,
        "cudnn/lib/libcudnn_ops.so.9": 127_936_080,
      },
    }),
  },
  {
    // For sums over several GPUs.
    folder: "nccl",
    libraries: optional("libnccl.so.2"),
    set: "NCCL",
    wheel: wheel({
      project: "nvidia-nccl-cu12",
      version: "2.27.7",
      tags: "manylinux2014_x86_64.manylinux_2_17_x86_64",
      bytes: 322_546_339,
      sha256: "de5ba5562f08029a19cb1cd659404b18411ed0d6c90ac5f52f30bf99ad5809aa",
      members: { "nccl/lib/libnccl.so.2": 430_126_192 },
    }),
  },
  {
    // XLA's assembler and mathematics library; TensorFlow looks for them in this folder.
    folder: "cuda_nvcc",
    libraries: [],
    set: null,
    wheel: wheel({
      project: "nvidia-cuda-nvcc-cu12",
      version: "12.9.86",
      tags: "manylinux2010_x86_64.manylinux_2_12_x86_64",
      bytes: 40_546_229,
      sha256: "5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0",
      members: {
        "cuda_nvcc/bin/ptxas": 34_931_056,
        "cuda_nvcc/nvvm/libdevice/libdevice.10.bc": 486_168,
      },
    }),
  },
];

function required(...names: readonly string[]): CudaLibrary[] {
  return names.map((name) => ({ name, required: true }));
}

function optional(...names: readonly string[]): CudaLibrary[] {
  return names.map((name) => ({ name, required: false }));
}

/**
 * Describes a wheel for every Python version; its members keep their paths inside the package's
 * folder.
 */
function wheel(
  { tags, members, ...wheel }: Pick<Wheel, "project" | "version" | "bytes" | "sha256"> & {
    readonly tags: string;
    readonly members: Readonly<Record<string, number>>;
  },
): Wheel {
  const name = wheel.project.replaceAll("-", "_");
  return {
    ...wheel,
    fileName: `${name}-${wheel.version}-py3-none-${tags}.whl`,
    pythonVersion: "3.11",
    platform: tags.replace(/\..*$/, ""),
    members: Object.entries(members).map(([path, bytes]) => ({
      path: `nvidia/${path}`,
      fileName: path.slice(path.indexOf("/") + 1),
      bytes,
      executable: path.includes("/bin/"),
    })),
  };
}

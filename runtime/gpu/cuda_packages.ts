import type { CudaLibrary, CudaPackage } from "./cuda_package.ts";
import { nvidiaWheel } from "./nvidia_wheel.ts";

/**
 * The CUDA libraries for TensorFlow's CUDA build, in the order they are opened. The wheel's metadata
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
    wheel: nvidiaWheel({
      project: "nvidia-cuda-runtime-cu12",
      version: "12.9.79",
      tags: "manylinux2014_x86_64.manylinux_2_17_x86_64",
      bytes: 3_493_179,
      sha256: "25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3",
      members: {
        "cuda_runtime/lib/libcudart.so.12": {
          bytes: 741_088,
          sha256: "256e6409e4f06f618e1fb53d4844a6b81cdded1013afa8ade40c22f99eb133b7",
        },
      },
    }),
  },
  {
    folder: "nvjitlink",
    libraries: required("libnvJitLink.so.12"),
    set: "CUDA toolkit",
    wheel: nvidiaWheel({
      project: "nvidia-nvjitlink-cu12",
      version: "12.9.86",
      tags: "manylinux2010_x86_64.manylinux_2_12_x86_64",
      bytes: 39_748_338,
      sha256: "e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9",
      members: {
        "nvjitlink/lib/libnvJitLink.so.12": {
          bytes: 95_935_344,
          sha256: "02d3acb5fe598dd20f0fca3cc03734ad164037a22747a01900561a42d0b8448f",
        },
      },
    }),
  },
  {
    folder: "cublas",
    libraries: required("libcublasLt.so.12", "libcublas.so.12"),
    set: "CUDA toolkit",
    wheel: nvidiaWheel({
      project: "nvidia-cublas-cu12",
      version: "12.9.1.4",
      tags: "manylinux_2_27_x86_64",
      bytes: 581_242_350,
      sha256: "453611eb21a7c1f2c2156ed9f3a45b691deda0440ec550860290dc901af5b4c2",
      members: {
        "cublas/lib/libcublasLt.so.12": {
          bytes: 749_205_904,
          sha256: "96ddf4891ca4f4ed1475966783a9185df2abd64a81c3cc713b96d036696fc541",
        },
        "cublas/lib/libcublas.so.12": {
          bytes: 105_140_976,
          sha256: "d63456d94f1b8e2408a8a9538c8740eb474c9eba48a84f420b15e2e10fbcd048",
        },
      },
    }),
  },
  {
    folder: "cufft",
    libraries: required("libcufft.so.11"),
    set: "CUDA toolkit",
    wheel: nvidiaWheel({
      project: "nvidia-cufft-cu12",
      version: "11.4.1.4",
      tags: "manylinux2014_x86_64.manylinux_2_17_x86_64",
      bytes: 200_877_592,
      sha256: "c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28",
      members: {
        "cufft/lib/libcufft.so.11": {
          bytes: 291_507_928,
          sha256: "e1d65ebd08895f9d9883f848f3974f89e0130416252477b18835ba7f15d159bc",
        },
      },
    }),
  },
  {
    folder: "cusparse",
    libraries: required("libcusparse.so.12"),
    set: "CUDA toolkit",
    wheel: nvidiaWheel({
      project: "nvidia-cusparse-cu12",
      version: "12.5.10.65",
      tags: "manylinux2014_x86_64.manylinux_2_17_x86_64",
      bytes: 366_465_088,
      sha256: "73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78",
      members: {
        "cusparse/lib/libcusparse.so.12": {
          bytes: 486_556_368,
          sha256: "6d85ab1acdabfe3b5a54aa76bc948c719bcd03e07eede3eb8122b083c1a6ecf7",
        },
      },
    }),
  },
  {
    folder: "cusolver",
    libraries: required("libcusolver.so.11"),
    set: "CUDA toolkit",
    wheel: nvidiaWheel({
      project: "nvidia-cusolver-cu12",
      version: "11.7.5.82",
      tags: "manylinux_2_27_x86_64",
      bytes: 338_117_415,
      sha256: "15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88",
      members: {
        "cusolver/lib/libcusolver.so.11": {
          bytes: 302_024_152,
          sha256: "30a1fe2fe22dad7141afaa2878fb6e9d7360b016e164d2153e1f31a46f2a9833",
        },
      },
    }),
  },
  {
    // cuDNN compiles some of its kernels at run time.
    folder: "cuda_nvrtc",
    libraries: optional("libnvrtc.so.12"),
    set: "CUDA toolkit",
    wheel: nvidiaWheel({
      project: "nvidia-cuda-nvrtc-cu12",
      version: "12.9.86",
      tags: "manylinux2010_x86_64.manylinux_2_12_x86_64",
      bytes: 89_568_129,
      sha256: "210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4",
      members: {
        "cuda_nvrtc/lib/libnvrtc.so.12": {
          bytes: 106_244_480,
          sha256: "7c67c6b51ea0e0279634cebd676ff7efda1674806444520c84430ad5c35fe625",
        },
        "cuda_nvrtc/lib/libnvrtc-builtins.so.12.9": {
          bytes: 7_202_760,
          sha256: "6507cf33450cfb22970c2c1e7aa8e7c0a33e39d864720277b05f61a92791e2e8",
        },
      },
    }),
  },
  {
    // TensorFlow's profiler, which it looks for whenever it uses a GPU.
    folder: "cuda_cupti",
    libraries: optional("libcupti.so.12"),
    set: "CUDA toolkit",
    wheel: nvidiaWheel({
      project: "nvidia-cuda-cupti-cu12",
      version: "12.9.79",
      tags: "manylinux_2_25_x86_64",
      bytes: 10_814_997,
      sha256: "096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f",
      members: {
        "cuda_cupti/lib/libcupti.so.12": {
          bytes: 7_604_800,
          sha256: "2fdab19dc3fccdd4b2f5eba137aabefc68e685f6497bb38eea649866c5672a2a",
        },
      },
    }),
  },
  {
    folder: "cudnn",
    libraries: required("libcudnn.so.9"),
    set: "cuDNN",
    wheel: nvidiaWheel({
      project: "nvidia-cudnn-cu12",
      version: "9.10.2.21",
      tags: "manylinux_2_27_x86_64",
      bytes: 706_758_467,
      sha256: "949452be657fa16687d0930933f032835951ef0892b37d2d53824d1a84dc97a8",
      members: {
        "cudnn/lib/libcudnn.so.9": {
          bytes: 125_136,
          sha256: "3b68ea689be647bce63cb3c2d9edb589add415405a7e9f296d69ca029cae0b8b",
        },
        "cudnn/lib/libcudnn_adv.so.9": {
          bytes: 285_226_600,
          sha256: "9814d64e04fce1f6cbd16d02ccefd6611541b3c61736fb450e334b482635ca07",
        },
        "cudnn/lib/libcudnn_cnn.so.9": {
          bytes: 6_301_096,
          sha256: "655c2d2649466c73b6b4c19705fb6906fd95e331a1f8218314b49f37dd7cafed",
        },
        "cudnn/lib/libcudnn_engines_precompiled.so.9": {
          bytes: 547_383_096,
          sha256: "f504745d346542609f975de51227080647d3675eac576ead82c396b8124f8f28",
        },
        "cudnn/lib/libcudnn_engines_runtime_compiled.so.9": {
          bytes: 23_094_328,
          sha256: "8222672743c4f2e39feb1c365d6f6b6c40f56023471506f49944910847f1ee0a",
        },
        "cudnn/lib/libcudnn_graph.so.9": {
          bytes: 4_439_912,
          sha256: "787c955dce49091ead850e4536666594095ea9f92a8a08879d8ddad466674657",
        },
        "cudnn/lib/libcudnn_heuristic.so.9": {
          bytes: 58_726_712,
          sha256: "2804eee5f6fc11d0299ba07687eda0a974d3b2436357c639706c4e282cc2cc05",
        },
        "cudnn/lib/libcudnn_ops.so.9": {
          bytes: 127_936_080,
          sha256: "34f56d67f3df108949d1e5e03543064e055e217d0f5e53dc6d4f7c9454d852f8",
        },
      },
    }),
  },
  {
    // For sums over several GPUs.
    folder: "nccl",
    libraries: optional("libnccl.so.2"),
    set: "NCCL",
    wheel: nvidiaWheel({
      project: "nvidia-nccl-cu12",
      version: "2.27.7",
      tags: "manylinux2014_x86_64.manylinux_2_17_x86_64",
      bytes: 322_546_339,
      sha256: "de5ba5562f08029a19cb1cd659404b18411ed0d6c90ac5f52f30bf99ad5809aa",
      members: {
        "nccl/lib/libnccl.so.2": {
          bytes: 430_126_192,
          sha256: "6c1668de8ee712a46ac0a5d2d77fdff0e35b5e0869fb83ff4875088f39dea2b8",
        },
      },
    }),
  },
  {
    // XLA's assembler and mathematics library; TensorFlow looks for them in this folder.
    folder: "cuda_nvcc",
    libraries: [],
    set: null,
    wheel: nvidiaWheel({
      project: "nvidia-cuda-nvcc-cu12",
      version: "12.9.86",
      tags: "manylinux2010_x86_64.manylinux_2_12_x86_64",
      bytes: 40_546_229,
      sha256: "5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0",
      members: {
        "cuda_nvcc/bin/ptxas": {
          bytes: 34_931_056,
          sha256: "983b0e9283855979f42cebfd80d43f9b6e786eb84f03f7570bf941c4d3a3c461",
        },
        "cuda_nvcc/nvvm/libdevice/libdevice.10.bc": {
          bytes: 486_168,
          sha256: "9e84b504f25d26ec775ef91f7122e68dac77fa1f776f1044128f5028356265d8",
        },
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

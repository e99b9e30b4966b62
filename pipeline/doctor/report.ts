import type { GpuFacts } from "../../runtime/gpu/mod.ts";
import type { Machine } from "../../runtime/install/mod.ts";
import type { DoctorVideos } from "./examine_videos.ts";
import type { DoctorProblem } from "./problem.ts";

/** A component that the program needs, as found on this machine. */
export interface DoctorComponent {
  /** Version that it reports; null if it is not installed or does not work. */
  readonly version: string | null;
  /** Path of its file; null if it is not installed. */
  readonly path: string | null;
  /** Where it was found, or what will happen instead, in words. */
  readonly source: string;
}

/** The processor of this machine. */
export interface DoctorProcessor {
  /** Name that the processor reports. */
  readonly name: string;
  /** Number of cores. */
  readonly cores: number;
  /** Which of the features that TensorFlow's fast kernels use it has, the best last. */
  readonly features: readonly string[];
}

/** A folder in the user's cache. */
export interface DoctorCache {
  /** Path of the folder. */
  readonly path: string;
  /** Size of all its files. */
  readonly bytes: number;
}

/** Result of {@linkcode examine}. */
export interface DoctorReport {
  /** Deno's version. */
  readonly deno: string;
  /** The operating system and the kind of processor. */
  readonly machine: Machine;
  /** The processor. */
  readonly processor: DoctorProcessor;
  /** The memory. */
  readonly memory: {
    /** Size of the memory. */
    readonly totalBytes: number;
    /** How much of it is free. */
    readonly availableBytes: number;
  };
  /** TensorFlow's library. */
  readonly tensorflow: DoctorComponent;
  /** NVIDIA GPUs; null if TensorFlow does not run at all. */
  readonly gpu: GpuFacts | null;
  /** The ffmpeg program. */
  readonly ffmpeg: DoctorComponent;
  /** The videos of the data set that was named; null if none was, or it cannot be read. */
  readonly videos: DoctorVideos | null;
  /** The folders that the program keeps in the user's cache. */
  readonly caches: readonly DoctorCache[];
  /** Everything that is wrong. */
  readonly problems: readonly DoctorProblem[];
}

import { thisMachine } from "../install/machine.ts";
import { findGpu, type GpuFacts } from "./find_gpu.ts";

/** The search for this machine's GPU, which starts several programs. */
class GpuSearch {
  #facts: Promise<GpuFacts> | undefined;

  /** Begins it, or waits for the one under way. */
  begin(): Promise<GpuFacts> {
    return this.#facts ??= findGpu(thisMachine());
  }

  /** Does the same, for the last time: who asks afterwards searches again. */
  finish(): Promise<GpuFacts> {
    const facts = this.begin();
    this.#facts = undefined;
    return facts;
  }
}

/** The search of this process. */
export const gpuSearch: GpuSearch = new GpuSearch();

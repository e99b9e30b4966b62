import type { MemorySpecs } from "./memory_spec.ts";

/** What `alignDistribution` remembers: of each branch how much too often it says each class. */
export function alignmentMeans(branches: readonly string[], classes: number): MemorySpecs {
  return Object.fromEntries(
    branches.map((branch) => [branch, { shape: [classes], dtype: "float32", fill: 1 }]),
  );
}

import type { Model, ParameterSpec } from "../../models/mod.ts";

/** What the names of what a method remembers start with in a checkpoint. */
export const MEMORY = "memory/";

/** A part of a network's state, by the folder of its names in a checkpoint. */
export type StatePart = "parameters" | "statistics" | "momentum" | "ema";

/** The parts of a state with or without moving averages. */
export function statePartsOf(averaged: boolean): readonly StatePart[] {
  const parts: StatePart[] = ["parameters", "statistics", "momentum"];
  if (averaged) parts.push("ema");
  return parts;
}

/** Which tensors a part has. */
export function specsOf(
  { parameters, statistics }: Model,
  part: StatePart,
): readonly ParameterSpec[] {
  switch (part) {
    case "parameters":
      return parameters;
    case "statistics":
      return statistics;
    case "momentum":
      return parameters.filter(({ frozen }) => frozen !== true);
    case "ema":
      return [...parameters, ...statistics];
  }
}

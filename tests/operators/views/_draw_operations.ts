import { drawsFor, type StrongOperation, type StrongPolicy } from "../../../operators/mod.ts";

/** The operations of 400 draws of a policy. */
export function drawOperations(policy: StrongPolicy): StrongOperation[][] {
  return Array.from(
    { length: 400 },
    (_, seed) => policy(drawsFor({ seed, phase: 0, epoch: 0, video: "a", view: "strong" })),
  );
}

/** The magnitudes of all operations of a name. */
export function magnitudesOf(drawn: readonly StrongOperation[][], name: string): number[] {
  return drawn.flat().flatMap((operation) =>
    operation.name === name && "magnitude" in operation ? [operation.magnitude] : []
  );
}

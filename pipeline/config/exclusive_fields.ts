/** Setting the first of two fields removes the second from what it overrides. */
export const EXCLUSIVE: ReadonlyMap<string, string> = new Map([
  ["schedule.steps", "schedule.epochs"],
  ["schedule.epochs", "schedule.steps"],
  ["data.split", "data.labelsPerClass"],
  ["data.labelsPerClass", "data.split"],
  // What a file was says nothing about another one.
  ["weights.primary", "weights.primaryOrigin"],
  ["weights.auxiliary", "weights.auxiliaryOrigin"],
]);

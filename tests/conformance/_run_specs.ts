import { device } from "../../runtime/device.ts";
import { liveHandles } from "../../runtime/mod.ts";
import type { SpecEnvironment, SpecResult, SpecTree } from "./_load_specs.ts";

/** A spec that failed or leaked TensorFlow handles; or a suite, or the run, whose set-up or clean-up failed. */
export interface Failure {
  readonly name: string;
  readonly messages: readonly string[];
}

/** The specs by outcome. */
export interface Outcome {
  readonly passed: readonly string[];
  readonly failed: readonly Failure[];
  /** Specs that their own source takes out (`xit`, `xdescribe`). */
  readonly pending: readonly string[];
  /** Specs that were not chosen. */
  readonly excluded: readonly string[];
}

/** Returns the full names of all specs below `tree`, in the order in which they run. */
export function specNames(tree: SpecTree): string[] {
  return tree.children === undefined ? [tree.getFullName()] : tree.children.flatMap(specNames);
}

/**
 * Runs the specs whose full names are in `chosen`, one after another. May be called once. A spec also
 * fails if it leaves TensorFlow handles that belong to no tensor; it may keep tensors.
 */
export function runSpecs(
  environment: SpecEnvironment,
  chosen: { has(name: string): boolean },
): Promise<Outcome> {
  const passed: string[] = [];
  const failed: Failure[] = [];
  const pending: string[] = [];
  const excluded: string[] = [];
  const noteFailure = (name: string, messages: readonly string[]) => {
    if (messages.length > 0) failed.push({ name, messages });
  };
  let ownerless = ownerlessHandles();
  const leaks = () => {
    const leaked = ownerlessHandles() - ownerless;
    ownerless += leaked;
    return leaked > 0 ? [`${leaked} TensorFlow handles belong to no tensor`] : [];
  };
  environment.configure({ random: false, specFilter: (spec) => chosen.has(spec.getFullName()) });
  return new Promise((resolve) => {
    environment.addReporter({
      specDone(result) {
        const messages = [...messagesOf(result), ...leaks()];
        if (result.status === "pending") pending.push(result.fullName);
        else if (result.status === "excluded") excluded.push(result.fullName);
        else if (result.status === "passed" && messages.length === 0) passed.push(result.fullName);
        else failed.push({ name: result.fullName, messages });
      },
      suiteDone: (result) => noteFailure(`suite ${result.fullName}`, messagesOf(result)),
      jasmineDone(result) {
        noteFailure("the run", messagesOf(result));
        resolve({ passed, failed, pending, excluded });
      },
    });
    environment.execute();
  });
}

function messagesOf({ failedExpectations }: Pick<SpecResult, "failedExpectations">): string[] {
  return failedExpectations.map(({ message }) => message);
}

/**
 * Returns the number of TensorFlow handles beyond one for each tensor. Negative if tensors have none yet:
 * values are uploaded when an op needs them.
 */
function ownerlessHandles(): number {
  return liveHandles() - device().backend.numDataIds();
}

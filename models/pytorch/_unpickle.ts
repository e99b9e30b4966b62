import type { ByteCursor } from "./_byte_cursor.ts";
import { type PickleContext, PickleMachine } from "./_pickle_machine.ts";
import { STEPS } from "./_pickle_steps.ts";
import type { PickleValue } from "./_pickle_values.ts";

/** Maximum steps of a pickle; the checkpoints of the largest networks have a tenth of it. */
const STEP_LIMIT = 4_000_000;

const STOP = ".".charCodeAt(0);

/**
 * Runs the program that a pickle is, on a machine that can only build values. Names of classes and
 * functions become inert objects: nothing is looked up, imported or called but what `context` calls.
 * Takes bounded steps; what it builds is bounded by the length of the pickle.
 *
 * @throws {PyTorchError} If the pickle is damaged, or has what no writer of tensors writes.
 */
export function unpickle(cursor: ByteCursor, context: PickleContext): PickleValue {
  const machine = new PickleMachine(cursor, context);
  for (let step = 0; step < STEP_LIMIT; step++) {
    const code = cursor.uint8();
    if (code === STOP) return machine.pop();
    const action = STEPS.get(code);
    if (action === undefined) {
      throw machine.error(`its pickle has the unknown step 0x${code.toString(16)}`);
    }
    action(machine);
  }
  throw machine.error(`its pickle has more than ${STEP_LIMIT} steps`);
}

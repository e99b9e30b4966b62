import type { StrongOperationName } from "../clip.ts";
import { STRONG_OPERATIONS } from "./strong_operations.ts";

/**
 * Checks the operations that a policy may use.
 *
 * @throws {RangeError} If the list is empty, or an operation is unknown.
 */
export function checkOperations(operations: readonly StrongOperationName[]): void {
  if (operations.length === 0) {
    throw new RangeError("Cannot make a strong policy as 'operations' must not be empty");
  }
  for (const name of operations) {
    if (!STRONG_OPERATIONS.includes(name)) {
      throw new RangeError(
        `Cannot make a strong policy as 'operations' must be among ${STRONG_OPERATIONS}: ` +
          `current value is ${name}`,
      );
    }
  }
}

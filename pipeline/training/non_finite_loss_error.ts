/** What {@linkcode NonFiniteLossError} reports. */
export interface NonFiniteLoss {
  /** The step, counted from 0. */
  readonly step: number;
  /** The loss, its terms and the gradients' norms by name. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What the user can do, for the message. */
  readonly remedy: string;
}

/**
 * Thrown when a loss or gradient is no longer a finite number; the checkpoints before it are kept.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { NonFiniteLossError } from "@actnetformer/deno/pipeline";
 *
 * const numbers = { supervisedPrimary: 1.5, contrast: NaN };
 * const { message } = new NonFiniteLossError({ step: 4, numbers, remedy: "Start again." });
 * assert.match(message, /after step 5 .* must be finite: contrast is NaN\. Start again\./);
 * ```
 */
export class NonFiniteLossError extends Error {
  /** The class's name. */
  override readonly name = "NonFiniteLossError";
  /** The step, counted from 0. */
  readonly step: number;
  /** The loss, its terms and the gradients' norms by name. */
  readonly numbers: Readonly<Record<string, number>>;

  /** Names each number that is not finite. */
  constructor({ step, numbers, remedy }: NonFiniteLoss) {
    const broken = Object.entries(numbers)
      .filter(([, value]) => !Number.isFinite(value))
      .map(([name, value]) => `${name} is ${value}`);
    super(
      `Cannot continue after step ${step + 1} as loss and gradients must be finite: ` +
        `${broken.join(", ")}. ${remedy}`,
    );
    this.step = step;
    this.numbers = numbers;
  }
}

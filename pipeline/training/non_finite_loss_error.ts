/** Thrown when a loss or gradient is no longer a number; the checkpoints before it are kept. */
export class NonFiniteLossError extends Error {
  override readonly name = "NonFiniteLossError";
  /** The step, counted from 0. */
  readonly step: number;
  /** The loss, its parts and the gradients' norms by name. */
  readonly numbers: Readonly<Record<string, number>>;

  constructor(step: number, numbers: Readonly<Record<string, number>>, remedy: string) {
    const broken = Object.entries(numbers).filter(([, value]) => !Number.isFinite(value));
    const names = broken.map(([name, value]) => `${name} is ${value}`).join(", ");
    const what = `Cannot go on after step ${step + 1} as loss and gradients must be finite`;
    super(`${what}: ${names}. ${remedy}`);
    this.step = step;
    this.numbers = numbers;
  }
}

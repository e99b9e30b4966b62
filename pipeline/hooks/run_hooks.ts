import { describeError } from "../terminal/describe_error.ts";
import type { HookedRun, Hooks, TrainingEnding } from "./hooks.ts";

/** What {@linkcode RunHooks} works with. */
export interface RunHooksOptions extends HookedRun {
  /** Shows the user a line. */
  readonly notify: (line: string) => void;
}

/** Calls the hooks of a run, if it has any. */
export class RunHooks {
  readonly #hooks: Hooks | undefined;
  readonly #run: HookedRun;
  readonly #notify: (line: string) => void;

  /** They get copies: what they change changes no run. */
  constructor(hooks: Hooks | undefined, { name, path, config, notify }: RunHooksOptions) {
    this.#hooks = hooks;
    this.#run = { name, path, config: structuredClone(config) };
    this.#notify = notify;
  }

  /** Whether the run has hooks, so that a step waits for them. */
  get isPresent(): boolean {
    return this.#hooks !== undefined;
  }

  /**
   * Passes a line of the metrics on.
   *
   * @param text The line as it was written.
   * @throws {unknown} What the hook throws.
   */
  async step(text: string): Promise<void> {
    await this.#hooks?.onStep(JSON.parse(text), this.#run);
  }

  /** Passes the last line on. Shows errors: all that could be saved has been. */
  async lastStep(text: string): Promise<void> {
    await this.#showErrors(() => this.step(text));
  }

  /** Says how the training ended. Shows errors: it has ended already. */
  async end(ending: TrainingEnding): Promise<void> {
    await this.#showErrors(async () => await this.#hooks?.onEnd?.(ending, this.#run));
  }

  async #showErrors(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      for (const line of `note: ${describeError(error)}`.split("\n")) this.#notify(line);
    }
  }
}

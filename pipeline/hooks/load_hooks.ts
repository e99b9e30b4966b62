import * as v from "valibot";
import { loadModule } from "../files/load_module.ts";
import type { Hooks } from "./hooks.ts";

const hooksSchema = v.object({ onStep: v.function(), onEnd: v.optional(v.function()) });

/**
 * Loads the hooks that a user's own module exports. Their errors name the module.
 *
 * @param path Path of its file, relative to the current folder.
 * @throws {Error} If the module cannot be used.
 */
export async function loadHooks(path: string): Promise<Hooks> {
  const module = await loadModule(path, "hooks");
  const result = v.safeParse(hooksSchema, module);
  if (!result.success) {
    const [issue] = result.issues;
    const field = v.getDotPath(issue) ?? "it";
    const isMissing = issue.input === undefined;
    throw new Error(
      `Cannot use the hooks ${path} as its export ${field} must be a function: ` +
        (isMissing ? "there is none" : `current value is ${String(issue.input)}`),
    );
  }
  const { onStep, onEnd } = module as unknown as Hooks;
  return {
    onStep: (line, run) => named(`onStep of ${path}`, () => onStep(line, run)),
    onEnd: (ending, run) => named(`onEnd of ${path}`, () => onEnd?.(ending, run)),
  };
}

/** Waits for a function, and says which one it was if it fails. */
async function named(name: string, call: () => void | Promise<void>): Promise<void> {
  try {
    await call();
  } catch (cause) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new Error(`Cannot call ${name} as it must not fail: ${reason}`, { cause });
  }
}

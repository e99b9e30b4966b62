import { createRequire, registerHooks } from "node:module";

/**
 * Makes tfjs-core's own sources loadable: they are written for a bundler, with imports that leave
 * out the file's ending and with calls of `require` in ES modules.
 */
export function prepareLoader(): void {
  const requireForCore = createRequire(SPECS);
  Object.assign(globalThis, {
    require: (name: string): unknown =>
      name.startsWith("jasmine-core/") ? jasmine : requireForCore(name),
  });
}

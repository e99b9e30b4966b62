import jasmineCore from "jasmine-core";
import { createRequire, registerHooks } from "node:module";

/** A spec's outcome, as jasmine reports it. */
export interface SpecResult {
  readonly fullName: string;
  readonly status: "passed" | "failed" | "pending" | "excluded";
  readonly failedExpectations: readonly { readonly message: string }[];
}

/** A spec, or a suite with what it holds, as jasmine registers it. */
export interface SpecTree {
  readonly children?: readonly SpecTree[];
  getFullName(): string;
}

/** jasmine's environment, as far as it is used here. */
export interface SpecEnvironment {
  topSuite(): SpecTree;
  configure(
    configuration: {
      readonly random: boolean;
      readonly specFilter: (spec: SpecTree) => boolean;
    },
  ): void;
  addReporter(
    reporter: {
      specDone(result: SpecResult): void;
      suiteDone(result: SpecResult): void;
      jasmineDone(result: Pick<SpecResult, "failedExpectations">): void;
    },
  ): void;
  execute(): void;
}

/** The name that tfjs-core's describeWithFlags puts between those of a suite and a spec. */
export const ENVIRONMENT_NAME = "test-tensorflow";

/** Milliseconds an asynchronous spec may take, as in tfjs-core's own run. */
const SPEC_TIMEOUT = 20_000;

/**
 * Registers all specs of tfjs-core with jasmine, for the backend "tensorflow". TensorFlow must have been
 * started.
 */
export async function loadSpecs(): Promise<SpecEnvironment> {
  const jasmine = jasmineCore.boot(jasmineCore);
  jasmine.DEFAULT_TIMEOUT_INTERVAL = SPEC_TIMEOUT;
  readSourcesAsABundlerDoes();
  const { setTestEnvs } = await importOfCore("jasmine_util.js");
  setTestEnvs([{
    name: ENVIRONMENT_NAME,
    backendName: "tensorflow",
    flags: {},
    isDataSync: true,
  }]);
  // These sources are a second copy of tfjs-core. It shares engine, kernels and tensor class with the copy
  // that tfjs loads, by globals, but the methods of tensors must be added to it as well.
  await importOfCore("public/chained_ops/register_all_chained_ops.js");
  await importOfCore("register_all_gradients.js");
  await importOfCore("tests.js");
  return jasmine.getEnv();
}

/**
 * Makes tfjs-core's sources loadable. They are written for a bundler: their imports have no file
 * extension, and they call `require` in ES modules.
 */
function readSourcesAsABundlerDoes(): void {
  const sources = locationInCore(".");
  const requireForCore = createRequire(import.meta.resolve("@tensorflow/tfjs-core/package.json"));
  Object.assign(globalThis, {
    require: (name: string): unknown =>
      name.startsWith("jasmine-core/") ? jasmineCore : requireForCore(name),
  });
  registerHooks({
    resolve(specifier, context, next) {
      if (!context.parentURL?.startsWith(sources)) return next(specifier, context);
      if (specifier === "seedrandom") {
        return { url: import.meta.resolve("./_seedrandom.ts"), shortCircuit: true };
      }
      if (!specifier.startsWith(".")) return next(specifier, context);
      const url = fileOf(new URL(specifier, context.parentURL).href);
      return { url, format: "module", shortCircuit: true };
    },
  });
}

/**
 * Returns the file that an import without an extension means.
 *
 * @throws {Deno.errors.NotFound} If there is none.
 */
function fileOf(url: string): string {
  const file = `${url}.js`;
  const folder = `${url}/index.js`;
  try {
    Deno.statSync(new URL(file));
    return file;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    Deno.statSync(new URL(folder));
    return folder;
  }
}

function locationInCore(path: string): string {
  return new URL(path, import.meta.resolve("@tensorflow/tfjs-core/dist/tests.js")).href;
}

// deno-lint-ignore no-explicit-any -- the specs' modules have no types
function importOfCore(path: string): Promise<any> {
  return import(locationInCore(path));
}

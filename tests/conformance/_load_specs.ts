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

/** What describeWithFlags of tfjs-core puts between the names of a suite and of its specs. */
export const ENVIRONMENT_NAME = "test-tensorflow";

/** Milliseconds an asynchronous spec may take, as in tfjs-core's own run. */
const SPEC_TIMEOUT = 20_000;

/**
 * Registers all specs of tfjs-core with jasmine, for the backend "tensorflow", which must have been
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
  // The sources are another copy of tfjs-core than the one that tfjs loads; the two share engine,
  // kernels and tensor class through globals, but each has its own methods of tensors.
  await importOfCore("public/chained_ops/register_all_chained_ops.js");
  await importOfCore("register_all_gradients.js");
  await importOfCore("tests.js");
  return jasmine.getEnv();
}

/**
 * Makes tfjs-core's sources loadable. They are written for a bundler: their imports leave out the
 * ending of the file, and they call `require` in ES modules.
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

/** The file that an import without an ending means. @throws {Deno.errors.NotFound} if there is none */
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

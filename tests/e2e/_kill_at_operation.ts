/**
 * Loaded before the program: counts its operations on files, and kills the process at the one whose
 * number is in the search of the module's URL (`?at=7`). With `&from=TEXT` counting starts at the
 * first operation on a path that has the text: how many come before may depend on time. Of a write,
 * half of the bytes have been written then.
 *
 * @module
 */
const search = new URL(import.meta.url).searchParams;
const killAt = Number(search.get("at"));
const from = search.get("from") ?? "";
let isCounting = from === "";
let operations = 0;

/** Functions of `Deno` that change files. */
const FUNCTIONS = [
  "mkdir",
  "mkdirSync",
  "open",
  "openSync",
  "remove",
  "removeSync",
  "rename",
  "renameSync",
  "utime",
  "writeFile",
  "writeFileSync",
  "writeTextFile",
  "writeTextFileSync",
] as const;

/** Methods of an open file that change it. */
const METHODS = ["sync", "syncData", "write", "writeSync"] as const;

// deno-lint-ignore no-explicit-any -- any function of these has its place here.
type AnyFunction = (...args: any[]) => unknown;

function count(args: readonly unknown[]): boolean {
  isCounting ||= args.some((value) => typeof value === "string" && value.includes(from));
  if (!isCounting) return false;
  operations++;
  return operations === killAt;
}

function die(): never {
  Deno.kill(Deno.pid, "SIGKILL");
  // Until the signal arrives.
  while (true);
}

function counted(original: AnyFunction): AnyFunction {
  return function (this: unknown, ...args) {
    if (count(args)) {
      const [bytes] = args;
      // Half of a write to an open file.
      if (bytes instanceof Uint8Array && this instanceof Deno.FsFile) {
        this.writeSync(bytes.subarray(0, bytes.length / 2));
      }
      // Half of a whole file.
      const [path, content] = args;
      if (typeof content === "string" && typeof path === "string") {
        Deno.writeTextFileSync(path, content.slice(0, content.length / 2));
      }
      die();
    }
    return original.apply(this, args);
  };
}

for (const name of FUNCTIONS) {
  Object.defineProperty(Deno, name, { value: counted(Deno[name] as AnyFunction) });
}
for (const name of METHODS) {
  const original = Deno.FsFile.prototype[name] as AnyFunction;
  Object.defineProperty(Deno.FsFile.prototype, name, { value: counted(original) });
}

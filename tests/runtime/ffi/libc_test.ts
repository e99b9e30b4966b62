import assert from "node:assert/strict";
import { libc } from "../../../runtime/ffi/libc.ts";
import { isOlder } from "../../../runtime/install/is_older.ts";
import { thisMachine } from "../../../runtime/install/machine.ts";
import "../../_libc.ts";

/** Versions of the GNU C library after the oldest one that TensorFlow runs on, 2.27. */
const NEWER = Array.from({ length: 30 }, (_, index) => `GLIBC_2.${28 + index}`);

const FUNCTIONS = {
  dlopen: { parameters: ["buffer", "i32"], result: "pointer" },
  dlvsym: { parameters: ["pointer", "buffer", "buffer"], result: "pointer" },
} as const;

const RTLD_LAZY = 1;

function cString(text: string) {
  return new TextEncoder().encode(`${text}\0`);
}

/** A function that has moved to this library, or is new, has the version of that time. */
function newerVersion(
  { dlopen, dlvsym }: Deno.DynamicLibrary<typeof FUNCTIONS>["symbols"],
  name: string,
): string | undefined {
  const handle = dlopen(cString("libc.so.6"), RTLD_LAZY);
  return NEWER.find((version) => dlvsym(handle, cString(name), cString(version)) !== null);
}

Deno.test("every function of libc() is in the oldest C library that TensorFlow runs on", () => {
  const library = Deno.dlopen("libdl.so.2", FUNCTIONS);
  try {
    const hasMoved = !isOlder(thisMachine().glibc!, "2.34");
    assert.equal(newerVersion(library.symbols, "dlopen"), hasMoved ? "GLIBC_2.34" : undefined);
    const names = Object.keys(libc());
    assert.ok(names.includes("madvise"));
    const newer = names.filter((name) => newerVersion(library.symbols, name) !== undefined);
    assert.deepEqual(newer, []);
  } finally {
    library.close();
  }
});

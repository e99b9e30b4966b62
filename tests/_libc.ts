// Opens the C library and the system's loader before all tests of the file that imports this module.
// The runtime keeps them open; opened within a test, they would look like leaks to the sanitizers.
import { loader } from "../runtime/ffi/loader.ts";
import { thisMachine } from "../runtime/install/machine.ts";

thisMachine();
if (Deno.build.os === "linux") loader();

// Opens the C library before any test of the file that imports this module: the runtime keeps it open,
// which the tests' sanitizers would take for a leak of the first test that describes this machine.
import { thisMachine } from "../runtime/install/machine.ts";

thisMachine();

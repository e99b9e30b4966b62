// Opens the C library before all tests of the file that imports this module. The runtime keeps it
// open; opened within a test, it would look like a leak to the sanitizers.
import { thisMachine } from "../runtime/install/machine.ts";

thisMachine();

import { describeProgram } from "../program/describe_program.ts";
import { formatVersion } from "../program/format_version.ts";
import { TENSORFLOW_VERSION } from "../../runtime/install/tensorflow_wheel.ts";

/** Prints the versions of this program and of what it runs on, and returns the exit code. */
export function versionCommand(): number {
  console.log(`ActNetFormer ${formatVersion(describeProgram())}`);
  console.log(`Deno ${Deno.version.deno}`);
  console.log(`TensorFlow ${TENSORFLOW_VERSION}`);
  return 0;
}

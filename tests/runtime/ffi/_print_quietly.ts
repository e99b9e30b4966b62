import { libc } from "../../../runtime/ffi/libc.ts";
import { quietly } from "../../../runtime/ffi/quietly.ts";

/** Writes as C programs do. */
const { symbols: { perror } } = Deno.dlopen("libc.so.6", {
  perror: { parameters: ["buffer"], result: "void" },
});

function sayInC(text: string): void {
  perror(new TextEncoder().encode(`${text}\0`));
}

libc();
sayInC("C before");
await quietly(async () => {
  sayInC("C meanwhile");
  console.error("Deno meanwhile");
  await quietly(() => sayInC("C within"));
  sayInC("C still meanwhile");
  console.error(Deno.env.get("TF_CPP_MIN_LOG_LEVEL"));
});
sayInC("C after");
console.error(Deno.env.get("TF_CPP_MIN_LOG_LEVEL"));

/**
 * Gives memory that was freed back to the system. The C library keeps it otherwise, while TensorFlow's
 * tensors, which it takes from the system by itself, need it.
 */
export function returnFreedMemory(): void {
  libc ??= Deno.dlopen("libc.so.6", { malloc_trim: { parameters: ["usize"], result: "i32" } });
  libc.symbols.malloc_trim(0n);
}

let libc:
  | Deno.DynamicLibrary<{ malloc_trim: { parameters: ["usize"]; result: "i32" } }>
  | undefined;

/**
 * Requires a Python that PyTorch's side of a bench can run with.
 *
 * @throws {RangeError} If it does not start, or cannot import torch and safetensors.
 */
export async function requireTorch(python: string): Promise<void> {
  const reason = await reasonAgainst(python);
  if (reason === undefined) return;
  throw new RangeError(
    "Cannot compare with PyTorch as '--python' must name a Python with torch and safetensors: " +
      `current value is '${python}' (${reason})`,
  );
}

async function reasonAgainst(python: string): Promise<string | undefined> {
  const command = new Deno.Command(python, {
    args: ["-c", "import torch, safetensors"],
    stdout: "null",
  });
  try {
    const { success, stderr } = await command.output();
    if (success) return undefined;
    return new TextDecoder().decode(stderr).trim().split("\n").at(-1);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "there is no such program";
    throw error;
  }
}

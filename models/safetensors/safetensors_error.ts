/** A safetensors file that breaks the format. */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`Cannot read '${path}' as safetensors: ${reason}`, options);
    this.path = path;
  }
}

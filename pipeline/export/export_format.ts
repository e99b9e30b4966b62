import { basename, resolve } from "node:path";

/** A format that models are exported in. */
export type ExportFormat = "safetensors" | "saved_model" | "onnx" | "web";

/** How the names of each format's files and folders end. */
const ENDINGS: Readonly<Record<ExportFormat, string>> = {
  safetensors: ".safetensors",
  onnx: ".onnx",
  saved_model: "saved_model",
  web: "web",
};

/**
 * Returns the format that the name of a file or folder says.
 *
 * @throws {TypeError} If it says none.
 */
export function exportFormat(path: string): ExportFormat {
  const name = basename(resolve(path)).toLowerCase();
  for (const [format, ending] of Object.entries(ENDINGS)) {
    if (name.endsWith(ending)) return format as ExportFormat;
  }
  throw new TypeError(
    `Cannot export to '${path}' as its name must end with one of ` +
      `${Object.values(ENDINGS).join(", ")}: it does not`,
  );
}

import type { Config } from "../config/config.ts";
import { type ExportFormat, exportFormat } from "../export/export_format.ts";
import { requireFrames } from "../export/web/require_frames.ts";
import type { RunModel } from "../export/run_model.ts";
import { folderBytes } from "../files/folder_bytes.ts";
import { tryOutput } from "../files/try_output.ts";
import { requireNewPath } from "../files/require_new_path.ts";
import type { AnsweringNetwork } from "../prediction/answer_by.ts";
import { findUsableRun } from "../run/find_usable_run.ts";
import { formatMegabytes } from "../terminal/format_megabytes.ts";
import { readRunConfig } from "./read_run_config.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task export`. */
export interface ExportCommandOptions {
  /** Name or path of the run; the newest that has a checkpoint if omitted. */
  readonly run?: string | undefined;
  /** Whose answer the model gives. */
  readonly network: AnsweringNetwork;
  /** File or folder to write, whose name's ending says the format. */
  readonly output: string;
}

/**
 * Writes what a run has learned for other programs, and returns the exit code.
 *
 * @throws {TypeError} If the name of the output says no format.
 * @throws {TypeError} If a demo is asked for, and the network does not see frames.
 * @throws {RangeError} If the output exists.
 */
export async function exportCommand(options: ExportCommandOptions): Promise<number> {
  const { output, network: answer } = options;
  const format = exportFormat(output);
  await requireNewPath(output);
  const makeFolders = await tryOutput(output, "file");
  return await withProgress(
    { first: "Stopping; the model is written whole or not at all." },
    async (work) => {
      const notify = (line: string) => work.progress.note(line);
      const run = findUsableRun(options.run, { notify });
      const config = await readRunConfig(run);
      if (format === "web") requireFrames(config, answer);
      const { readRunModel } = await import("../export/run_model.ts");
      using model = await readRunModel(config, { ...work, run, answer });
      work.signal.throwIfAborted();
      await makeFolders();
      await write(output, { format, model, config });
      console.log(describeWritten(output, model));
      return 0;
    },
  );
}

interface Exported {
  readonly format: ExportFormat;
  readonly model: RunModel;
  readonly config: Config;
}

async function write(output: string, { format, model, config }: Exported): Promise<void> {
  if (format === "safetensors") {
    const { writeWeights } = await import("../export/write_weights.ts");
    return await writeWeights(output, model, config);
  }
  const { recordModel } = await import("../export/record_model.ts");
  const graph = recordModel(model.networks, model.facts);
  switch (format) {
    case "onnx": {
      const { writeOnnx } = await import("../export/onnx/write_onnx.ts");
      return await writeOnnx(output, graph, model.facts);
    }
    case "saved_model": {
      const { writeSavedModel } = await import("../export/write_saved_model.ts");
      return await writeSavedModel(output, graph, model.facts);
    }
    case "web": {
      const { writeDemo } = await import("../export/web/write_demo.ts");
      return await writeDemo(output, graph, model);
    }
  }
}

function describeWritten(output: string, { facts }: RunModel): string {
  const size = formatMegabytes(
    Deno.statSync(output).isFile ? Deno.statSync(output).size : folderBytes(output),
  );
  const names = facts.inputs.map(({ architecture }) => architecture).join(" and ");
  return `Written: ${output}, ${size}: ${names} of ${facts.run.name} after step ` +
    `${facts.run.step}, ${facts.classes.length} classes`;
}

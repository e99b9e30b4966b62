import assert from "node:assert/strict";
import { join } from "node:path";
import type { ExportFacts } from "../../../pipeline/export/export_facts.ts";
import { writeOnnx } from "../../../pipeline/export/onnx/write_onnx.ts";
import { recordModel } from "../../../pipeline/export/record_model.ts";
import { writeSavedModel } from "../../../pipeline/export/write_saved_model.ts";
import type { RecordedGraph } from "../../../runtime/mod.ts";
import { findPython, runPython } from "../../_python.ts";
import { withFolder } from "../../_temporary_folder.ts";
import "../../_tensorflow.ts";
import { expectOutputs, SMALL_CASES, tinyModel } from "./_tiny_models.ts";

/** How far a value may be from this program's, as a share of the largest one. */
const TOLERANCE = 1e-5;

/** Runs a model on batches of one and of all clips; prints the largest difference of each output. */
const COMPARE = `
def compare(run, case):
    clips = {
        name: np.fromfile(given["file"], "<f4").reshape(given["shape"])
        for name, given in case["inputs"].items()
    }
    differences = {}
    for count in (1, 3):
        results = run({name: values[:count] for name, values in clips.items()})
        assert sorted(results) == sorted(case["outputs"]), sorted(results)
        for name, values in case["outputs"].items():
            wanted = np.array(values)[:count]
            assert results[name].shape == wanted.shape, results[name].shape
            difference = np.abs(results[name] - wanted).max() / np.abs(wanted).max()
            differences[f"{name} of {count}"] = float(difference)
    return differences
`;

const SAVED_MODEL = `
import json, sys
import numpy as np
import tensorflow as tf
${COMPARE}
report = []
for case in json.load(open(sys.argv[1])):
    model = tf.saved_model.load(case["path"]).signatures["serving_default"]
    run = lambda clips: {k: v.numpy() for k, v in model(**{k: tf.constant(v) for k, v in clips.items()}).items()}
    facts = json.load(open(case["path"] + "/preprocessing.json"))
    report.append({"differences": compare(run, case), "facts": facts})
print(json.dumps(report))
`;

const ONNX = `
import json, sys
import numpy as np
import onnx
import onnxruntime
${COMPARE}
report = []
for case in json.load(open(sys.argv[1])):
    onnx.checker.check_model(onnx.load(case["path"]), full_check=True)
    session = onnxruntime.InferenceSession(case["path"])
    names = [output.name for output in session.get_outputs()]
    run = lambda clips: dict(zip(names, session.run(None, clips)))
    facts = json.loads(session.get_modelmeta().custom_metadata_map["preprocessing"])
    report.append({"differences": compare(run, case), "facts": facts})
print(json.dumps(report))
`;

interface Format {
  readonly name: string;
  /** Of the file or folder. */
  readonly ending: string;
  readonly write: (path: string, graph: RecordedGraph, facts: ExportFacts) => Promise<void>;
  /** Compares models in Python. */
  readonly script: string;
  readonly modules: readonly string[];
}

const FORMATS: readonly Format[] = [
  {
    name: "a SavedModel that TensorFlow opens",
    ending: "_saved_model",
    write: writeSavedModel,
    script: SAVED_MODEL,
    modules: ["numpy", "tensorflow"],
  },
  {
    name: "an ONNX file that its checker accepts and ONNX Runtime opens",
    ending: ".onnx",
    write: writeOnnx,
    script: ONNX,
    modules: ["numpy", "onnx", "onnxruntime"],
  },
];

for (const { name, ending, write, script, modules } of FORMATS) {
  const python = await findPython(modules);
  Deno.test({
    name: `${write.name}() writes ${name}, for batches of one and three: same values${python.lack}`,
    ignore: python.path === undefined,
    fn: () =>
      withFolder(async (folder) => {
        const cases: unknown[] = [];
        const facts: ExportFacts[] = [];
        for (const { kind, answer } of SMALL_CASES) {
          const path = join(folder, `${kind}_${answer}${ending}`);
          const inputs = await Deno.makeTempDir({ dir: folder });
          using tiny = (await tinyModel(kind, answer)).model;
          await write(path, recordModel(tiny.networks, tiny.facts), tiny.facts);
          cases.push({ path, ...await expectOutputs(inputs, tiny) });
          facts.push(tiny.facts);
        }
        const list = join(folder, "cases.json");
        await Deno.writeTextFile(list, JSON.stringify(cases));
        const report = JSON.parse(await runPython(python.path!, script, { words: [list] }));
        for (const [index, { differences, facts: written }] of report.entries()) {
          assert.deepEqual(written, JSON.parse(JSON.stringify(facts[index])));
          for (const [output, difference] of Object.entries<number>(differences)) {
            const { architecture } = facts[index]!.inputs[0]!;
            assert.ok(
              difference < TOLERANCE,
              `${architecture}: ${output} differs by ${difference}`,
            );
          }
        }
      }),
  });
}

import assert from "node:assert/strict";
import { metricsLineSchema } from "../../../pipeline/run/metrics_line.ts";
import { seenViewsSchema } from "../../../pipeline/run/seen_views.ts";
import { streamStateSchema } from "../../../pipeline/run/stream_state.ts";
import { documentedFields } from "../../_metrics_page.ts";

/** A schema of valibot, as far as its fields are looked for. */
interface Schema {
  readonly type?: string;
  /** Of an object. */
  readonly entries?: Readonly<Record<string, Schema>>;
  /** Of something optional. */
  readonly wrapped?: Schema;
  /** Of a list. */
  readonly item?: Schema;
  /** Of a record. */
  readonly value?: Schema;
}

/** Fields whose own fields the page names in their meaning. */
const IN_PROSE = new Set(["clips.views", "clips.pseudoLabels"]);

/** The fields of an object, and of what it holds; X is any name. */
function fieldsOf({ entries, wrapped, item, value, type }: Schema, prefix = ""): string[] {
  const inner = wrapped ?? item;
  if (inner !== undefined) return fieldsOf(inner, prefix);
  if (type === "record" && value?.entries !== undefined) return fieldsOf(value, `${prefix}X.`);
  return Object.entries(entries ?? {}).flatMap(([name, schema]) => {
    const field = prefix + name;
    if (IN_PROSE.has(field)) return [field];
    const inner = fieldsOf(schema, `${field}.`);
    const isGroup = inner.length > 0 && ["credits", "clips", "total"].includes(field) &&
      schema.item === undefined;
    return isGroup ? inner : [field, ...inner];
  });
}

for (
  const [file, schema] of [
    ["metrics.jsonl", metricsLineSchema],
    ["live/stream.json", streamStateSchema],
    ["live/views.json", seenViewsSchema],
  ] as const
) {
  Deno.test(`docs/metrics.md has exactly the fields of ${file}`, () => {
    const documented = documentedFields(file).map(({ field }) => field);
    assert.deepEqual(documented.toSorted(), fieldsOf(schema as Schema).toSorted());
  });
}

Deno.test("docs/metrics.md says the unit and meaning of each field", () => {
  for (const file of ["metrics.jsonl", "live/stream.json", "live/views.json"]) {
    for (const { field, meaning } of documentedFields(file)) {
      assert.ok(meaning !== "", `${file}: ${field}`);
    }
  }
});

import assert from "node:assert/strict";
import type { TensorFile, TensorValues } from "../../../models/safetensors/mod.ts";

/** Folder of the files that torch wrote, with `values.json` of what it reads from them. */
export const FIXTURES = decodeURIComponent(
  new URL("../../fixtures/pytorch/", import.meta.url).pathname,
);

/** A tensor as torch reads it. */
export interface ExpectedTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly (number | boolean)[];
}

/** What torch reads, by file and tensor. */
export const EXPECTED: Readonly<Record<string, Readonly<Record<string, ExpectedTensor>>>> = JSON
  .parse(Deno.readTextFileSync(`${FIXTURES}values.json`));

/** Types that torch writes in the fixtures and that are not read here. */
const NOT_READ: readonly string[] = ["uint16"];

/** Requires that a file holds what torch reads. */
export async function requireExpected(
  file: TensorFile,
  expected: Readonly<Record<string, ExpectedTensor>>,
): Promise<void> {
  assert.deepEqual([...file.tensors.keys()].sort(), Object.keys(expected).sort());
  for (const [name, { dtype, shape, values }] of Object.entries(expected)) {
    assert.deepEqual(file.tensors.get(name)!.shape, shape, name);
    if (NOT_READ.includes(dtype)) continue;
    const read: TensorValues = await file.read(name);
    assert.deepEqual(Array.from<number | bigint, number>(read, Number), values.map(Number), name);
  }
}

import assert from "node:assert/strict";
import {
  readCount,
  readLayoutName,
  readNumber,
} from "../../../pipeline/command_line/option_readers.ts";

Deno.test("readCount() reads whole numbers of at least 1", () => {
  assert.deepEqual(["1", "25"].map(readCount), [1, 25]);
  for (const text of ["0", "-1", "1.5", "1e3", " 1", "x", ""]) {
    assert.throws(() => readCount(text), { message: "It must be a whole number of at least 1." });
  }
});

Deno.test("readNumber() reads finite numbers", () => {
  assert.deepEqual(["0", "-1.5", "1e3"].map(readNumber), [0, -1.5, 1000]);
  for (const text of ["", " ", "x", "Infinity", "NaN"]) {
    assert.throws(() => readNumber(text), { message: "It must be a number." });
  }
});

Deno.test("readLayoutName() reads the name of a layout", () => {
  assert.equal(readLayoutName("class-folders"), "class-folders");
  for (const text of ["", "folders", "Index"]) {
    assert.throws(() => readLayoutName(text), {
      message: "It must be one of prepared, index, official, split-folders, class-folders.",
    });
  }
});

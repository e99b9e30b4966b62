import assert from "node:assert/strict";
import { decode } from "fast-png";
import { drawConfusion } from "../../../pipeline/evaluation/confusion_picture.ts";
import { LETTER_HEIGHT, LETTER_WIDTH, letterRows } from "../../../pipeline/pictures/letters.ts";
import { Picture, textHeight, textWidth } from "../../../pipeline/pictures/picture.ts";

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" +
  "-_. ,:;()/%+'&=*";

Deno.test("letterRows() draws every letter in its size, and no two alike", () => {
  const drawings = [...CHARACTERS, "ü"].map((letter) => {
    const rows = letterRows(letter);
    assert.equal(rows.length, LETTER_HEIGHT, letter);
    assert.ok(rows.every((row) => row.length === LETTER_WIDTH && /^[.#]*$/.test(row)), letter);
    return rows.join("\n");
  });
  assert.equal(new Set(drawings).size, CHARACTERS.length + 1);
  assert.deepEqual(letterRows("ü"), letterRows("漢"));
});

/** The pixels that are not white, as "x,y". */
function inked({ width, pixels }: Picture): string[] {
  return Array.from({ length: pixels.length / 3 }, (_, at) => at)
    .filter((at) => pixels.subarray(at * 3, at * 3 + 3).some((value) => value !== 255))
    .map((at) => `${at % width},${Math.floor(at / width)}`);
}

Deno.test("Picture.text() writes to the right, and vertical text upwards", () => {
  const across = new Picture(20, 20);
  across.text("L-", { left: 2, top: 3 });
  const expected = ["L", "-"].flatMap((letter, place) =>
    letterRows(letter).flatMap((row, y) =>
      [...row].flatMap((dot, x) => dot === "#" ? [[2 + place * 6 + x, 3 + y] as const] : [])
    )
  );
  assert.deepEqual(inked(across).sort(), expected.map(([x, y]) => `${x},${y}`).sort());
  const upwards = new Picture(20, 20);
  upwards.text("L-", { left: 3, top: 18, vertical: true });
  const turned = expected.map(([x, y]) => `${y},${17 - (x - 2)}`);
  assert.deepEqual(inked(upwards).sort(), turned.sort());
  assert.equal(textWidth("L-", 2), 22);
  assert.equal(textHeight(2), 16);
});

Deno.test("Picture.toPng() is a PNG of the same pixels; what lies outside is left out", () => {
  const picture = new Picture(5, 4);
  picture.fill({ left: -2, top: 3, width: 4, height: 9 }, [10, 20, 30]);
  picture.copy(Uint8Array.of(1, 2, 3, 4, 5, 6), { left: 3, top: 0, width: 1, height: 2 });
  assert.deepEqual(inked(picture), ["3,0", "3,1", "0,3", "1,3"]);
  const { width, height, channels, data } = decode(picture.toPng());
  assert.deepEqual([width, height, channels], [5, 4, 3]);
  assert.deepEqual([...data], [...picture.pixels]);
  assert.throws(() => new Picture(0, 4), /'width' must be a positive integer: current value is 0/);
});

Deno.test("drawConfusion() darkens cells by their share of the row, for few and many classes", () => {
  const confusion = [[3, 1, 0], [0, 2, 0], [0, 0, 0]];
  const picture = drawConfusion({ confusion }, { classes: ["a", "b", "c"], title: "title" });
  const shades = confusion.map((row, label) =>
    row.map((_, predicted) => {
      // The corner of the cell, where no count is written; the title of the axis is 16 pixels high, a
      // name one letter of 10.
      const x = 12 + 16 + 12 + 10 + 6 + 64 * predicted;
      const y = picture.height - 12 - 64 * (3 - label);
      return picture.pixels[(y * picture.width + x) * 3]!;
    })
  );
  const [[right, wrong, none], [, all], [empty]] = shades as [number[], number[], number[]];
  assert.ok(all! < right! && right! < wrong! && wrong! < none!, String(shades));
  assert.deepEqual([none, empty], [255, 225]);
  for (const count of [1, 101, 400]) {
    const classes = Array.from({ length: count }, (_, index) => `class ${index} ${"x".repeat(40)}`);
    const rows = classes.map((_, label) => classes.map((_, at) => Number(at === label)));
    const { width, height } = drawConfusion({ confusion: rows }, { classes, title: "title" });
    assert.ok(width < 1500 && height < 1500, `${width}x${height}`);
  }
});

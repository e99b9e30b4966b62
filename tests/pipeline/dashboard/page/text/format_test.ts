import assert from "node:assert/strict";
import { countOf } from "../../../../../pipeline/dashboard/page/text/count_of.ts";
import { formatBytes } from "../../../../../pipeline/dashboard/page/text/format_bytes.ts";
import { formatDuration } from "../../../../../pipeline/dashboard/page/text/format_duration.ts";
import { formatNumber } from "../../../../../pipeline/dashboard/page/text/format_number.ts";
import { formatPercent } from "../../../../../pipeline/dashboard/page/text/format_percent.ts";

for (
  const [value, text] of [
    [0, "0"],
    [1240, "1,240"],
    [-3, "-3"],
    [0.123456, "0.1235"],
    [12.3456, "12.35"],
    [0.00003, "3.0e-5"],
    [2e12, "2.0e+12"],
  ] as const
) {
  Deno.test(`formatNumber() of ${value}`, () => {
    assert.equal(formatNumber(value), text);
  });
}

for (
  const [seconds, text] of [
    [0.44, "0.4 s"],
    [59.6, "60 s"],
    [119, "119 s"],
    [600, "10 min"],
    [3599, "1 h 00 min"],
    [3900, "1 h 05 min"],
    [360_000, "100 h 00 min"],
  ] as const
) {
  Deno.test(`formatDuration() of ${seconds} seconds`, () => {
    assert.equal(formatDuration(seconds), text);
  });
}

Deno.test("formatBytes() chooses the unit", () => {
  const bytes = [0, 1023, 1024, 5.5 * 2 ** 20, 900 * 2 ** 20, 1.25 * 2 ** 30];
  assert.deepEqual(bytes.map(formatBytes), [
    "0 bytes",
    "1023 bytes",
    "1.0 KiB",
    "5.5 MiB",
    "900 MiB",
    "1.3 GiB",
  ]);
});

Deno.test("formatPercent() writes one digit", () => {
  assert.deepEqual([0, 0.6249, 1].map(formatPercent), ["0 %", "62.5 %", "100 %"]);
});

Deno.test("countOf() names one thing or several", () => {
  assert.deepEqual([0, 1, 1500].map((count) => countOf(count, "clip")), [
    "0 clips",
    "1 clip",
    "1,500 clips",
  ]);
});

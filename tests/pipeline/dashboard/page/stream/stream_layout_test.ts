import assert from "node:assert/strict";
import {
  type Area,
  layoutStream,
} from "../../../../../pipeline/dashboard/page/stream/stream_layout.ts";
import { placeDots } from "../../../../../pipeline/dashboard/page/stream/place_dots.ts";

const WIDTHS = [320, 640, 859, 860, 1100, 1760];

for (const width of WIDTHS) {
  Deno.test(`layoutStream() has room for everything in ${width} pixels, without overlap`, () => {
    const { stations, back, height, isWide } = layoutStream(width);
    assert.equal(isWide, width >= 860);
    const inside = { x: 0, y: 0, width, height };
    for (const [index, station] of stations.entries()) {
      assertInside(station, inside);
      assertInside(station.clips, station);
      const next = stations[index + 1];
      if (next === undefined) continue;
      const [end, start] = isWide
        ? [station.x + station.width, next.x]
        : [station.y + station.height, next.y];
      assert.ok(end <= start + 1e-6);
    }
    assertInside(back.credits, inside);
  });
}

Deno.test("placeDots() keeps all dots inside, however many there are", () => {
  const area = { x: 10, y: 20, width: 90, height: 52 };
  for (const count of [0, 1, 7, 8, 30, 48]) {
    const dots = placeDots(area, count);
    assert.equal(dots.length, count);
    for (const { x, y, radius } of dots) {
      assertInside({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }, area);
    }
    assert.equal(new Set(dots.map(({ x, y }) => `${x} ${y}`)).size, count);
  }
});

function assertInside(inner: Area, outer: Area): void {
  const isInside = inner.x >= outer.x && inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width + 1e-6 &&
    inner.y + inner.height <= outer.y + outer.height + 1e-6;
  assert.ok(isInside, `${JSON.stringify(inner)} in ${JSON.stringify(outer)}`);
}

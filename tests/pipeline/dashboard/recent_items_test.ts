import assert from "node:assert/strict";
import { RecentItems } from "../../../pipeline/dashboard/recent_items.ts";

Deno.test("RecentItems keeps those that were used last", () => {
  const items = new RecentItems<number>({ limit: 2 });
  items.set("a", 1);
  items.set("b", 2);
  assert.equal(items.get("a"), 1);
  items.set("c", 3);
  assert.deepEqual([items.get("a"), items.get("b"), items.get("c")], [1, undefined, 3]);
});

Deno.test("RecentItems keeps no more than a weight, but always the last one", () => {
  const items = new RecentItems<string>({ limit: 5, weigh: (text) => text.length });
  items.set("a", "12");
  items.set("b", "123");
  items.set("b", "1");
  items.set("c", "12");
  assert.deepEqual([items.get("a"), items.get("b"), items.get("c")], ["12", "1", "12"]);
  items.set("d", "123456789");
  assert.deepEqual([items.get("a"), items.get("c"), items.get("d")], [
    undefined,
    undefined,
    "123456789",
  ]);
});

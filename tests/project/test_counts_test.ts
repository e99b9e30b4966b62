import assert from "node:assert/strict";
import { closingLine, countTests } from "./_test_counts.ts";

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="5" failures="1" errors="0" time="1.0">
    <testsuite name="./a_test.ts" tests="5" disabled="1" errors="0" failures="1">
        <testcase name="one" classname="./a_test.ts" time="0.001" line="1" col="6">
        </testcase>
        <testcase name="a &lt;testcase name=&quot;x&quot;&gt;" classname="./a_test.ts" time="0.001"/>
        <testcase name="two" classname="./a_test.ts" time="0.002" line="2" col="6">
            <failure message="Uncaught Error: no">Error: &lt;skipped/&gt;
                at file:///a_test.ts</failure>
        </testcase>
        <testcase name="three" classname="./a_test.ts" time="0.000" line="3" col="6">
            <skipped/>
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("countTests() counts what a report of deno test lists", () => {
  assert.deepEqual(countTests(REPORT), { passed: 2, failed: 1, skipped: 1 });
  assert.deepEqual(countTests(""), { passed: 0, failed: 0, skipped: 0 });
});

Deno.test("closingLine() adds up all reports", () => {
  const counts = { passed: 2, failed: 1, skipped: 1 };
  assert.equal(closingLine([counts, counts]), "4 passed, 2 failed, 2 skipped");
});

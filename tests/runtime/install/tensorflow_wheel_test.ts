import assert from "node:assert/strict";
import { isFittingVersion, pinnedWheel } from "../../../runtime/install/tensorflow_wheel.ts";

Deno.test.each(["x86_64", "aarch64"])(
  "pinnedWheel() has a wheel for %s whose name agrees with its fields",
  (arch) => {
    const wheel = pinnedWheel({ os: "linux", arch });
    assert.ok(wheel !== null);
    assert.match(wheel.sha256, /^[0-9a-f]{64}$/);
    const name = wheel.project.replace("-", "_");
    assert.equal(wheel.fileName, `${name}-${wheel.version}-cp311-cp311-manylinux_2_27_${arch}.whl`);
    assert.equal(wheel.platform, `manylinux_2_27_${arch}`);
  },
);

Deno.test("pinnedWheel() has no wheel for other processors", () => {
  assert.equal(pinnedWheel({ os: "linux", arch: "riscv64" }), null);
});

Deno.test.each(
  [
    ["2.21.0", true],
    ["2.21.12", true],
    ["2.20.0", false],
    ["2.22.0", false],
    ["2.21.0rc1", false],
    ["12.21.0", false],
    ["2.210.0", false],
  ] as const,
)("isFittingVersion() of %s is %s", (version, expected) => {
  assert.equal(isFittingVersion(version), expected);
});

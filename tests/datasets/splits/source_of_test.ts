import assert from "node:assert/strict";
import { PUBLISHED_SPLITS, readPublishedSplit } from "../../../datasets/mod.ts";
import { sourceOf } from "../../../datasets/splits/source_of.ts";

const CASES = [
  ["Lunges/v_Lunges_g07_c03.avi", "v_Lunges_g07"],
  ["v_Lunges_g07_c03", "v_Lunges_g07"],
  ["prepared/copy_v_Lunges_g07_c03_flipped.mp4", "copy_v_Lunges_g07"],
  ["April_09_brush_hair_u_nm_np1_ba_goo_0.avi", "April_09"],
  ["wave/April_09_wave_f_cm_np2_le_bad_12.mp4", "April_09"],
  ["FOOT_kick_ball_h_cm_np1_ri_med_3", "FOOT"],
  ["Iaido_draw_sword_l_nm_np1_fr_goo_1.avi", "Iaido"],
  // Clips of a class of one's own: of one film at least.
  ["Film_juggle_u_nm_np1_ba_goo_0.avi", "Film_juggle"],
  ["playing_ukulele/OELUl7M9SMw_000022_000032.mp4", "OELUl7M9SMw"],
  ["_-abcDEF123_000000_000010.mkv", "_-abcDEF123"],
] as const;

Deno.test.each(CASES)("sourceOf($0) is $1", (id, source) => {
  assert.equal(sourceOf({ id }), source);
});

const OWN_NAMES = [
  "clip_001.mp4",
  "IMG_1234.MOV",
  "2024-05-01_kitchen_03.mp4",
  "kitchen_g2_take3.mp4",
  "v_run_g1_2.avi",
  "u_nm_np1_ba_goo_0.avi",
  "scene_u_nm_np1_ba_good_0.avi",
  "scene_u_nm_np1_ba_goo_take.avi",
  // A camera's name of eleven letters, date and time; a time that does not last ten seconds.
  "front_cam_1_240501_120000.mp4",
  "OELUl7M9SMw_000022_000033.mp4",
  "OELUl7M9SMw_22_32.mp4",
  "my_OELUl7M9SMw_000022_000032.mp4",
  "OELUl7M9SMw_000022_0000320.mp4",
  "OELUl7M9SMw.mp4",
  "g01_c01_000022_000032.mp4/clip.mp4",
] as const;

Deno.test.each(OWN_NAMES.map((id) => [id] as const))("sourceOf($0) says nothing", (id) => {
  assert.equal(sourceOf({ id }), undefined);
});

/** A video's name for what it is a cut of, written another way than by the program. */
const SOURCES: Readonly<Record<string, (file: string, className: string) => string>> = {
  ucf101: (file) => file.split("_").slice(0, -1).join("_"),
  // Behind the film come the class and six words.
  hmdb51: (file, className) => file.split("_").slice(0, -6 - className.split("_").length).join("_"),
  kinetics400: (file) => file.slice(0, 11),
};

for (const name of PUBLISHED_SPLITS) {
  Deno.test(`sourceOf() knows each name of ${name}`, async () => {
    const split = await readPublishedSplit(name, "data");
    const expected = SOURCES[name.split("-")[0]!]!;
    for (const { written } of [...split.labeled, ...split.unlabeled ?? [], ...split.test ?? []]) {
      const [className, file] = written.split("/") as [string, string];
      assert.equal(sourceOf({ id: written }), expected(file, className), written);
    }
  });
}

Deno.test("sourceOf() shows films of HMDB-51 on both sides of the published split", async () => {
  const { labeled, unlabeled, test } = await readPublishedSplit("hmdb51-40pct", "data");
  const sources = (videos: readonly { readonly written: string }[]) =>
    new Set(videos.map(({ written: id }) => `${id.split("/")[0]}/${sourceOf({ id })}`));
  const [trained, tested] = [sources([...labeled, ...unlabeled!]), sources(test!)];
  assert.equal(trained.union(tested).size, 2291);
  assert.equal(trained.intersection(tested).size, 177);
});

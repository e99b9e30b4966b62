import type { ClassAgreement } from "../embedding/class_agreement.ts";
import type { ClassProbability } from "../evaluation/record_prediction.ts";
import { formatCount } from "../terminal/format_count.ts";
import { formatPercent } from "../terminal/format_percent.ts";
import { type Html, markup } from "./html.ts";
import { htmlTable } from "./html_table.ts";
import { CLASS_LOOKS, MAP_ZOOMS } from "./map_style.ts";
import { note } from "./note.ts";
import type { MappedVideo, VideoMap } from "./video_map.ts";

/** Videos from which on their points are small. */
const MANY_VIDEOS = 400;

/** Classes up to which their names are always on the map. */
const FEW_CLASSES = 12;

const ABOUT_MAP =
  "Each point is a tested video. Those near each other look alike to the networks: " +
  "the map (UMAP) keeps neighbors together by what the last layers read. Axes, sizes of groups and " +
  "distances between groups have no meaning.";

const ABOUT_AGREEMENT =
  "Measured on the features themselves, not on the map. The higher the share, " +
  "the better the features tell the classes apart; cuts of one recording raise it, too.";

const HOW_TO =
  "Point at a video to see it, or choose one and walk through them with the arrow keys.";

/**
 * Writes a map of tested videos that needs no script: points are radio buttons, and what a point,
 * the legend or a zoom does is written in the style sheet, {@linkcode mapStyle}.
 *
 * @param who Whose answers make a mistake: `primary` or `both`.
 */
export function describeVideoMap(map: VideoMap, who: string): Html {
  const { videos, classes } = map;
  const looks = new Map(classes.map((name, index) => [name, index]));
  const isMany = videos.length > MANY_VIDEOS;
  const hasNames = classes.length <= FEW_CLASSES;
  const points = videos.map((video, index) =>
    point(video, { index, who, look: looks.get(video.label) ?? 0 })
  );
  return markup`${note(ABOUT_MAP)}
<p id="map-summary">${summarize(map)}</p>
<div class="map${isMany ? " many" : ""}${hasNames ? " named" : ""}">
<div class="choose">${HOW_TO}</div>
<div class="plot"><div class="field" role="radiogroup" aria-label="Tested videos" aria-describedby="map-summary">
${names(map)}
${points}
</div></div>
${legend(map, who)}
</div>
${agreementTable(map.agreement)}`;
}

/** What the map shows, for those who cannot see it, and what it is worth. */
function summarize({ videos, tested, neighbors, agreement }: VideoMap): string {
  const { share, chance } = agreement;
  const shown = videos.length === tested
    ? `All ${formatCount(tested)} tested videos`
    : `${formatCount(videos.length)} of ${formatCount(tested)} tested videos, at equal distances ` +
      "in their list";
  return `${shown}. Of the ${neighbors} nearest neighbors of a video, ${
    formatPercent(share)
  } are ` +
    `of its class; ${formatPercent(chance)} would be if the features said nothing about classes.`;
}

/** How a point is written. */
interface PointOptions {
  readonly index: number;
  readonly who: string;
  /** Number of its class among those on the map. */
  readonly look: number;
}

function point(video: MappedVideo, { index, who, look }: PointOptions): Html {
  const { label, answers } = video;
  const isRight = answers[who]?.[0]?.class === label;
  const kind = `point c${look}${isRight ? "" : " wrong"}`;
  const input = markup`<input type="radio" name="video" class="${kind}" style="${
    position(video.point)
  }" aria-labelledby="v${index}" autocomplete="off">`;
  const given = Object.entries(answers).map(([name, [best]]) =>
    markup`<br>${name}: ${describeAnswer(best)}`
  );
  const verdict = isRight ? "right" : "mistake";
  return markup`${input}<div class="card" id="v${index}"><img src="${video.thumbnail}" alt="" loading="lazy"><p><strong>${video.video}</strong><br>${label} (${verdict})${given}</p></div>
`;
}

function describeAnswer(best: ClassProbability | undefined): string {
  return best === undefined ? "no answer" : `${best.class} ${formatPercent(best.probability)}`;
}

/** Where something is on the map, as CSS. */
function position([x, y]: MappedVideo["point"]): string {
  const percent = (value: number) => `${Number((100 * value).toFixed(2))}%`;
  return `--x:${percent(x)};--y:${percent(y)}`;
}

/** The name of each class, at the video in the middle of its own. */
function names({ classes, videos }: VideoMap): Html[] {
  return classes.map((name, look) => {
    const middle = middleOf(videos.filter(({ label }) => label === name));
    return markup`<span class="name c${look}" style="${
      position(middle)
    }" aria-hidden="true">${name}</span>`;
  });
}

/** The point whose distances to all others are smallest in sum. */
function middleOf(videos: readonly MappedVideo[]): MappedVideo["point"] {
  let best: MappedVideo["point"] = [0, 0];
  let smallest = Infinity;
  for (const { point: [x, y] } of videos) {
    let sum = 0;
    for (const { point: other } of videos) sum += Math.hypot(x - other[0], y - other[1]);
    if (sum < smallest) {
      smallest = sum;
      best = [x, y];
    }
  }
  return best;
}

function legend({ classes, videos }: VideoMap, who: string): Html {
  const isMistake = ({ answers, label }: MappedVideo) => answers[who]?.[0]?.class !== label;
  const mistakes = videos.filter(isMistake).length;
  const counts = Map.groupBy(videos, ({ label }) => label);
  const rows = classes.map((name, look) =>
    markup`<label><input type="checkbox" class="pick" id="pick-${look}" autocomplete="off"><i class="sample c${look}"></i> ${name} <span class="muted">${
      counts.get(name)!.length
    }</span></label>`
  );
  const zooms = MAP_ZOOMS.map((zoom) =>
    zoom === 1
      ? markup`<label><input type="radio" name="zoom" id="zoom-1" autocomplete="off" checked> 1×</label>`
      : markup`<label><input type="radio" name="zoom" id="zoom-${zoom}" autocomplete="off"> ${zoom}×</label>`
  );
  return markup`<div class="controls">
<fieldset><legend>Show</legend>
<label><input type="checkbox" id="mistakes" autocomplete="off"><i class="sample wrong"></i> mistakes only <span class="muted">${mistakes}</span></label>
<span class="zooms">zoom ${zooms}</span></fieldset>
<fieldset><legend>True classes; check some to pick them out</legend>
<div class="classes">${rows}</div>
${
    classes.length > CLASS_LOOKS
      ? note(`Looks repeat after ${CLASS_LOOKS} classes: check a class to see it.`)
      : undefined
  }</fieldset>
</div>`;
}

/** The same as text: which classes are apart, and which lie in one another. */
function agreementTable({ classes }: ClassAgreement): Html {
  const rows = classes.toSorted((a, b) => a.share - b.share).map((
    { name, videos, share, nextTo },
  ) => [
    name,
    videos,
    formatPercent(share),
    nextTo === undefined ? "" : `${nextTo.name} (${formatPercent(nextTo.share)})`,
  ]);
  const header = ["class", "videos", "neighbors of the class", "next to, most often"];
  return markup`<details><summary>The map as a table: neighbors by class, the most mixed first</summary>${
    note(ABOUT_AGREEMENT)
  }${htmlTable({ header, rows })}</details>`;
}

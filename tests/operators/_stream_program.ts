// A program of another project: batches of a video's clips, without TensorFlow and without FFI.
import { decodeWindow } from "@actnetformer/deno/datasets";
import {
  Credits,
  decode,
  type DecodedWindow,
  paced,
  ratioBatch,
  ratioTickets,
  release,
  type Ticket,
} from "@actnetformer/deno/operators/stream";
import {
  decodingGrid,
  labeledViews,
  slowFast,
  weakViews,
} from "@actnetformer/deno/operators/views";

const [ffmpegPath = "", path = ""] = Deno.args;
const rates = { primary: { frames: 4, stride: 2 }, auxiliary: { frames: 4, stride: 1 } };
const grid = decodingGrid(rates);
const view = { seed: 1, size: 16, shortSide: [16, 20], flip: 0.5 } as const;
const order = {
  labeled: [{ id: "known", path, label: 3 }],
  unlabeled: [{ id: "a", path, label: null }, { id: "b", path, label: null }],
  labeledPerBatch: 1,
  ratio: 2,
  seed: 1,
};

async function load(ticket: Ticket, signal: AbortSignal): Promise<DecodedWindow> {
  const window = { ...grid, ffmpegPath, startSec: 0, size: { shortSide: 24 } };
  const { frames, frameCount, height, width } = await decodeWindow(path, window, signal);
  const { framesPerSecond } = grid;
  return { ticket, frames, frameCount, height, width, framesPerSecond };
}

const credits = new Credits(4);
paced(ratioTickets(order, { phase: 0, from: 0, to: 2 }), credits).pipe(
  decode(load, { concurrency: 2, credits }),
  slowFast({ clips: rates, seed: 1, training: false }),
  labeledViews(view),
  weakViews(view),
  ratioBatch({ labeled: 1, ratio: 2, credits }),
  release(credits, ({ labeled, unlabeled }) => labeled.length + unlabeled.length),
).subscribe({
  next({ labeled, unlabeled }) {
    const views = [...labeled, ...unlabeled].map(({ views }) => Object.keys(views).join());
    const firstBytes = labeled.map(({ frames, height, width, indices }) =>
      indices.primary.map((index) => frames[index * height * width * 3])
    );
    console.log(JSON.stringify({ views, firstBytes }));
  },
  complete: () => console.log(JSON.stringify({ creditsInFlight: credits.inFlight })),
});

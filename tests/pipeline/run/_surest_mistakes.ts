import type { SurestMistakes } from "../../../pipeline/run/surest_mistakes.ts";

/** A gray image of 8 by 6 pixels. */
const IMAGE =
  "data:image/jpeg;base64,/9j/4AAQSkZJRgABAgAAAQABAAD/2wBDAAg+Pkk+SVVVVVVVVWRdZGhoaGRkZGRoaGh" +
  "wcHCDg4NwcHBoaHBwfHyDg4+Tj4eHg4eTk5ubm7q6srLZ2eD/////xABKAAEAAAAAAAAAAAAAAAAAAAAAAQEAAAAAA" +
  "AAAAAAAAAAAAAAAEAEAAAAAAAAAAAAAAAAAAAAAEQEAAAAAAAAAAAAAAAAAAAAA/8AAEQgABgAIAwEiAAIRAAMRAP/" +
  "aAAwDAQACEQMRAD8AAA//2Q==";

const IMAGES = Array<string>(5).fill(IMAGE);

const ZOOM = { class: "zoom", probability: 0.9 };

/** Two mistakes of the same test: one with frames and heat, and one whose video is gone. */
export const SUREST_MISTAKES: SurestMistakes = {
  version: 1,
  predictions: "0".repeat(64),
  about: "The surest wrong answers of both networks together.",
  legend: {
    how: "Below the frames: what each network looked at.",
    limits: "primary (3D ResNet): Grad-CAM, 2 × 2 cells a frame. Heat says where, not why.",
    colors: [[64, 64, 64], [255, 128, 0]],
  },
  mistakes: [
    {
      video: "nod/v1.mp4",
      label: "nod",
      wrong: ZOOM,
      answers: { primary: [ZOOM], auxiliary: [{ class: "nod", probability: 0.6 }], both: [ZOOM] },
      strip: { images: IMAGES, seconds: [0.25, 0.75, 1.25, 1.75, 2.25] },
      heat: [
        {
          explained: { network: "primary", kind: "3D ResNet", method: "Grad-CAM", side: 2 },
          images: IMAGES,
        },
        {
          explained: {
            network: "auxiliary",
            kind: "TimeSformer",
            method: "attention rollout",
            side: 4,
          },
          images: IMAGES,
        },
      ],
    },
    {
      video: "nod/v2.mp4",
      label: "nod",
      wrong: { class: "shake", probability: 0.7 },
      answers: { both: [{ class: "shake", probability: 0.7 }] },
      strip: "the video is not there any more",
      heat: [],
    },
  ],
};

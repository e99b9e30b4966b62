import type { RandomAccessFile } from "../tensor_files/random_access_file.ts";
import { RecordArchive } from "./_archive.ts";
import { type Content, PickleSource } from "./_content.ts";

/**
 * Reads what `torch.save` writes since version 1.6: a zip archive with a pickle, and a record for
 * each storage.
 */
export async function readArchive(file: RandomAccessFile): Promise<Content> {
  const archive = await RecordArchive.open(file);
  if (archive.has("constants.pkl")) {
    throw file.error(
      "it is a TorchScript archive, which holds a program. In Python, save " +
        "torch.jit.load(file).state_dict() by torch.save",
    );
  }
  await requireLittleEndian(file, archive);
  const root = new PickleSource(file).readRange(await archive.locate("data.pkl"));
  return {
    root,
    async locate({ key, length, skipped }) {
      const range = await archive.locate(`data/${key}`);
      if (skipped + length > range.length) {
        throw file.error(
          `storage '${key}' in it has ${range.length} bytes, not ${
            skipped + length
          }. The file is ` +
            "damaged: get it again",
        );
      }
      return { start: range.start + skipped, length };
    },
  };
}

/** Requires the order of bytes that all common computers have. */
async function requireLittleEndian(file: RandomAccessFile, archive: RecordArchive): Promise<void> {
  if (!archive.has("byteorder")) return;
  const order = new TextDecoder().decode(file.read(await archive.locate("byteorder")));
  if (order === "little") return;
  throw file.error(
    `its numbers are written in the order '${order.slice(0, 20)}', not 'little' as on common ` +
      "computers. Save it again on one of these",
  );
}

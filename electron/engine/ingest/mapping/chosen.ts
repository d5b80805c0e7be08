/** Mappings chosen for an import: read from a file, made on screen, or kept with an earlier import. */
import { createHash } from 'node:crypto';
import { ellipsis } from '../../../../shared/base/text';
import {
  type ChosenMapping,
  MAPPING_LIMIT,
  MAPPING_VERSION,
  Mapping,
  mappingText,
} from '../../../../shared/model/mapping';

export class MappingError extends Error {}

/** A mapping made on screen. */
export function chosenMapping(mapping: Mapping): ChosenMapping {
  const text = mappingText(mapping);
  return { mapping, text, sha256: sha256(Buffer.from(text)), file: null };
}

/** Reads a mapping file's bytes. Throws `MappingError` with what is wrong with it, and where in it. */
export function readMapping(bytes: Buffer, file: string): ChosenMapping {
  if (bytes.length > MAPPING_LIMIT) throw new MappingError('larger than 1 MiB: this is no mapping file');
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) throw new MappingError('not in UTF-8');
  return { mapping: parsedMapping(text), text, sha256: sha256(bytes), file };
}

/** The mapping that a text holds. Throws `MappingError`. */
export function parsedMapping(text: string): Mapping {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new MappingError('not JSON');
  }
  const version = (value as { sidedoorMapping?: unknown } | null)?.sidedoorMapping;
  if (version === undefined) throw new MappingError('no mapping file: "sidedoorMapping" is missing');
  if (version !== MAPPING_VERSION)
    throw new MappingError(
      `a mapping of version ${String(version).slice(0, 20)}; this version knows ${MAPPING_VERSION}`,
    );
  const parsed = Mapping.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new MappingError(ellipsis(`${first!.path.join('.') || 'the file'}: ${first!.message}`, 300));
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What stays of a mapping in the case, with the import. */
export const keptMapping = ({ mapping, file, sha256, text }: ChosenMapping) => ({
  name: mapping.name,
  file,
  sha256,
  text,
});

// Facts of one text, for tests of extractors.

import type { FactParts, FileFacts } from '../../src/engine/facts';
import { openSession } from './analyze';

/** Facts of a file as a scan of a workspace that holds nothing else makes them. */
export async function factsOf(path: string, text: string): Promise<FileFacts> {
  const { session } = await openSession({ [path]: text });
  const facts = session.factsOf(path);
  if (!facts) throw new Error(`${path} gave no facts`);
  return facts;
}

/** One kind of facts of a text. */
export async function partOf<K extends keyof FactParts>(
  part: K,
  path: string,
  text: string,
): Promise<FactParts[K] | undefined> {
  return (await factsOf(path, text)).parts[part] as FactParts[K] | undefined;
}

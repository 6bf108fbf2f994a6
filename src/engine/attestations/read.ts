/** Reads the attestations file; whatever is wrong becomes a problem with its place, and the rest is kept. */
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { parseJson } from '../config/json';
import type { ConfigProblem } from '../config/read';
import { valid } from '../config/validate';
import type { LineTable } from '../span';
import { daysOf, MAX_DAYS } from './attestable';
import type { Attestation, Attestations, StatedAttestation } from './attestation';
import { daysAfter } from '../days';
import { ATTESTATIONS_FILE } from './schema';

export interface ReadAttestations {
  /** Null: the text is not even JSON, so what was read before still stands. */
  attestations: Attestations | null;
  problems: ConfigProblem[];
}

/** @param today ISO date; an answer that lies in the future is none */
export function readAttestations(path: string, text: string, today: string): ReadAttestations {
  const parsed = parseJson(text, 'nothing attested');
  if ('message' in parsed) return { attestations: null, problems: [{ path, ...parsed }] };
  const problems: ConfigProblem[] = [];
  const { tree, lines } = parsed;
  const complain = (node: Node, message: string): void => {
    problems.push({ path, span: spanOf(node, lines), message });
  };
  valid(tree, ATTESTATIONS_FILE, 'The attestations file', complain);
  const stated = new Map<string, StatedAttestation>();
  const list = tree.type === 'object' ? findNodeAtLocation(tree, ['attestations']) : undefined;
  for (const node of list?.type === 'array' ? (list.children ?? []) : []) {
    const entry = entryOf(node);
    if (!entry || !isPlausible(node, entry, today, complain)) continue;
    if (stated.has(entry.id)) complain(node, `"${entry.id}" is stated twice. Keep the newer entry.`);
    else stated.set(entry.id, statedOf(entry, spanOf(node, lines), today));
  }
  return { attestations: { path, stated }, problems };
}

/** The entry, if it fits the description; what does not was complained about with the whole file. */
function entryOf(node: Node): Attestation | undefined {
  return valid(node, ATTESTATIONS_FILE.members.attestations.of, '', () => undefined) as Attestation | undefined;
}

/** Complains about days that contradict each other. */
function isPlausible(
  node: Node,
  { id, date, expires }: Attestation,
  today: string,
  complain: (node: Node, message: string) => void,
): boolean {
  const at = (key: string): Node => findNodeAtLocation(node, [key]) ?? node;
  // East of Greenwich it is tomorrow already.
  if (date > daysAfter(today, 1)) complain(at('date'), '"date" lies in the future: what is stated was done by then.');
  else if (expires === undefined && daysOf(id) === null)
    complain(node, `"${id}" belongs to one release: it needs "expires", the last day it holds.`);
  else if (expires !== undefined && expires < date) complain(at('expires'), '"expires" is before "date".');
  else if (expires !== undefined && expires > daysAfter(date, MAX_DAYS))
    complain(at('expires'), `An attestation holds for ${MAX_DAYS} days at most: until ${daysAfter(date, MAX_DAYS)}.`);
  else return true;
  return false;
}

function statedOf(entry: Attestation, span: StatedAttestation['span'], today: string): StatedAttestation {
  const expires = entry.expires ?? daysAfter(entry.date, daysOf(entry.id) ?? 0);
  return { ...entry, span, expires, state: expires < today ? 'expired' : 'attested' };
}

function spanOf(node: Node, lines: LineTable): StatedAttestation['span'] {
  return lines.span(node.offset, node.offset + node.length);
}

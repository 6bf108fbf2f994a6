/** The team's own checklists in the *Readiness* view: document, section, item, evidence. */
import {
  checklistCounts,
  checklistOutcome,
  checklistStanding,
  CLAIM_WORDS,
  VERDICT_WORDS,
} from '../../engine/report/present';
import type { ChecklistEntry, CheckResult } from '../../engine/report/report';
import type { ClientReport } from '../../server/protocol';
import { attestableItem } from './attestations';
import { ICONS } from './icons';
import type { TreeNode } from './node';
import { placeRow } from './place-row';
import { firstSentence } from './text';

/** Places below an item: enough to be convinced. */
const MAX_PROOFS = 10;

interface ChecklistFilter {
  failingOnly: boolean;
  hideHolding: boolean;
}

/**
 * The document, where there is one; else one row with a row per document below it, what contradicts the code first. Documents of which no
 * item names anything that is checked are left out where there are others: a repository may hold dozens of them.
 */
export function checklistNodes(folder: string, report: ClientReport, filter: ChecklistFilter): TreeNode[] {
  const documents = new Map<string, ChecklistEntry[]>();
  for (const entry of report.checklist) documents.set(entry.doc, [...(documents.get(entry.doc) ?? []), entry]);
  const bound = [...documents].filter(([, entries]) => entries.some((entry) => entry.verdict !== null));
  const chosen = bound.length > 0 ? bound : [...documents];
  const contradictions = (entries: ChecklistEntry[]): number => entries.filter((entry) => entry.contradiction).length;
  const sorted = chosen.sort(([, a], [, b]) => contradictions(b) - contradictions(a));
  const isOnly = sorted.length === 1;
  const nodes = sorted.flatMap(([doc, entries]) => documentNode({ folder, doc, entries, report, filter, isOnly }));
  if (nodes.length <= 1) return nodes;
  const description = figuresOf(sorted.flatMap(([, entries]) => entries)).join(' · ');
  return [
    {
      id: `${folder}#checklists`,
      label: `Your checklists (${nodes.length})`,
      description,
      icon: ICONS.checklist,
      children: nodes,
      context: 'checklists',
      spoken: `${nodes.length} checklists, ${description}`,
    },
  ];
}

/** `2 contradicted`, `4 of 17 proven`. */
function figuresOf(entries: readonly ChecklistEntry[]): string[] {
  const { contradictions, proven, items } = checklistCounts(entries);
  return [...(contradictions > 0 ? [`${contradictions} contradicted`] : []), `${proven} of ${items} proven`];
}

interface DocumentInput {
  folder: string;
  doc: string;
  entries: ChecklistEntry[];
  report: ClientReport;
  filter: ChecklistFilter;
  isOnly: boolean;
}

function documentNode({ folder, doc, entries, report, filter, isOnly }: DocumentInput): TreeNode[] {
  const counts = checklistCounts(entries);
  const shown = entries.filter((entry) => isShown(entry, filter));
  const children = sections(folder, doc, shown, report, sharedHeadings(entries));
  if (children.length === 0) return [];
  const name = doc.slice(doc.lastIndexOf('/') + 1);
  const figures = figuresOf(entries);
  return [
    {
      id: `${folder}#checklist/${doc}`,
      // In a narrow sidebar the figures say more than the name of the only document.
      label: isOnly ? 'Your checklist' : name,
      description: [...figures, ...(isOnly ? [name] : [])].join(' · '),
      icon: ICONS.checklist,
      tooltip: [
        doc,
        `${counts.proven} proven, ${counts.contradictions} contradicted, ${counts.open} open, ${counts.people} only people can say`,
      ].join('\n\n'),
      children,
      context: 'checklist',
      spoken: `Your checklist, ${name}, ${figures.join(', ')}`,
    },
  ];
}

/** How many headings all items have in common, such as the title of the document: they tell nothing apart. */
function sharedHeadings([first, ...others]: readonly ChecklistEntry[]): number {
  const headings = first?.section ?? [];
  const isShared = (index: number): boolean => others.every((entry) => entry.section[index] === headings[index]);
  let count = 0;
  while (count < headings.length && others.length > 0 && isShared(count)) count += 1;
  return count;
}

function isShown(entry: ChecklistEntry, filter: ChecklistFilter): boolean {
  const isFailing = entry.contradiction || entry.verdict === 'fail' || entry.verdict === 'expired';
  if (filter.failingOnly) return isFailing;
  return !(filter.hideHolding && checklistStanding(entry) === 'proven');
}

/** Items below their headings, as the document nests them. */
function sections(
  folder: string,
  doc: string,
  entries: readonly ChecklistEntry[],
  report: ClientReport,
  skipped: number,
): TreeNode[] {
  const root: TreeNode[] = [];
  for (const entry of entries) {
    let level = root;
    let id = `${folder}#section/${doc}`;
    for (const heading of entry.section.slice(skipped)) {
      id += `/${heading}`;
      let node = level.find((candidate) => candidate.id === id);
      if (!node) level.push((node = { id, label: heading, children: [], context: 'section' }));
      level = node.children;
    }
    level.push(itemNode(folder, doc, entry, report, level.length));
  }
  return withCounts(root);
}

/** A heading says how many of its items are proven. */
function withCounts(nodes: TreeNode[]): TreeNode[] {
  for (const node of nodes) {
    if (node.context !== 'section') continue;
    withCounts(node.children);
    const items = itemsBelow(node);
    node.description = `${items.filter((item) => item.context.includes('proven')).length} of ${items.length} proven`;
  }
  return nodes;
}

function itemsBelow(node: TreeNode): TreeNode[] {
  return node.children.flatMap((child) => (child.context === 'section' ? itemsBelow(child) : [child]));
}

function itemNode(folder: string, doc: string, entry: ChecklistEntry, report: ClientReport, index: number): TreeNode {
  const outcome = checklistOutcome(entry);
  const attest = attestableItem(report, entry.checks);
  const checks = entry.checks.flatMap((id) => report.checks.find((check) => check.id === id) ?? []);
  const standing = checklistStanding(entry);
  const id = `${folder}#item/${doc}/${entry.section.join('/')}/${index}/${entry.text}`;
  return {
    id,
    label: entry.text,
    description: outcome,
    icon: ICONS[standing],
    tooltip: [
      `${CLAIM_WORDS[entry.claim]}; ${outcome}`,
      ...checks.map((check) => `${check.title}: ${VERDICT_WORDS[check.verdict]}. ${check.summary}`),
    ].join('\n\n'),
    children: checks.flatMap((check) => proofsOf(folder, check, report, id)),
    place: { folder, path: doc, line: entry.line },
    ...(checks[0] || attest
      ? { target: { folder, check: checks[0]?.id ?? attest?.id ?? '', ...(attest ? { attest } : {}) } }
      : {}),
    context: `item${standing === 'proven' ? ' proven' : ''}${checks[0] ? ' check' : ''}${attest ? ' attestable' : ''}`,
    spoken: `${outcome}, ${entry.text}`,
  };
}

/** What proves or contradicts an item: the evidence of its checks, and the places where they do not hold. */
function proofsOf(folder: string, check: CheckResult, report: ClientReport, id: string): TreeNode[] {
  const findings = report.findings.flatMap(({ check: own, suppressed, path, line, message }) =>
    own === check.id && suppressed === null && path !== null && line !== null
      ? [{ path, line, note: firstSentence(message) }]
      : [],
  );
  const places = [...check.evidence, ...findings].slice(0, MAX_PROOFS);
  return places.map((place, index) => placeRow(`${id}/${check.id}/${index}`, { folder, ...place }));
}

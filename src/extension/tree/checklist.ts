/** The team's own checklists in the *Readiness* view: document, section, item, evidence. */
import { checklistCounts, checklistOutcome, CLAIM_WORDS, VERDICT_WORDS } from '../../engine/present';
import type { ChecklistEntry } from '../../engine/report';
import type { ClientReport } from '../../server/protocol';
import { ICONS } from './icons';
import type { TreeNode } from './node';

interface ChecklistFilter {
  failingOnly: boolean;
  hideHolding: boolean;
}

/** One row per document that has items. */
export function checklistNodes(folder: string, report: ClientReport, filter: ChecklistFilter): TreeNode[] {
  const documents = new Map<string, ChecklistEntry[]>();
  for (const entry of report.checklist) documents.set(entry.doc, [...(documents.get(entry.doc) ?? []), entry]);
  return [...documents].flatMap(([doc, entries]) => documentNode(folder, doc, entries, report, filter));
}

function documentNode(
  folder: string,
  doc: string,
  entries: ChecklistEntry[],
  report: ClientReport,
  filter: ChecklistFilter,
): TreeNode[] {
  const counts = checklistCounts(entries);
  const children = sections(
    folder,
    doc,
    entries.filter((entry) => isShown(entry, filter)),
    report,
  );
  if (children.length === 0) return [];
  const name = doc.slice(doc.lastIndexOf('/') + 1);
  const figures = [
    counts.contradictions > 0 ? `${counts.contradictions} contradicted` : '',
    `${counts.proven} of ${counts.items} proven`,
  ].filter((part) => part !== '');
  return [
    {
      id: `${folder}#checklist/${doc}`,
      label: `Your checklist · ${name}`,
      description: figures.join(' · '),
      icon: ICONS.checklist,
      tooltip: [
        doc,
        `${counts.proven} proven, ${counts.contradictions} contradicted, ${counts.open} open, ${counts.people} only people can say`,
      ].join('\n\n'),
      children,
      place: { folder, path: doc, line: 1 },
      context: 'checklist',
      spoken: `Your checklist, ${name}, ${figures.join(', ')}`,
    },
  ];
}

function isShown(entry: ChecklistEntry, filter: ChecklistFilter): boolean {
  const isProven = !entry.contradiction && (entry.verdict === 'pass' || entry.verdict === 'attested');
  const isFailing = entry.contradiction || entry.verdict === 'fail' || entry.verdict === 'expired';
  if (filter.failingOnly) return isFailing;
  return !(filter.hideHolding && isProven);
}

/** Items below their headings, as the document nests them. */
function sections(folder: string, doc: string, entries: readonly ChecklistEntry[], report: ClientReport): TreeNode[] {
  const root: TreeNode[] = [];
  for (const entry of entries) {
    let level = root;
    let id = `${folder}#section/${doc}`;
    for (const heading of entry.section) {
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
  const checks = entry.checks.flatMap((id) => report.checks.find((check) => check.id === id) ?? []);
  const isProven = !entry.contradiction && (entry.verdict === 'pass' || entry.verdict === 'attested');
  const isPeople = !entry.contradiction && (entry.verdict === null || entry.verdict === 'unknown');
  const icon = entry.contradiction
    ? ICONS.contradiction
    : isProven
      ? ICONS.proven
      : isPeople
        ? ICONS.people
        : ICONS.open;
  const id = `${folder}#item/${doc}/${entry.section.join('/')}/${index}/${entry.text}`;
  return {
    id,
    label: entry.text,
    description: outcome,
    icon,
    tooltip: [
      `${CLAIM_WORDS[entry.claim]}; ${outcome}`,
      ...checks.map((check) => `${check.title}: ${VERDICT_WORDS[check.verdict]}. ${check.summary}`),
    ].join('\n\n'),
    children: checks.flatMap((check) =>
      check.evidence.map((place, at) => ({
        id: `${id}/${check.id}/${at}`,
        label: place.note,
        description: `${place.path}:${place.line}`,
        icon: ICONS.step,
        tooltip: place.note,
        children: [],
        place: { folder, path: place.path, line: place.line },
        context: 'evidence',
        spoken: `${place.note}, ${place.path} line ${place.line}`,
      })),
    ),
    place: { folder, path: doc, line: entry.line },
    ...(checks[0] ? { target: { folder, check: checks[0].id } } : {}),
    context: `item${isProven ? ' proven' : ''}${checks[0] ? ' check' : ''}`,
    spoken: `${outcome}, ${entry.text}`,
  };
}

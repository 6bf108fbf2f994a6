/** The *Readiness* view as data: verdict, next step, the team's checklist, categories with what fails, then the rest in groups. */
import { CATEGORY_TITLES, type Category } from '../../engine/verdict';
import { SEVERITIES } from '../../engine/finding';
import {
  checkOutcome,
  gainText,
  isUnasked,
  LEVEL_TITLES,
  NOTHING_APPLIES,
  placeText,
  plural,
  SEVERITY_TITLES,
  statusText,
  verdictCounts,
  verdictLine,
} from '../../engine/report/present';
import type { CheckResult } from '../../engine/report/report';
import type { ClientFinding, ClientReport, FolderStatus } from '../../server/protocol';
import { attestable, attestationNodes } from './attestations';
import { checklistNodes } from './checklist';
import { findingContext, findingTarget } from './finding-actions';
import { ICONS, LEVEL_ICONS, SEVERITY_ICONS, VERDICT_ICONS } from './icons';
import type { NodePlace, NodeTarget, TreeNode } from './node';
import { placeRow } from './place-row';
import { firstSentence, shortPlace } from './text';

/** What a person has chosen to see. */
export interface Filter {
  /** Only what does not hold. */
  failingOnly: boolean;
  /** Without what holds and what does not apply. */
  hideHolding: boolean;
  /** Only findings in files that differ from the last commit: URIs, or null for all files. */
  changedFiles: ReadonlySet<string> | null;
}

export const NO_FILTER: Filter = { failingOnly: false, hideHolding: false, changedFiles: null };

export type Folder = FolderStatus & { report: ClientReport | null };

/** More rows than this below one check are counted, not drawn. */
const MAX_FINDINGS = 200;

/** The whole view; empty until something is known of a folder. */
export function readinessTree(folders: readonly Folder[], filter: Filter = NO_FILTER): TreeNode[] {
  const scanned = folders.filter((folder): folder is Scanned => folder.report !== null);
  if (folders.length <= 1) return scanned.flatMap((folder) => folderRows(folder, filter));
  return folders.flatMap((folder) => {
    const { report } = folder;
    if (report) return [folderNode({ ...folder, report }, filter)];
    const isUnderWay = folder.state === 'waiting' || folder.state === 'scanning' || folder.state === 'ready';
    if (!isUnderWay) return [unscannedNode(folder)];
    return scanned.length > 0 && !folder.openFilesOnly ? [scanningNode(folder)] : [];
  });
}

/** One of several folders. */
function folderNode(folder: Scanned, filter: Filter): TreeNode {
  const outcome = isUnasked(folder.report) ? NOTHING_APPLIES : statusText(folder.report).replace(/^Preflight /, '');
  const isOld = folder.state === 'failed' || folder.state === 'stopped';
  return {
    id: folder.folder,
    label: folder.name,
    description: isOld ? `from before · ${outcome}` : outcome,
    icon: ICONS.folder,
    tooltip: [folder.message, verdictLine(folder.report)].filter(Boolean).join('\n\n'),
    children: isUnasked(folder.report) ? [] : folderRows(folder, filter),
    expanded: true,
    target: { folder: folder.folder },
    context: 'folder',
    spoken: `${folder.name}, ${isOld ? 'from before, ' : ''}${verdictLine(folder.report)}`,
  };
}

/** A folder among others that is read for the first time, or waits for it. */
function scanningNode({ folder, name, state }: Folder): TreeNode {
  const outcome = state === 'waiting' ? 'waits to be read' : 'being read…';
  return {
    id: `${folder}#reading`,
    label: name,
    description: outcome,
    icon: ICONS.folder,
    children: [],
    context: 'unread',
    spoken: `${name}, ${outcome}`,
  };
}

/** A folder among others of which nothing is known, and why. */
function unscannedNode({ folder, name, message }: Folder): TreeNode {
  return {
    id: folder,
    label: name,
    description: 'not scanned',
    icon: SEVERITY_ICONS.high,
    tooltip: message ?? 'The scan was stopped.',
    children: [],
    context: 'unread',
    spoken: `${name}, not scanned`,
  };
}

type Scanned = FolderStatus & { report: ClientReport };

function folderRows(folder: Scanned, filter: Filter): TreeNode[] {
  const { report } = folder;
  const isOnlyChanged = filter.changedFiles !== null;
  const failing = report.checks
    .filter((check) => check.verdict === 'fail' || check.verdict === 'expired')
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const categories = (Object.keys(CATEGORY_TITLES) as Category[]).flatMap((category) => {
    const children = failing
      .filter((check) => check.category === category)
      .flatMap((check) => failingCheck(folder, check, filter));
    const isUrgent = failing.some((check) => check.category === category && isSevere(check));
    return children.length === 0 ? [] : [categoryNode(folder, category, children, isUrgent)];
  });
  const rest = filter.failingOnly || isOnlyChanged ? [] : restGroups(folder, filter);
  return [
    verdictNode(folder),
    ...nextStepNode(folder),
    ...(isOnlyChanged ? [] : checklistNodes(folder.folder, report, filter)),
    ...categories,
    ...(isOnlyChanged ? [] : attestationNodes(folder.folder, report, filter)),
    ...looseFindings(folder, filter),
    ...rest,
  ];
}

function verdictNode({ folder, report }: Scanned): TreeNode {
  return {
    id: `${folder}#verdict`,
    label: `${LEVEL_TITLES[report.score.level]} · ${report.score.displayed} of 100`,
    description: verdictCounts(report),
    icon: LEVEL_ICONS[report.score.level],
    tooltip: `${verdictLine(report)}\n\n${plural(report.stats.files, 'file')} read`,
    children: [],
    target: { folder },
    context: 'verdict',
    spoken: verdictLine(report),
  };
}

function nextStepNode({ folder, report }: Scanned): TreeNode[] {
  const step = report.nextStep;
  if (!step) return [];
  const finding = report.findings.find((candidate) => candidate.fingerprint === step.fingerprint);
  const first = finding ?? report.findings.find((candidate) => candidate.check === step.check.id);
  const brings = [gainText(step.check.gain), step.effort].filter((part) => part !== '').join(', ');
  return [
    {
      id: `${folder}#next`,
      label: `Next: ${step.text}`,
      description: brings,
      icon: ICONS.next,
      tooltip: `${step.check.title}: ${step.check.summary}\n\n${brings}`,
      children: [],
      ...placeOf(folder, first),
      target: { folder, check: step.check.id, ...(finding ? findingTarget(folder, finding) : {}) },
      context: finding && finding.actions.length > 0 ? 'next check fixable' : 'next check',
      spoken: `Next best step: ${step.text}, ${brings}`,
    },
  ];
}

/** What a person has to see without opening anything. */
function isSevere({ severity }: CheckResult): boolean {
  return severity === 'blocker' || severity === 'high';
}

function categoryNode(
  { folder, report }: Scanned,
  category: Category,
  children: TreeNode[],
  expanded: boolean,
): TreeNode {
  const score = report.score.categories[category]?.value;
  const description = score === undefined ? '' : `${score} of 100`;
  return {
    id: `${folder}#category/${category}`,
    label: CATEGORY_TITLES[category],
    description,
    children,
    expanded,
    context: 'category',
    spoken: [
      CATEGORY_TITLES[category],
      description,
      `${children.length} ${children.length === 1 ? 'does' : 'do'} not hold yet`,
    ]
      .filter((part) => part !== '')
      .join(', '),
  };
}

/** A failing check with its live findings; left out when a filter hides all of them. */
function failingCheck(folder: Scanned, check: CheckResult, filter: Filter): TreeNode[] {
  const own = folder.report.findings.filter(
    (finding) => finding.check === check.id && finding.suppressed === null && !finding.baselined,
  );
  const shown = own.filter((finding) => isChanged(folder.folder, finding, filter));
  if (filter.changedFiles !== null && shown.length === 0) return [];
  const outcome = checkOutcome(check);
  const isAccepted =
    own.length === 0 && folder.report.findings.some((finding) => finding.check === check.id && finding.baselined);
  const places = isAccepted ? 'accepted as old debt' : shown.length > 1 ? plural(shown.length, 'place') : '';
  const description = places === '' ? outcome : `${outcome} · ${places}`;
  const fixable = shown.find((finding) => finding.actions.length > 0);
  const attest = attestable(folder.report, check.id);
  const target: NodeTarget = {
    folder: folder.folder,
    check: check.id,
    ...(fixable ? findingTarget(folder.folder, fixable) : {}),
    ...(attest ? { attest } : {}),
  };
  return [
    {
      id: `${folder.folder}#check/${check.id}`,
      label: check.title,
      description,
      icon: check.verdict === 'expired' ? VERDICT_ICONS.expired : SEVERITY_ICONS[check.severity],
      tooltip: [`${SEVERITY_TITLES[check.severity]}: ${check.title} (${outcome})`, check.summary, gainText(check.gain)]
        .filter((part) => part !== '')
        .join('\n\n'),
      children: [
        ...findingRows(folder.folder, check, shown),
        ...(filter.changedFiles === null ? evidenceRows(folder.folder, check, shown) : []),
      ],
      target,
      context: fixable ? 'check fixable' : attest ? 'check attestable' : 'check',
      spoken: `${SEVERITY_TITLES[check.severity]}, ${check.title}, ${description.replace(' · ', ', ')}`,
    },
  ];
}

/** Findings of one check, the most severe first; places of one secret value stand below the first of them. */
function findingRows(folder: string, check: CheckResult, findings: readonly ClientFinding[]): TreeNode[] {
  const sorted = [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const groups = new Map<string, ClientFinding[]>();
  for (const finding of sorted) {
    const key = finding.group ?? finding.fingerprint;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const rows = [...groups.values()].flatMap((members) => groupRow(folder, members));
  const more = rows.length - MAX_FINDINGS;
  if (more <= 0) return rows;
  const rest: TreeNode = {
    id: `${folder}#more/${check.id}`,
    label: `${more} more places`,
    children: [],
    context: 'more',
  };
  return [...rows.slice(0, MAX_FINDINGS), rest];
}

function groupRow(folder: string, [first, ...others]: readonly ClientFinding[]): TreeNode[] {
  if (!first) return [];
  const row = findingNode(folder, first);
  if (others.length === 0) return [row];
  const below = others.map((finding) => ({ ...findingNode(folder, finding), children: [] }));
  return [{ ...row, description: `${row.description} · ${plural(others.length + 1, 'place')}`, children: below }];
}

/** What else proves the verdict, besides the findings themselves and the places that stand below them. */
function evidenceRows(folder: string, check: CheckResult, findings: readonly ClientFinding[]): TreeNode[] {
  const places = findings.flatMap((finding) => [finding, ...finding.related]);
  const pointed = new Set(places.map(({ path, line }) => `${path}:${line}`));
  return check.evidence
    .filter((place) => !pointed.has(`${place.path}:${place.line}`))
    .map((place, index) => placeRow(`${folder}#evidence/${check.id}/${index}`, { folder, ...place }));
}

export function findingNode(folder: string, finding: ClientFinding): TreeNode {
  const where = placeText(finding);
  return {
    id: `${folder}#finding/${finding.fingerprint}`,
    label: firstSentence(finding.message),
    description: shortPlace(finding.path, finding.line),
    icon: SEVERITY_ICONS[finding.severity],
    tooltip: `${finding.message}\n\n${where}`,
    children: finding.related.map(({ kind: _kind, ...place }, index) =>
      placeRow(`${folder}#finding/${finding.fingerprint}/${index}`, { folder, ...place }),
    ),
    ...placeOf(folder, finding),
    target: findingTarget(folder, finding),
    context: findingContext(finding),
    spoken: `${SEVERITY_TITLES[finding.severity]}, ${finding.message}, ${where}`,
  };
}

/** Findings whose check does not fail: comments that silence nothing, hints of checks that hold. */
function looseFindings(folder: Scanned, filter: Filter): TreeNode[] {
  const failing = new Set(folder.report.checks.filter((check) => check.verdict === 'fail').map((check) => check.id));
  const loose = folder.report.findings.filter(
    (finding) => !failing.has(finding.check) && finding.suppressed === null && !finding.baselined,
  );
  const shown = loose.filter((finding) => isChanged(folder.folder, finding, filter));
  return group(
    folder.folder,
    'notes',
    'Notes',
    shown.map((finding) => findingNode(folder.folder, finding)),
  );
}

function restGroups(folder: Scanned, filter: Filter): TreeNode[] {
  const { report } = folder;
  const checks = (verdicts: CheckResult['verdict'][]): TreeNode[] =>
    report.checks.filter((check) => verdicts.includes(check.verdict)).map((check) => settledCheck(folder, check));
  const findings = (accept: (finding: ClientFinding) => boolean, icon: TreeNode['icon']): TreeNode[] =>
    report.findings.filter(accept).map((finding) => ({ ...findingNode(folder.folder, finding), icon }));
  const ignored = findings((finding) => finding.suppressed !== null, ICONS.ignored).map((node, index) => {
    const reason = report.findings.filter((finding) => finding.suppressed !== null)[index]?.suppressed?.reason ?? '';
    return { ...node, tooltip: `${node.tooltip ?? ''}\n\nIgnored: ${reason}`, context: 'ignored' };
  });
  return [
    ...group(folder.folder, 'unknown', 'Unknown', checks(['unknown'])),
    ...(filter.hideHolding ? [] : group(folder.folder, 'holds', 'Holds', checks(['pass', 'attested']))),
    ...(filter.hideHolding ? [] : group(folder.folder, 'na', 'Does not apply', checks(['not-applicable']))),
    ...group(
      folder.folder,
      'accepted',
      'Accepted as old debt',
      findings((finding) => finding.baselined, ICONS.accepted),
    ),
    ...group(folder.folder, 'ignored', 'Ignored with a reason', ignored),
  ];
}

/** A check that does not fail, with what proves it. */
function settledCheck({ folder, report }: Scanned, check: CheckResult): TreeNode {
  const attest = attestable(report, check.id);
  const outcome = checkOutcome(check);
  const icon = check.verdict === 'fail' ? SEVERITY_ICONS[check.severity] : VERDICT_ICONS[check.verdict];
  return {
    id: `${folder}#check/${check.id}`,
    label: check.title,
    description: outcome,
    icon,
    tooltip: `${check.title} (${outcome})\n\n${check.summary}`,
    children: evidenceRows(folder, check, []),
    target: { folder, check: check.id, ...(attest ? { attest } : {}) },
    context: attest ? 'check attestable' : 'check',
    spoken: `${check.title}, ${outcome}`,
  };
}

function group(folder: string, id: string, title: string, children: TreeNode[]): TreeNode[] {
  if (children.length === 0) return [];
  return [{ id: `${folder}#group/${id}`, label: `${title} (${children.length})`, children, context: 'group' }];
}

function isChanged(folder: string, finding: ClientFinding, { changedFiles }: Filter): boolean {
  if (changedFiles === null) return true;
  return finding.path !== null && changedFiles.has(`${folder}/${finding.path}`);
}

function placeOf(folder: string, finding: ClientFinding | undefined): { place?: NodePlace } {
  if (!finding || finding.path === null) return {};
  const { path, line, column, endLine, endColumn } = finding;
  const place: NodePlace = { folder, path, line: line ?? 1 };
  if (column !== null && endLine !== null && endColumn !== null) Object.assign(place, { column, endLine, endColumn });
  return { place };
}

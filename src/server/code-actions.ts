/** Light bulbs: the fixes of a finding, then "Ignore with a reason…" and "Explain". Edits are made when an action is chosen. */
import { CodeActionKind, type CodeAction, type CodeActionParams, type Diagnostic } from 'vscode-languageserver/node';

import type { EngineEdit, FixDefinition } from '../engine/fix';
import { FIXES } from '../engine/fixes';
import { isLive, SEVERITIES, type Finding } from '../engine/finding';
import type { Report } from '../engine/report/report';
import { rangeOfFinding, SOURCE, type DiagnosticData } from './diagnostics';
import { CLIENT_COMMANDS, type FindingParams, type FixParams } from './protocol';

/** Kind of the action that applies every safe fix of a file. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.preflight`;

export type ActionData = ({ kind: 'fix' } & FixParams) | ({ kind: 'fix-all'; uri: string } & { folder: string });

export interface ActionInput {
  params: CodeActionParams;
  report: Report;
  folder: string;
  path: string;
  /** The client knows our commands. */
  clientCommands: boolean;
}

export function codeActions(input: ActionInput): CodeAction[] {
  const { params, report, folder, path } = input;
  const accepts = (kind: string): boolean =>
    params.context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
  const actions: CodeAction[] = [];
  if (accepts(CodeActionKind.QuickFix)) {
    actions.push(...quickFixes(input));
  }
  // Offered only where it is asked for by name, so that it does not stand in every light bulb.
  const asked = params.context.only?.some((only) => only.startsWith(CodeActionKind.Source)) ?? false;
  if (asked && accepts(FIX_ALL_KIND) && safeFixes(report, path).length > 0) {
    const data: ActionData = { kind: 'fix-all', folder, uri: params.textDocument.uri };
    actions.push({ title: 'Apply all safe fixes of Preflight', kind: FIX_ALL_KIND, data });
  }
  return actions;
}

interface Chosen {
  finding: Finding;
  diagnostic: Diagnostic | undefined;
}

/** The findings the person points at. Diagnostics in the request have moved with the text, so they come first. */
function chosenFindings({ params, report, path }: ActionInput): Chosen[] {
  const shown = params.context.diagnostics.filter((diagnostic) => diagnostic.source === SOURCE);
  const byFingerprint = new Map(report.findings.map((finding) => [finding.fingerprint, finding]));
  const chosen: Chosen[] = [];
  for (const diagnostic of shown) {
    const finding = byFingerprint.get((diagnostic.data as DiagnosticData | undefined)?.fingerprint ?? '');
    if (finding) chosen.push({ finding, diagnostic });
  }
  if (chosen.length > 0) return chosen;
  return report.findings
    .filter((finding) => finding.path === path && finding.suppressed === null && touches(finding, params))
    .map((finding) => ({ finding, diagnostic: undefined }));
}

function touches(finding: Finding, { range }: CodeActionParams): boolean {
  const own = rangeOfFinding(finding);
  const before = (a: { line: number; character: number }, b: typeof a): boolean =>
    a.line < b.line || (a.line === b.line && a.character < b.character);
  return !before(own.end, range.start) && !before(range.end, own.start);
}

/**
 * The fixes of what stands at the place, the most severe first, then what else can be done about each finding. Where several findings stand,
 * a fix that would do the same for two of them is offered once, and what silences or explains one says which.
 */
function quickFixes(input: ActionInput): CodeAction[] {
  const chosen = chosenFindings(input).sort(
    (a, b) => SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity),
  );
  const fixes = new Map<string, CodeAction>();
  for (const { finding, diagnostic } of chosen) {
    for (const [index, fix] of fixesOf(finding).entries()) {
      const title = fix.title(finding);
      const key = `${fix.id} ${title} ${finding.line}`;
      const same = fixes.get(key);
      if (same) {
        if (diagnostic) same.diagnostics = [...(same.diagnostics ?? []), diagnostic];
        continue;
      }
      const data: ActionData = { kind: 'fix', folder: input.folder, fingerprint: finding.fingerprint, fix: fix.id };
      fixes.set(key, { title, ...shared(diagnostic), isPreferred: index === 0, data });
    }
  }
  if (!input.clientCommands) return [...fixes.values()];
  // One comment silences a check for its whole line, and its page is the same for every finding.
  const apart = distinct(chosen, ({ finding }) => `${finding.check} ${finding.line}`);
  const checks = [...new Set(apart.map(({ finding }) => finding.check))];
  if (checks.length > MANY) return [...fixes.values(), ...listsOf(apart, checks, input.folder)];
  const commands = apart.flatMap((one) => commandsFor(one, input.folder, checks.length > 1));
  return [...fixes.values(), ...distinct(commands, ({ title }) => title)];
}

/** Checks at one place (`FastAPI()` stands for a dozen) of which each has a row of its own. */
const MANY = 3;

/** One row that ignores and one that explains, which ask what of. */
function listsOf(chosen: readonly Chosen[], checks: readonly string[], folder: string): CodeAction[] {
  const targets = chosen.map(({ finding: { fingerprint } }): FindingParams => ({ folder, fingerprint }));
  const diagnostics = chosen.flatMap(({ diagnostic }) => diagnostic ?? []);
  const row = (title: string, command: string, list: readonly unknown[]): CodeAction => {
    return { title, kind: CodeActionKind.QuickFix, diagnostics, command: { title, command, arguments: [list] } };
  };
  return [
    row(`Ignore one of ${checks.length} findings with a reason…`, CLIENT_COMMANDS.ignore, targets),
    row(`Explain one of ${checks.length} checks…`, CLIENT_COMMANDS.explain, checks),
  ];
}

/** The first of each key. */
function distinct<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  const seen = new Set<string>();
  return all.filter((one) => seen.size < seen.add(keyOf(one)).size);
}

function shared(diagnostic: Diagnostic | undefined): Pick<CodeAction, 'kind' | 'diagnostics'> {
  return { kind: CodeActionKind.QuickFix, ...(diagnostic ? { diagnostics: [diagnostic] } : {}) };
}

function commandsFor({ finding, diagnostic }: Chosen, folder: string, isOneOfMany: boolean): CodeAction[] {
  const target: FindingParams = { folder, fingerprint: finding.fingerprint };
  const ignore = { title: 'Ignore with a Reason…', command: CLIENT_COMMANDS.ignore, arguments: [target] };
  const explain = { title: 'Explain', command: CLIENT_COMMANDS.explain, arguments: [finding.check] };
  const what = isOneOfMany ? `Ignore ${finding.check} with a reason…` : 'Ignore with a reason…';
  return [
    { title: what, ...shared(diagnostic), command: ignore },
    { title: `Explain ${finding.check}`, ...shared(diagnostic), command: explain },
  ];
}

function fixesOf(finding: Finding): FixDefinition[] {
  return finding.fixes.flatMap((id) => FIXES.find((fix) => fix.id === id) ?? []);
}

/** The safe fixes of a file, one per finding. */
export function safeFixes(report: Report, path: string): { finding: Finding; fix: FixDefinition }[] {
  return report.findings
    .filter((finding) => finding.path === path && isLive(finding))
    .flatMap((finding) => {
      const fix = fixesOf(finding).find((candidate) => candidate.safe);
      return fix ? [{ finding, fix }] : [];
    });
}

/** Puts edits of one file together; what reaches into another file, wants a look first, or overlaps is left for a person. */
export function joinEdits(path: string, edits: readonly EngineEdit[]): EngineEdit {
  const joined: EngineEdit['files'][number]['edits'] = [];
  for (const edit of edits) {
    const [file] = edit.files;
    if (edit.needsConfirmation || edit.files.length !== 1 || !file || file.path !== path || file.create) continue;
    const clashes = file.edits.some((a) => joined.some((b) => a.start < b.end && b.start < a.end));
    if (!clashes) joined.push(...file.edits);
  }
  joined.sort((a, b) => a.start - b.start || a.end - b.end);
  const label = 'Apply all safe fixes';
  return {
    title: label,
    files: joined.length === 0 ? [] : [{ path, create: false, edits: joined, label }],
    needsConfirmation: false,
    nextSteps: [],
  };
}

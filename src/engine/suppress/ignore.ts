/** Silences one finding with a reason: tries the comment forms of the language, and falls back to an exemption in the configuration. */
import type { Exemption } from '../config/config';
import type { FileFacts } from '../facts';
import type { Finding } from '../finding';
import { applyEdits, type EngineEdit, type TextEdit } from '../fix';
import { cleanReason, globOf, ignoreCandidates, withExemption } from './edit';

export interface IgnoreContext {
  readText(path: string): Promise<string | undefined>;
  /** Facts of a text that is not written yet. */
  collectText(path: string, text: string): Promise<FileFacts | undefined>;
  /** Facts of the file as it is. */
  factsOf(path: string): FileFacts | undefined;
}

/** Owner and last day of an exemption. */
export type IgnoreDetails = Pick<Exemption, 'owner' | 'expires'>;

const ROOT_CONFIGS = ['preflight.json', 'preflight.jsonc'];

/** The edit, or a sentence why there is none. Details that a comment cannot carry lead to an exemption. */
export async function ignoreEdit(
  finding: Finding,
  reason: string,
  context: IgnoreContext,
  details: IgnoreDetails = {},
): Promise<EngineEdit | { refused: string }> {
  if (cleanReason(reason) === '') return { refused: 'Silencing a finding needs a reason.' };
  if (finding.suppressed) return { refused: 'The finding is silenced already.' };
  const wantsExemption = details.owner !== undefined || details.expires !== undefined;
  const comment = wantsExemption ? undefined : await commentEdit(finding, reason, context);
  return comment ?? exemptionEdit(finding, reason, context, details);
}

async function commentEdit(finding: Finding, reason: string, context: IgnoreContext): Promise<EngineEdit | undefined> {
  const { path } = finding;
  const facts = path === null ? undefined : context.factsOf(path);
  const text = path === null ? undefined : await context.readText(path);
  if (path === null || !facts || text === undefined) return undefined;
  const line = isWholeFile(finding) ? null : finding.line;
  const { language, suppressions } = facts;
  for (const edit of ignoreCandidates({ text, language, line, id: finding.check, reason, comments: suppressions })) {
    const after = await context.collectText(path, applyEdits(text, [edit]));
    if (after && silences(after, facts, finding, edit, text)) {
      const label = `Ignore ${finding.check} here: ${cleanReason(reason)}`;
      return {
        title: `Ignore ${finding.check} with a reason`,
        files: [{ path, create: false, edits: [edit], label }],
        needsConfirmation: false,
        nextSteps: [],
      };
    }
  }
  return undefined;
}

/** A finding about a file as such stands on its first line without any width. */
function isWholeFile({ line, column, endLine, endColumn }: Finding): boolean {
  return line === 1 && column === 1 && endLine === 1 && endColumn === 1;
}

/** True when the changed text has our comment for the line of the finding, wherever that line is now, and no new syntax error. */
function silences(after: FileFacts, before: FileFacts, finding: Finding, edit: TextEdit, text: string): boolean {
  if (after.notes.length > before.notes.length) return false;
  const added = edit.newText.split(/\r\n|\n|\r/).length - text.slice(edit.start, edit.end).split(/\r\n|\n|\r/).length;
  const line = isWholeFile(finding) ? 1 : (finding.line ?? 1) + added;
  return after.suppressions.some(
    (comment) =>
      comment.tool === 'preflight' &&
      comment.kind !== 'public' &&
      comment.reason !== null &&
      comment.ids.includes(finding.check) &&
      comment.from <= line &&
      line <= comment.to,
  );
}

async function exemptionEdit(
  { check, path }: Finding,
  reason: string,
  context: IgnoreContext,
  details: IgnoreDetails,
): Promise<EngineEdit | { refused: string }> {
  const texts = await Promise.all(ROOT_CONFIGS.map((file) => context.readText(file)));
  const known = texts.findIndex((text) => text !== undefined);
  const file = ROOT_CONFIGS[known] ?? 'preflight.jsonc';
  const text = texts[known];
  const exemption: Exemption = {
    check,
    ...(path === null ? {} : { paths: [globOf(path)] }),
    reason: cleanReason(reason),
    ...details,
  };
  const after = withExemption(text, exemption);
  if (after === undefined) return { refused: `${file} is not valid JSON yet. Put it right first.` };
  const edits = [{ start: 0, end: text?.length ?? 0, newText: after }];
  const label = `Accept ${check} in ${path ?? 'the workspace'}: ${exemption.reason}`;
  return {
    title: `Ignore ${check} with a reason`,
    files: [
      { path: file, create: text === undefined, edits: text === undefined ? edits : [smallest(text, after)], label },
    ],
    needsConfirmation: false,
    nextSteps: [],
  };
}

/** The one edit between two texts without what is equal at both ends. */
function smallest(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { start, end: before.length - tail, newText: after.slice(start, after.length - tail) };
}

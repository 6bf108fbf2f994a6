/** `preflight fix`: what the fixes change, shown first, written only when asked to. */
import fs from 'node:fs';
import type { EngineEdit } from '../../engine/fix';
import { didYouMean } from '../../engine/text/did-you-mean';
import { type Finding, isLive } from '../../engine/finding';
import { FIXES } from '../../engine/fixes';
import { printable, wrap } from '../../engine/format/text/width';
import { placeText, plural } from '../../engine/report/present';
import { checkAndRuleIds } from '../../engine/registry';
import type { Session } from '../../engine/session/session';
import { COLOURS, NO_COLOURS } from '../../engine/format/text/style';
import { Changes, diffOf, secretValues, writeChanges, WriteRefused } from '../apply';
import type { Options } from '../args';
import { canAsk, confirm } from '../ask';
import { EXIT, UsageError } from '../errors';
import { print } from '../output';
import { targetOf } from '../paths';
import { withScan } from '../scan';
import { terminalWidth, wantsColor } from '../terminal';

export async function fix(options: Options, signal: AbortSignal): Promise<number> {
  const { root } = targetOf([], options.value('root'), 'fix');
  return withScan({ command: 'fix', root, options, signal }, async (session) => {
    const style = wantsColor(options, process.stdout) ? COLOURS : NO_COLOURS;
    const values = await secretValues(session, session.report().findings);
    const { changes, done, refused, nextSteps, left } = await collectFixes(session, options.args);
    const lines = diffOf(changes.all, style, values);
    const remarks = refused.map(({ finding, reason }) => `${placeText(finding)}: ${reason}`);
    if (changes.all.length === 0) {
      await print(
        paragraph([left.length > 0 ? 'Nothing that may be fixed unasked.' : 'Nothing to fix here.', ...remarks]),
      );
      await print(paragraph(leftOver(left)));
      return EXIT.holds;
    }
    const summary = `${plural(done, 'finding')} fixed in ${plural(changes.all.length, 'file')}`;
    await print(`${lines.join('\n')}\n\n${paragraph([...remarks, ...leftOver(left)])}`);
    if (options.has('dry-run')) {
      await print(paragraph([`Dry run: ${summary} if applied. Nothing was written.`]));
      return EXIT.holds;
    }
    if (!options.has('yes') && !(await mayWrite(summary, signal))) return EXIT.holds;
    writeOrRefuse(
      root,
      changes.all.map((change) => change),
    );
    await print(paragraph([`${summary}.`, ...nextSteps.map((step) => `Next: ${step}`)]));
    return EXIT.holds;
  });
}

async function mayWrite(summary: string, signal: AbortSignal): Promise<boolean> {
  if (!canAsk()) {
    await print(
      paragraph([`${summary} if applied. Nothing was written: there is nobody to ask. Give --yes to apply it.`]),
    );
    return false;
  }
  if (await confirm(`Apply this (${summary})?`, signal)) return true;
  await print('Nothing was written.\n');
  return false;
}

/** @throws UsageError when a file is not what the scan saw */
export function writeOrRefuse(root: string, changes: Parameters<typeof writeChanges>[1]): void {
  try {
    writeChanges(root, changes);
  } catch (error) {
    if (error instanceof WriteRefused) throw new UsageError(error.message);
    throw error;
  }
}

interface Collected {
  changes: Changes;
  done: number;
  refused: { finding: Finding; reason: string }[];
  nextSteps: string[];
  /** Findings whose fixes are only made when somebody names them. */
  left: Finding[];
}

/**
 * Applies fix after fix in memory: each sees the result of those before it, and findings that they took along are gone. Findings that say the
 * same in one file are told apart by numbers, which move up when one before them is fixed: what a check found is looked for again until nothing
 * is left to do, and what was picked one by one goes last first.
 */
async function collectFixes(session: Session, words: readonly string[]): Promise<Collected> {
  const ids = checkAndRuleIds();
  const isPicked = words.some((word) => !ids.includes(word));
  const wanted = chosen(session.report().findings, words);
  const changes = new Changes(session);
  const nextSteps = new Set<string>();
  let best = wanted.length;
  // Rounds that left as much to do as the one before: what a fix brings up may take one more.
  let idle = 0;
  for (let pass = 1; ; pass++) {
    const again = pass === 1 ? wanted : chosen(session.report().findings, words);
    const { fixed, refused, left } = await fixEach(session, isPicked ? again.toReversed() : again, words, changes);
    for (const { nextSteps: steps } of fixed) for (const step of steps) nextSteps.add(step);
    if (fixed.length > 0 && !isPicked) {
      const rest = chosen(session.report().findings, words).length;
      idle = rest < best ? 0 : idle + 1;
      best = Math.min(best, rest);
      if (idle < 3) continue;
    }
    return { changes, done: wanted.length - refused.length - left.length, refused, nextSteps: [...nextSteps], left };
  }
}

/** Fixes each of these findings that is still there, and says which were not. */
async function fixEach(
  session: Session,
  findings: readonly Finding[],
  words: readonly string[],
  changes: Changes,
): Promise<Pick<Collected, 'refused' | 'left'> & { fixed: EngineEdit[] }> {
  const fixed: EngineEdit[] = [];
  const refused: Collected['refused'] = [];
  const left: Finding[] = [];
  for (const finding of findings) {
    if (!isThere(session, finding)) continue;
    const fixId = fixIdOf(finding, words);
    if (fixId === undefined) {
      left.push(finding);
      continue;
    }
    const edit = await session.fix(fixId, finding.fingerprint);
    if ('refused' in edit) {
      refused.push({ finding, reason: edit.refused });
      continue;
    }
    const before = alike(session, finding);
    const undo = await changes.add(edit);
    // What changes a program has to be worth it. A value may stand in the file once more: it is found there next.
    const isUnsafe = FIXES.find(({ id }) => id === fixId)?.safe === false && finding.group === null;
    if (isUnsafe && isThere(session, finding) && alike(session, finding) >= before) {
      await undo();
      refused.push({ finding, reason: 'What the fix can do here would not be enough. Nothing was changed.' });
      continue;
    }
    fixed.push(edit);
  }
  return { fixed, refused, left };
}

function isThere(session: Session, { fingerprint }: Finding): boolean {
  return session.report().findings.some((other) => other.fingerprint === fingerprint);
}

/** How many findings of its check there are in the file of a finding. */
function alike(session: Session, { check, path }: Finding): number {
  return session.report().findings.filter((other) => other.check === check && other.path === path).length;
}

/** Says how to get at the fixes that are not made unasked. */
function leftOver(left: readonly Finding[]): string[] {
  const findings = left.filter((finding) => fixIdOf(finding, [finding.check]) !== undefined);
  const checks = [...new Set(findings.map(({ check }) => check))].sort();
  if (checks.length === 0) return [];
  return [
    `${plural(findings.length, 'more finding')} can be fixed, with changes to what the program does or says. Name the check to see them: preflight fix ${checks[0] ?? ''}${checks.length > 1 ? ` (also ${checks.slice(1).join(', ')})` : ''}.`,
  ];
}

/**
 * The best fix of a finding: only safe ones where nobody named the finding or its check, and none that merely accepts it unless it was
 * picked by its fingerprint.
 */
function fixIdOf(finding: Finding, words: readonly string[]): string | undefined {
  return finding.fixes.find((id) => {
    const fix = FIXES.find((candidate) => candidate.id === id);
    if (fix?.accepts) return words.includes(finding.fingerprint);
    return words.length > 0 || fix?.safe === true;
  });
}

function hintFor(word: string, ids: readonly string[]): string {
  return fs.existsSync(word) ? ` A folder is named with --root ${word}.` : didYouMean(word, ids);
}

/** Live findings that have a fix and were named, by check, rule or fingerprint; all of them when nothing was. */
function chosen(findings: readonly Finding[], words: readonly string[]): Finding[] {
  const matches = (finding: Finding, word: string): boolean =>
    finding.check === word || finding.rule === word || finding.fingerprint === word;
  for (const word of words) {
    const ids = checkAndRuleIds();
    if (ids.includes(word)) continue;
    const own = findings.filter((finding) => finding.fingerprint === word);
    if (own.length === 0)
      throw new UsageError(`There is no check and no finding "${word}".${hintFor(word, ids)}`, 'fix');
    if (own.every((finding) => finding.fixes.length === 0))
      throw new UsageError(`No fix does this by itself. preflight explain ${own[0]?.check ?? ''} says how.`, 'fix');
  }
  return findings.filter(
    (finding) =>
      finding.fixes.length > 0 &&
      (words.length === 0
        ? isLive(finding)
        : finding.suppressed === null && words.some((word) => matches(finding, word))),
  );
}

function paragraph(sentences: readonly string[]): string {
  return sentences.map((sentence) => `${wrap(printable(sentence), terminalWidth()).join('\n')}\n`).join('');
}

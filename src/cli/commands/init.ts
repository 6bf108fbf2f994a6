/** `preflight init`: a configuration with what is found here. Overwrites nothing, and writes nothing outside of the root. */
import fs from 'node:fs';
import path from 'node:path';
import { baselineOf, BASELINE_PATH } from '../../engine/suppress/baseline';
import { isLive } from '../../engine/finding';
import { initialConfiguration } from '../../engine/config/initial';
import { wrap } from '../../engine/format/text/width';
import { plural, verdictLine } from '../../engine/report/present';
import type { Session } from '../../engine/session/session';
import type { Options } from '../args';
import { canAsk, confirm } from '../ask';
import { EXIT, reasonOf, UsageError } from '../errors';
import { print, writeWhole } from '../output';
import { targetOf } from '../paths';
import { withScan } from '../scan';
import { terminalWidth } from '../terminal';
import { importLists, type Imported } from './import-lists';

/** Files in which other tools keep what a team has accepted, by the tool. They are named, not read. */
const OTHER_BASELINES: Readonly<Record<string, string>> = {
  '.betterer.results': 'betterer',
  'eslint-suppressions.json': 'ESLint',
  '.trivyignore': 'Trivy',
  '.semgrepignore': 'Semgrep',
  'mypy-baseline.txt': 'mypy-baseline',
};

export async function init(options: Options, signal: AbortSignal): Promise<number> {
  const [folder] = options.args;
  const { root } = targetOf(folder === undefined ? [] : [folder], options.value('root') ?? folder, 'init');
  return withScan({ command: 'init', root, options, signal }, async (session) => {
    const report = session.report();
    const said: string[] = [verdictLine(report), ''];
    // Asked before anything is written, so that stopping at the question leaves nothing behind.
    const accepts = await wantsBaseline(session, root, options, signal);
    const existing = ['preflight.json', 'preflight.jsonc'].find((name) => fs.existsSync(path.join(root, name)));
    if (existing === undefined) {
      write(root, 'preflight.jsonc', initialConfiguration(report, othersIn(root)));
      said.push('Wrote preflight.jsonc: what was found here, and the settings that teams change first.');
    } else said.push(`${existing} is there already; it stays as it is.`);
    await session.complete();
    said.push(...writeBaseline(session, root, accepts, importLists(session)));
    said.push('', 'Next: preflight check');
    await print(
      said.flatMap((line) => (line === '' ? ['\n'] : wrap(line, terminalWidth()).map((row) => `${row}\n`))).join(''),
    );
    return EXIT.holds;
  });
}

/** Whether to accept the present findings as old debt; at a terminal it asks. `undefined` = there is nothing to decide. */
async function wantsBaseline(
  session: Session,
  root: string,
  options: Options,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const live = session.report().findings.filter(isLive).length;
  if (fs.existsSync(path.join(root, baselinePath(session)))) return options.has('baseline') ? false : undefined;
  if (live === 0) return undefined;
  const question = `Accept the ${plural(live, 'present finding')} as old debt, so that only new ones fail?`;
  return options.has('baseline') || (canAsk() && (await confirm(question, signal)));
}

function baselinePath(session: Session): string {
  return session.configuration().root.baseline ?? BASELINE_PATH;
}

/** Writes the baseline where it was accepted, or where other scanners' lists accept findings; says what is there. */
function writeBaseline(session: Session, root: string, accepts: boolean | undefined, imported: Imported): string[] {
  const relative = baselinePath(session);
  const { findings } = session.report();
  const live = plural(findings.filter(isLive).length, 'present finding');
  if (fs.existsSync(path.join(root, relative)))
    return accepts === undefined && imported.entries.length === 0
      ? []
      : [`${relative} is there already. preflight check --update-baseline renews it.`];
  const hint = accepts === false ? [`To accept the ${live} as old debt: preflight check --update-baseline`] : [];
  if (!accepts && imported.entries.length === 0) return [...imported.said, ...hint];
  const accepted = baselineOf(accepts ? findings : [], undefined, imported.entries);
  write(root, relative, `${JSON.stringify(accepted, null, 2)}\n`);
  return [
    ...imported.said,
    `Wrote ${relative}: ${plural(accepted.findings.length, 'finding')} accepted as old debt. Commit it.`,
    ...(imported.entries.length > 0 ? ['It goes by content, not by line; the other lists are honoured as well.'] : []),
    ...hint,
  ];
}

function write(root: string, relative: string, text: string): void {
  try {
    const file = path.join(root, relative);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, text);
  } catch (error) {
    throw new UsageError(`Cannot write ${relative}: ${reasonOf(error)}.`, 'init');
  }
}

function othersIn(root: string): string[] {
  return Object.entries(OTHER_BASELINES)
    .filter(([name]) => fs.existsSync(path.join(root, name)))
    .map(([name, tool]) => `${name} (${tool})`);
}

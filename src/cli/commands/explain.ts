/** `preflight explain`: a check with its places here, or what is said of a line. */
import { didYouMean } from '../../engine/text/did-you-mean';
import type { Finding } from '../../engine/finding';
import { SecretMask } from '../../engine/format/mask';
import { explainCheck, explainPlace, findingLines } from '../../engine/format/text/explain';
import type { Page } from '../../engine/format/text/findings';
import { FramePainter } from '../../engine/format/text/frame';
import { COLOURS, NO_COLOURS } from '../../engine/format/text/style';
import { ALL_CHECKS, checkById } from '../../engine/registry';
import type { Session } from '../../engine/session/session';
import type { Options } from '../args';
import { EXIT, UsageError } from '../errors';
import { print } from '../output';
import { readPage, sectionOf } from '../pages';
import { targetOf, whereIs } from '../paths';
import { withScan } from '../scan';
import { terminalWidth, wantsColor } from '../terminal';

const SECTIONS = ['Why it matters', 'What Preflight looks at', 'How to fix it', 'When it says unknown', 'Options'];

export async function explain(options: Options, signal: AbortSignal): Promise<number> {
  const [subject] = options.args;
  if (subject === undefined) throw new UsageError('Say what to explain: a check, or FILE:LINE.', 'explain');
  const rootOption = options.value('root');
  const place = checkById(subject) ? undefined : placeOf(subject, rootOption);
  const { root, paths } = targetOf(place ? [place.file] : [], rootOption, 'explain');
  return withScan({ command: 'explain', root, options, signal }, async (session) => {
    const check = checkById(subject);
    const findings = session.report().findings;
    const mine = findings.filter((finding) =>
      check ? finding.check === check.id : finding.path === paths[0] || finding.fingerprint === subject,
    );
    const page = await pageFor(session, mine, options);
    if (check) {
      const text = readPage(check.id) ?? '';
      const sections = SECTIONS.flatMap((title) => {
        const section = sectionOf(text, title);
        return section === undefined ? [] : [{ title, text: section }];
      });
      await print(explainCheck(check, session.report(), sections, page));
      return EXIT.holds;
    }
    const one = findings.find((finding) => finding.fingerprint === subject);
    if (one) {
      await print(`${[page.style.bold(one.check), ...findingLines(one, page)].join('\n')}\n`);
      return EXIT.holds;
    }
    if (!place || paths[0] === undefined) throw unknownSubject(subject);
    await print(explainPlace(session.report(), paths[0], place.line, page) ?? `Nothing is said of ${subject}.\n`);
    return EXIT.holds;
  });
}

async function pageFor(session: Session, findings: readonly Finding[], options: Options): Promise<Page> {
  const style = wantsColor(options, process.stdout) ? COLOURS : NO_COLOURS;
  const sources = new Map<string, string>();
  for (const path of new Set(findings.map((finding) => finding.path))) {
    const text = path === null ? undefined : await session.readText(path);
    if (path !== null && text !== undefined) sources.set(path, text);
  }
  const width = Math.max(40, Math.min(terminalWidth(), 120));
  return { style, width, frames: new FramePainter(sources, new SecretMask(session.report().findings), style) };
}

/** `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN` of a file that exists; undefined for a fingerprint. */
function placeOf(subject: string, root: string | undefined): { file: string; line: number | undefined } | undefined {
  if (/^[0-9a-f]{16}(-\d+)?$/.test(subject)) return undefined;
  const match = /^(.+?):(\d+)(?::\d+)?$/.exec(subject);
  const file = match?.[1] ?? subject;
  if (whereIs(file, root) === undefined) {
    if (match || file.includes('/')) throw new UsageError(`There is no file "${file}".`, 'explain');
    throw unknownSubject(subject);
  }
  return { file, line: match ? Number(match[2]) : undefined };
}

function unknownSubject(subject: string): UsageError {
  const ids = ALL_CHECKS.map((check) => check.id);
  return new UsageError(
    `There is no check, no file and no finding "${subject}".${didYouMean(subject, ids)}`,
    'explain',
  );
}

/** `preflight ignore`: silences one finding with a reason, the way the editor does. */
import type { Finding } from '../../engine/finding';
import { COLOURS, NO_COLOURS } from '../../engine/format/text/style';
import { placeText } from '../../engine/report/present';
import { Changes, diffOf, secretValues } from '../apply';
import type { Options } from '../args';
import { EXIT, UsageError } from '../errors';
import { print } from '../output';
import { targetOf } from '../paths';
import { withScan } from '../scan';
import { wantsColor } from '../terminal';
import { writeOrRefuse } from './fix';

export async function ignore(options: Options, signal: AbortSignal): Promise<number> {
  const [subject] = options.args;
  const reason = options.value('reason')?.trim();
  if (subject === undefined) throw new UsageError('Say which finding: its fingerprint, or FILE:LINE.', 'ignore');
  if (!reason) throw new UsageError('A reason is required: --reason "why this is acceptable".', 'ignore');
  const place = /^(.+?):(\d+)(?::\d+)?$/.exec(subject);
  const { root, paths } = targetOf(place?.[1] === undefined ? [] : [place[1]], options.value('root'), 'ignore');
  return withScan({ command: 'ignore', root, options, signal }, async (session) => {
    const { findings } = session.report();
    const matching = findings.filter((finding) =>
      place ? finding.path === (paths[0] ?? '') && covers(finding, Number(place[2])) : finding.fingerprint === subject,
    );
    const finding = theOne(matching, subject, options.value('check'));
    const edit = await session.ignore(finding.fingerprint, reason);
    if ('refused' in edit) throw new UsageError(edit.refused, 'ignore');
    const values = await secretValues(session, findings);
    const changes = new Changes(session);
    await changes.add(edit);
    const style = wantsColor(options, process.stdout) ? COLOURS : NO_COLOURS;
    await print(`${diffOf(changes.all, style, values).join('\n')}\n`);
    if (options.has('dry-run')) {
      await print('\nDry run: nothing was written.\n');
      return EXIT.holds;
    }
    writeOrRefuse(root, changes.all);
    await print(`\n${finding.check} is silenced at ${placeText(finding)}. It stays in the report with its reason.\n`);
    return EXIT.holds;
  });
}

function covers(finding: Finding, line: number): boolean {
  return finding.line !== null && finding.line <= line && line <= (finding.endLine ?? finding.line);
}

/** The one finding that is meant. @throws UsageError when there is none, or more than one */
function theOne(findings: readonly Finding[], subject: string, check: string | undefined): Finding {
  const open = findings.filter((finding) => finding.suppressed === null);
  const chosen = open.filter((finding) => check === undefined || finding.check === check || finding.rule === check);
  const [first] = chosen;
  if (!first) {
    const silenced = findings.length > open.length ? ' that is not silenced already' : '';
    throw new UsageError(`There is no finding${silenced} at "${subject}".`, 'ignore');
  }
  const checks = [...new Set(chosen.map((finding) => finding.check))];
  if (checks.length > 1)
    throw new UsageError(
      `"${subject}" has several findings. Say which: --check ${checks.join(' or --check ')}.`,
      'ignore',
    );
  return first;
}

/** `preflight checklist`: the team's own checklists, item by item, held against the evidence. */
import { checklistMarkdown } from '../../engine/format/markdown-lists';
import { formatChecklist } from '../../engine/format/text/checklist-list';
import type { Options } from '../args';
import { EXIT } from '../errors';
import { deliver, partOfReport } from '../output';
import { withSelected } from '../selected';
import { terminalWidth, wantsColor } from '../terminal';

export async function checklist(options: Options, signal: AbortSignal): Promise<number> {
  const output = options.value('output');
  return withSelected('checklist', options, signal, async ({ report }) => {
    const { checklist: entries } = report;
    const write: Record<string, () => string> = {
      json: () => partOfReport(report, { checklist: entries }),
      markdown: () => checklistMarkdown(entries),
      text: () =>
        formatChecklist(entries, report.findings, {
          width: terminalWidth(),
          color: wantsColor(options, process.stdout, output !== undefined),
        }),
    };
    await deliver(write[options.value('format') ?? 'text']?.() ?? '', output);
    return EXIT.holds;
  });
}

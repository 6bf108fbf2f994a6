/** Says above a route that it is open on purpose. */
import { defineFix } from '../fix';
import { LineTable } from '../span';

export default defineFix({
  id: 'mark-public',
  title: () => 'Mark this route as public on purpose',
  safe: false,
  unsafeBecause: 'It says that anyone may call this route, which only your team can know.',
  accepts: true,
  async build(finding, context) {
    if (finding.path === null || finding.line === null) return { refused: 'The finding has no place.' };
    const text = await context.readText(finding.path);
    if (text === undefined) return { refused: `${finding.path} is gone.` };
    const lines = new LineTable(text);
    // The path may stand below the line on which its decorator or call begins.
    let line = finding.line;
    while (line > 1 && !/^\s*(@|[\w.]+\()/.test(lines.line(line))) line--;
    const indent = /^\s*/.exec(lines.line(line))?.[0] ?? '';
    const sign = finding.path.endsWith('.py') ? '#' : '//';
    const start = lines.offset(line, 1);
    const newText = `${indent}${sign} preflight-public -- answers anyone on purpose${text.includes('\r\n') ? '\r\n' : '\n'}`;
    return {
      title: 'Mark this route as public on purpose',
      files: [
        {
          path: finding.path,
          create: false,
          edits: [{ start, end: start, newText }],
          label: 'Say that the route is open on purpose',
        },
      ],
      needsConfirmation: false,
      nextSteps: ['Write into the comment why anyone may call this route.'],
    };
  },
});

/** Says above a route that it is open on purpose. */
import { openersOf } from '../collect/comment-syntax';
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
    const line = beginningOf(finding.line, lines);
    const indent = /^\s*/.exec(lines.line(line))?.[0] ?? '';
    const language = context.workspace.file(finding.path)?.language ?? 'other';
    const sign = openersOf(language)[0] === '#' ? '#' : '//';
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

/** What a line begins with that goes on with the statement above it: an argument, a bracket that closes. */
const GOES_ON = /^\s*(?:['"`)\]},]|&&|\|\||$)/;
/** Lines of one registration at most. */
const MOST_LINES = 30;

/** The line on which the registration begins whose path or method stands on a line. */
function beginningOf(line: number, lines: LineTable): number {
  for (let at = line; at > Math.max(0, line - MOST_LINES); at--) if (!GOES_ON.test(lines.line(at))) return at;
  return line;
}

import { defineCheck, type Conclusion } from '../check';
import { count } from '../size/words';

/** Markdown files in the root that a newcomer can still take in. */
const LIMIT = 20;
/** What every repository has there. */
const STANDARD =
  /^(?:readme|changelog|contributing|code_of_conduct|security|licen[cs]e|support|governance|authors|maintainers)\b/i;

export default defineCheck({
  id: 'root-doc-sprawl',
  title: 'The root is not littered with documents',
  question: 'Are there at most 20 Markdown files in the root of the repository?',
  category: 'structure',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['003'],
  conclude(workspace): Conclusion {
    const documents = [...workspace.files.keys()].filter((path) => /^[^/]+\.(?:md|mdx|markdown)$/i.test(path));
    const readme = documents.find((path) => /^readme\./i.test(path));
    const first = readme ?? documents[0];
    const evidence = first
      ? [{ path: first, line: 1, note: `${count(documents.length, 'Markdown file')} in the root` }]
      : [];
    const summary = `${count(documents.length, 'Markdown file')} in the root; up to ${LIMIT} are fine.`;
    if (first === undefined || documents.length <= LIMIT) return { verdict: 'pass', level: 'E4', summary, evidence };
    const movable = documents.filter((path) => !STANDARD.test(path));
    const examples = movable.slice(0, 3).join(', ');
    return {
      verdict: 'fail',
      level: 'E0',
      summary,
      evidence,
      findings: [
        {
          place: { path: first, span: null },
          message: `${count(documents.length)} Markdown files lie in the root, so nobody can tell which one is current. Move reports and notes (${examples} …) to docs/ and delete what is over.`,
          identity: 'root',
        },
      ],
    };
  },
});

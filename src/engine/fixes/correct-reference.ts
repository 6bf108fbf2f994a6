/** Names the nearest file, script or target in place of one that is not there. */
import { defineFix } from '../fix';
import type { Finding } from '../finding';
import { correctionsInDocument, correctionsInLines, type Correction } from '../references/correction';
import { referencesOf } from '../references/broken';

export default defineFix({
  id: 'correct-reference',
  title: (finding) => titleOf(finding),
  safe: false,
  unsafeBecause: 'What was meant is a guess from the nearest name.',
  async build(finding, { workspace, readText }) {
    const { path, line } = finding;
    const text = path === null ? undefined : await readText(path);
    if (text === undefined || path === null || line === null) return { refused: 'The file is gone.' };
    const correction = correctionOf(finding);
    const { broken } = workspace.derive(referencesOf);
    const isOpen = broken.some(
      (one) => one.path === path && one.span.line === line && one.instead === correction.instead,
    );
    if (!isOpen) return { refused: 'This name leads somewhere now.' };
    const isDocument = workspace.view(path)?.language === 'markdown';
    const edits = isDocument
      ? correctionsInDocument(text, correction)
      : correctionsInLines(text, line, finding.endLine ?? line, correction);
    if (edits.length === 0) return { refused: `"${correction.written}" does not stand on this line by itself.` };
    const title = titleOf(finding);
    const file = { path, create: false, edits, label: title };
    return { title, files: [file], needsConfirmation: false, nextSteps: [] };
  },
});

function correctionOf({ data }: Finding): Correction {
  const { kind = 'file', written = '', instead = '' } = data as Partial<Correction>;
  return { kind, written, instead };
}

function titleOf(finding: Finding): string {
  const { kind, instead } = correctionOf(finding);
  if (kind === 'link') return `Link to ${instead}`;
  return kind === 'file' ? `Name ${instead} instead` : `Run ${instead} instead`;
}

import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft } from '../finding';
import { evidence, fail, findingAt, listed, pass } from '../readiness/answers';
import { oldVersions, type OldVersion } from '../size/old-versions';
import { count } from '../size/words';

export default defineCheck({
  id: 'legacy-duplicates',
  title: 'There is one version of every module',
  question: 'Is the code free of old and new versions of the same module side by side?',
  category: 'structure',
  severity: 'low',
  effort: 'medium',
  since: '0.1.0',
  everyPlace: true,
  asks: ['002'],
  rules: {
    version: 'A module stands beside another version of itself.',
    copy: 'A file or folder is a left-over copy.',
  },
  conclude(workspace): Conclusion {
    const found = workspace.derive(oldVersions);
    if (found.length === 0) return pass('E4', 'No file is named like another version of its neighbour.');
    return fail(
      'E1',
      `${count(found.length, 'place')} where old and new stand side by side: ${listed(found.map(({ path }) => path))}.`,
      found.map(toFinding),
      found.map(({ path, of }) => evidence(path, 1, of ? `a version of ${of}` : 'a left-over copy')),
    );
  },
});

function toFinding({ path, of, mark, files }: OldVersion): FindingDraft {
  const isCopy = of === null || /^\./.test(mark);
  const message = isCopy
    ? `This looks like a left-over copy ("${mark}"${files > 1 ? `, ${count(files)} files` : ''}). Copies are read, searched and sometimes edited by mistake. Delete it: git keeps the history.`
    : `This stands beside ${of} as another version of it. Changes reach one of the two, and nobody can tell which one runs. Keep one and delete the other.`;
  const start = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return findingAt(path, null, message, mark, {
    rule: isCopy ? 'copy' : 'version',
    related:
      of && !isCopy && /\.\w+$/.test(of)
        ? [{ path: of, span: start, kind: 'evidence', note: 'The other version.' }]
        : [],
  });
}

/** What pipelines, Makefiles, package scripts and documents name is there. */
import { defineCheck } from '../check';
import type { FindingDraft } from '../finding';
import { count, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { referencesOf, type Broken } from '../references/broken';

export default defineCheck({
  id: 'references-resolve',
  title: 'What CI and documents name is there',
  question: 'Are the files and scripts that CI and documents name there?',
  category: 'ci',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['003'],
  rules: {
    command: 'A command names a file, script or target that is not there.',
    link: 'A link leads to a file that is not there.',
  },
  conclude(workspace) {
    const { total, broken } = workspace.derive(referencesOf);
    if (total === 0) return notApplicable('Neither CI nor documents name files of the workspace.');
    if (broken.length === 0)
      return pass('E4', `${count(total, 'name')} of files and scripts ${total === 1 ? 'leads' : 'lead'} somewhere.`);
    const places = new Set(broken.map(({ path }) => path)).size;
    return fail(
      'E1',
      `${count(broken.length, 'name')} in ${count(places, 'file')} ${broken.length === 1 ? 'leads' : 'lead'} nowhere.`,
      broken.map(finding),
    );
  },
});

const WHY: Readonly<Record<Broken['by'], string>> = {
  pipeline: 'so the step cannot do its job',
  makefile: 'so the recipe fails',
  manifest: 'so the script fails',
  document: 'so whoever follows it gets stuck',
};

function finding({ path, span, kind, name, nearest, by, written, instead }: Broken): FindingDraft {
  const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  const advice = nearest === undefined ? ' Correct the name, or take it out.' : ' Correct the name.';
  return findingAt(path, span, `${subject(kind, name, by)}, ${WHY[by]}.${meant}${advice}`, `${kind} ${name}`, {
    rule: kind === 'link' ? 'link' : 'command',
    ...(instead !== undefined && { fixes: ['correct-reference'] }),
    data: { name, nearest: nearest ?? null, kind, written, instead: instead ?? null },
  });
}

function subject(kind: Broken['kind'], name: string, by: Broken['by']): string {
  if (kind === 'link') return `This links to ${name}, which is not here`;
  if (kind === 'script') return `No package.json ${by === 'document' ? 'here' : 'in reach'} has a script "${name}"`;
  if (kind === 'target') return `No Makefile ${by === 'document' ? 'here' : 'in reach'} has a target "${name}"`;
  return `This names ${name}, which is not here`;
}

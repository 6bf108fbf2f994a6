/** What shipped code imports is declared by a manifest. */
import { defineCheck } from '../check';
import type { FindingDraft } from '../finding';
import {
  count,
  evidence,
  fail,
  findingAt,
  lineSpan,
  listed,
  notApplicable,
  pass,
  relatedTo,
} from '../readiness/answers';
import { outsideImports, type OutsideImport } from '../readiness/imported';

export default defineCheck({
  id: 'declared-deps-complete',
  title: 'Imported packages are declared',
  question: 'Does a manifest declare every package that shipped code imports?',
  category: 'ci',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['000', '001'],
  reads: 'code',
  conclude(workspace) {
    const all = workspace.derive(outsideImports);
    if (all.length === 0) return notApplicable('No code here imports packages that a manifest could declare.');
    const open = new Map<string, OutsideImport[]>();
    for (const one of all) {
      if (one.declared) continue;
      const key = `${one.manifests[0] ?? ''} ${one.name}`;
      open.set(key, [...(open.get(key) ?? []), one]);
    }
    const proofs = [...new Set(all.flatMap(({ manifests }) => manifests.slice(0, 1)))];
    if (open.size === 0)
      return pass(
        'E4',
        'Every imported package is declared.',
        proofs.map((path) => evidence(path, 1, 'declares what is imported')),
      );
    const names = listed(
      [...open.values()].map(([first]) => first?.name ?? ''),
      5,
    );
    return fail(
      'E1',
      `${count(open.size, 'imported package')} ${open.size === 1 ? 'is' : 'are'} not declared: ${names}.`,
      [...open.values()].flatMap(undeclared),
    );
  },
});

function undeclared([first, ...others]: OutsideImport[]): FindingDraft[] {
  if (!first) return [];
  const manifest = first.manifests[0] ?? '';
  return [
    findingAt(
      first.path,
      lineSpan(first.line),
      `\`${first.name}\` is imported, and ${manifest} does not declare it: a fresh install may lack it, or bring any version. Add it there.`,
      `${manifest} ${first.name}`,
      {
        related: [
          relatedTo(manifest, lineSpan(1), 'does not declare it'),
          ...others.slice(0, 8).map(({ path, line }) => relatedTo(path, lineSpan(line), 'imported here as well')),
        ],
      },
    ),
  ];
}

/** The variables that the code reads are those that the templates name. */
import { defineCheck, type Evidence } from '../check';
import {
  environment,
  isStandardVariable,
  nothingRead,
  templatesFor,
  type Environment,
  type EnvPackage,
} from '../env/environment';
import type { FindingDraft, RelatedPlace } from '../finding';

export default defineCheck({
  id: 'env-example-drift',
  title: '.env.example names what the code reads',
  question: 'Are the environment variables that the code reads the ones that .env.example names?',
  category: 'secrets',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['001', '002'],
  rules: {
    undeclared: 'Variables are read that no template names',
    unused: 'A template names variables that nothing reads',
    duplicate: 'A template names a variable twice',
  },
  conclude(workspace) {
    const surroundings = workspace.derive(environment);
    const reading = surroundings.packages.filter((own) => own.reads.size > 0);
    if (reading.length === 0) return nothingRead(surroundings);
    const findings = [
      ...reading.flatMap((own) => undeclared(own, surroundings)),
      ...surroundings.templates.flatMap((template) => [...duplicates(template), ...unused(template, surroundings)]),
    ];
    const evidence: Evidence[] = surroundings.templates.map(({ path }) => ({ path, line: 1, note: 'the template' }));
    const counted = findings.filter(({ severity }) => severity !== 'info');
    if (counted.length === 0) {
      return {
        verdict: 'pass',
        level: 'E4',
        summary: 'Every variable that is read is named in a template.',
        evidence,
        findings,
      };
    }
    const used = new Set(reading.flatMap((own) => [...own.reads.keys()]));
    const declared = new Set(surroundings.templates.flatMap(({ declares }) => declares.map(({ name }) => name)));
    const undeclaredCount = [...used].filter((name) => !declared.has(name)).length;
    const summary = `${undeclaredCount} of the ${used.size} variables that the code reads are named in no template.`;
    return { verdict: 'fail', level: declared.size === 0 ? 'E0' : 'E1', summary, evidence, findings };
  },
});

/** Names in a sentence: at most four. */
function some(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function undeclared(own: EnvPackage, { templates }: Environment): FindingDraft[] {
  const near = templatesFor(own, templates);
  const declared = new Set(near.flatMap(({ declares }) => declares.map(({ name }) => name)));
  const missing = [...own.reads].filter(([name]) => !declared.has(name));
  if (missing.length === 0) return [];
  const related: RelatedPlace[] = missing.map(([name, { path, read }]) => ({
    path,
    span: read.span,
    kind: 'evidence',
    note: `${name} is read here`,
  }));
  const template = near[0];
  const first = missing[0]?.[1];
  const place = template
    ? { path: template.path, span: null }
    : first
      ? { path: first.path, span: first.read.span }
      : null;
  const names = missing.map(([name]) => name);
  const subject = names.length === 1 ? 'One variable is' : `${names.length} variables are`;
  return [
    {
      rule: 'undeclared',
      place,
      message: `${subject} read and not named in ${template?.path ?? 'any template'}: ${some(names)}. A deployment set up from the template lacks ${names.length === 1 ? 'it' : 'them'}. Add ${names.length === 1 ? 'it' : 'them'} with placeholders.`,
      identity: own.folder,
      related,
      fixes: ['complete-env-example'],
      data: { folder: own.folder },
    },
  ];
}

function duplicates({ path, declares }: Environment['templates'][number]): FindingDraft[] {
  const seen = new Map<string, (typeof declares)[number]>();
  return declares.flatMap((declaration) => {
    const before = seen.get(declaration.name);
    if (declaration.commented) return [];
    seen.set(declaration.name, declaration);
    if (!before) return [];
    return [
      {
        rule: 'duplicate',
        severity: 'low' as const,
        place: { path, span: declaration.span },
        message: `${declaration.name} stands here a second time (first on line ${before.span.line}). Whichever comes last wins, depending on the reader. Keep one.`,
        identity: declaration.name,
        related: [{ path, span: before.span, kind: 'definition' as const, note: 'first here' }],
      },
    ];
  });
}

/** Only information: a template also documents what tools and images read. */
function unused({ path, declares }: Environment['templates'][number], { packages }: Environment): FindingDraft[] {
  const used = new Set(packages.flatMap((own) => [...own.reads.keys()]));
  const idle = declares.filter(({ name, commented }) => !commented && !used.has(name) && !isStandardVariable(name));
  const first = idle[0];
  if (!first || packages.some((own) => own.dynamic > 3)) return [];
  const names = [...new Set(idle.map(({ name }) => name))];
  return [
    {
      rule: 'unused',
      severity: 'info',
      place: { path, span: first.span },
      message: `Nothing in the code reads ${some(names)}. Remove what no image or tool needs.`,
      identity: 'unused',
      related: idle
        .slice(1)
        .map(({ name, span }) => ({ path, span, kind: 'evidence' as const, note: `${name} is not read` })),
    },
  ];
}

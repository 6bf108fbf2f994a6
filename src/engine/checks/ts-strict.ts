import { defineCheck, type Conclusion, type Evidence } from '../check';
import type { FindingDraft, RelatedPlace } from '../finding';
import { count } from '../size/words';
import type { Span } from '../span';
import { checksJavaScript, isTypeScriptSource, ownership, projects, type Project } from '../types/projects';
import { stateOf } from '../types/strictness';
import type { EffectiveOption } from '../types/options';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'ts-strict',
  title: 'TypeScript is strict everywhere',
  question: 'Is every TypeScript project checked with the full strict family?',
  category: 'types',
  severity: 'high',
  effort: 'medium',
  since: '0.1.0',
  everyPlace: true,
  asks: ['003'],
  rules: {
    loose: 'No flag of the strict family is on.',
    partial: 'Some flags of the strict family are off.',
    broken: 'An option error stops the compiler before it checks anything.',
    'no-config': 'There is TypeScript, and no configuration at all.',
  },
  conclude(workspace): Conclusion {
    const sources = typescriptSources(workspace);
    const all = workspace.derive(projects).filter(({ role, files }) => role === 'project' && files.some(isTypeScript));
    if (all.length === 0) return withoutProjects(workspace, sources);
    const states = all.map((project) => ({ project, state: stateOf(project) }));
    const bad = states.filter(({ state }) => ['loose', 'partial', 'broken'].includes(state));
    const unknown = states.filter(({ state }) => state === 'unknown');
    const findings = bad.map(({ project, state }) =>
      state === 'broken'
        ? brokenFinding(project)
        : looseFinding(project, state === 'loose' ? 'loose' : 'partial', workspace),
    );
    const evidence: Evidence[] = findings.flatMap(evidenceOf);
    if (bad.length > 0) {
      const summary = `${countOf(bad.length, all.length)} not fully strict. ${shareOf(
        workspace,
        bad.map(({ project }) => project.path),
      )}`;
      return {
        verdict: 'fail',
        level: bad.length < all.length || bad.some(inheritsStrict) ? 'E2' : 'E0',
        summary,
        evidence,
        findings,
      };
    }
    if (unknown.length > 0)
      return { verdict: 'unknown', summary: unknownSummary(unknown.map(({ project }) => project)) };
    const first = all.find(({ path }) => !path.includes('/')) ?? all[0];
    return {
      verdict: 'pass',
      level: 'E4',
      summary: `${all.length === 1 ? 'The TypeScript project is' : `All ${all.length} TypeScript projects are`} fully strict.${unownedNote(workspace)}`,
      evidence: first ? [{ path: first.path, line: 1, note: 'strict' }] : [],
    };
  },
});

function isTypeScript(path: string): boolean {
  return /\.(?:[cm]?ts|tsx)$/.test(path);
}

function typescriptSources(workspace: Workspace): string[] {
  return [...workspace.views]
    .filter((file) => isTypeScriptSource(file.path) && file.fileClass === 'hand-written')
    .map((file) => file.path);
}

function countOf(bad: number, all: number): string {
  if (all === 1) return 'The TypeScript project is';
  return `${bad} of ${all} TypeScript projects ${bad === 1 ? 'is' : 'are'}`;
}

/** How much code that means: what people lose sight of in a list of configurations. */
function shareOf(workspace: Workspace, paths: string[]): string {
  const { owners, unowned } = workspace.derive(ownership);
  const loose = [...owners.values()].filter((owner) => paths.includes(owner)).length;
  const none = unowned.length === 0 ? '' : ` ${count(unowned.length)} more belong to no project.`;
  return `They hold ${count(loose)} of ${count(owners.size + unowned.length)} TypeScript files.${none}`;
}

function unownedNote(workspace: Workspace): string {
  const { unowned } = workspace.derive(ownership);
  return unowned.length === 0
    ? ''
    : ` ${count(unowned.length, 'TypeScript file')} belong${unowned.length === 1 ? 's' : ''} to no project.`;
}

function unknownSummary(unknown: Project[]): string {
  const [first] = unknown;
  const [missing] = first?.resolved.missing ?? [];
  if (first && missing)
    return `Whether ${first.path} is strict depends on "${missing.value}", which is not in this workspace.`;
  return `Whether ${first?.path ?? 'it'} is strict depends on the TypeScript release, and no package.json says which one is used.`;
}

/** TypeScript without any configuration: Deno is strict by itself, everything else checks nothing. */
function withoutProjects(workspace: Workspace, sources: string[]): Conclusion {
  const first = sources[0];
  if (first === undefined)
    return { verdict: 'not-applicable', summary: `There is no TypeScript here.${uncheckedJavaScript(workspace)}` };
  const deno = [...workspace.files.keys()].some((path) => /(?:^|\/)deno\.jsonc?$/.test(path));
  if (deno) return { verdict: 'pass', level: 'E4', summary: 'Deno checks TypeScript strictly unless told otherwise.' };
  if (workspace.derive(projects).some(({ role }) => role === 'project'))
    return { verdict: 'not-applicable', summary: 'No configuration includes TypeScript files.' };
  const manifest = workspace.has('package.json') ? 'package.json' : first;
  return {
    verdict: 'fail',
    level: 'E0',
    summary: `${count(sources.length, 'TypeScript file')} and no tsconfig.json: nothing checks them.`,
    evidence: [{ path: manifest, line: 1, note: 'no tsconfig.json beside it' }],
    findings: [
      {
        rule: 'no-config',
        place: { path: manifest, span: null },
        message: `There ${sources.length === 1 ? 'is a TypeScript file' : `are ${count(sources.length)} TypeScript files`} and no tsconfig.json, so nothing checks the types. Add one with "strict": true.`,
        identity: 'no-config',
      },
    ],
  };
}

/** JavaScript may be checked as well (`checkJs`, `@ts-check`); that it is not is worth saying, and no failure. */
function uncheckedJavaScript(workspace: Workspace): string {
  const scripts = [...workspace.views].filter(
    (file) => file.language === 'javascript' && file.fileClass === 'hand-written',
  );
  const checked = new Set(
    workspace
      .derive(projects)
      .filter(checksJavaScript)
      .flatMap(({ files }) => files),
  );
  const open = scripts.filter(({ path }) => !checked.has(path)).length;
  return open === 0 ? '' : ` ${count(open, 'JavaScript file')} ${open === 1 ? 'is' : 'are'} not type-checked.`;
}

function inheritsStrict({ project }: { project: Project }): boolean {
  return project.resolved.bases.length > 0;
}

function evidenceOf(finding: FindingDraft): Evidence[] {
  const own = finding.place
    ? [{ path: finding.place.path, line: finding.place.span?.line ?? 1, note: noteOf(finding) }]
    : [];
  return [...own, ...(finding.related ?? []).map(({ path, span, note }) => ({ path, line: span.line, note }))];
}

function noteOf(finding: FindingDraft): string {
  return finding.rule === 'broken'
    ? 'the compiler stops here'
    : finding.rule === 'loose'
      ? 'not strict'
      : 'only partly strict';
}

/** The options of this project that switch something off, `strict` first. */
function switchesOf(project: Project): { name: string; at: EffectiveOption }[] {
  return ['strict', ...project.strictness.off].flatMap((name) => {
    const at = project.resolved.options.get(name);
    return at?.value === false ? [{ name, at }] : [];
  });
}

function looseFinding(project: Project, rule: 'loose' | 'partial', workspace: Workspace): FindingDraft {
  const { resolved, strictness } = project;
  const switches = switchesOf(project);
  const own = switches.filter(({ at }) => at.path === project.path);
  const inherited = switches.filter(({ at }) => at.path !== project.path);
  const related: RelatedPlace[] = inherited.flatMap(({ name, at }) =>
    place(at.path, at.option?.span, `"${name}" is switched off here.`),
  );
  related.push(
    ...own.slice(1).flatMap(({ name, at }) => place(at.path, at.option?.span, `"${name}" is switched off here, too.`)),
  );
  const base = strictBase(project, workspace);
  if (base) related.unshift(...place(base.path, base.span, 'The base is strict.'));
  const span = own[0]?.at.option?.span ?? (inherited.length > 0 ? resolved.facts.extends[0]?.span : undefined) ?? null;
  return {
    rule,
    place: { path: project.path, span },
    message: messageOf(project, rule, base?.path),
    identity: `${rule}:${strictness.off.join()}`,
    related,
    fixes: ['enable-strict'],
    data: { flags: switches.map(({ name }) => name), strict: strictness.strict },
  };
}

function place(path: string, span: Span | undefined, note: string): RelatedPlace[] {
  return span ? [{ path, span, kind: 'definition', note }] : [];
}

/** The base that says `"strict": true` and is overruled. */
function strictBase(project: Project, workspace: Workspace): { path: string; span: Span } | undefined {
  for (const path of project.resolved.bases) {
    const option = workspace.part(path, 'tsconfig')?.options.strict;
    if (option?.value === true) return { path, span: option.span };
  }
  return undefined;
}

function messageOf(project: Project, rule: 'loose' | 'partial', base: string | undefined): string {
  const files = count(project.files.length, 'file');
  const { off } = project.strictness;
  const own = project.resolved.options.get('strict');
  const why = 'Wrong types and missing values then surface in production.';
  if (rule === 'partial') {
    const flags = off.length > 3 ? `${off.slice(0, 3).join(', ')} and ${off.length - 3} more` : off.join(' and ');
    return `${flags} ${off.length === 1 ? 'is' : 'are'} off for the ${files} of this project. ${why} Switch ${off.length === 1 ? 'it' : 'them'} on, or move the files that are not ready to a project of their own.`;
  }
  const what =
    own?.path === project.path && base !== undefined
      ? `This switches strict off for ${files}, although ${base} switches it on.`
      : own?.path === project.path
        ? `Strict is switched off for the ${files} of this project.`
        : own
          ? `The ${files} of this project are not strict, because ${own.path} switches strict off.`
          : `The ${files} of this project are not strict: nothing switches it on.`;
  return `${what} ${why} Set "strict": true.`;
}

function brokenFinding(project: Project): FindingDraft {
  const [error] = project.errors;
  const inBase = error && error.at.path !== project.path;
  const related = inBase ? place(error.at.path, error.at.option?.span, `"${error.option}" is set here.`) : [];
  const span = inBase ? (project.resolved.facts.extends[0]?.span ?? null) : (error?.at.option?.span ?? null);
  return {
    rule: 'broken',
    severity: 'medium',
    place: { path: project.path, span },
    message: `The compiler stops here before it checks any of the ${count(project.files.length, 'file')}: ${error?.message ?? 'the options contradict each other'} (${error?.code ?? 'option error'}). A project that cannot be checked is not strict in practice. Correct the option.`,
    identity: `broken:${error?.code}`,
    related,
  };
}

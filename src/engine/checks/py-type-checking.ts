import { defineCheck, type Conclusion } from '../check';
import { folderOf, manifests } from '../manifests';
import { evidence, fail, findingAt, pass } from '../readiness/answers';
import { gatesFor } from '../readiness/ci-gates';
import { isShipped } from '../readiness/scope';
import type { Span } from '../span';
import { checkerSettings, declaredCheckers, runsPythonChecker } from '../types/python-checkers';
import type { Workspace } from '../workspace';

/** A single helper script does not make a Python project. */
const MIN_FILES = 3;
const START: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };

export default defineCheck({
  id: 'py-type-checking',
  title: 'Python is type-checked',
  question: 'Is a Python type checker configured, and does CI fail when it finds something?',
  category: 'types',
  severity: 'low',
  effort: 'medium',
  since: '0.1.0',
  asks: ['002'],
  conclude(workspace): Conclusion {
    const sources = [...workspace.views].filter((file) => file.language === 'python' && isShipped(file));
    if (sources.length < MIN_FILES) return { verdict: 'not-applicable', summary: 'There is hardly any Python here.' };
    const settings = checkerSettings(workspace);
    const configured = settings.map(({ path, span, tool }) => evidence(path, span?.line ?? 1, `configures ${tool}`));
    const gates = [
      ...gatesFor(workspace, 'types').filter(({ text }) => runsPythonChecker(text)),
      ...(hooksCheck(workspace) ? gatesFor(workspace, 'lint').filter(({ text }) => RUNS_HOOKS.test(text)) : []),
    ];
    const gate = gates.find(({ text }) => namesFolder(workspace, text)) ?? gates[0];
    if (gate && !gate.swallowed && !gate.blocked)
      return pass('E4', `CI runs \`${gate.text}\` and stops on errors.`, [
        evidence(gate.path, gate.line, 'stops on type errors'),
        ...configured,
      ]);
    if (gate) {
      const why = gate.swallowed
        ? `its failure is ignored (${gate.swallowed.how})`
        : `an earlier step cannot succeed: ${gate.blocked?.why ?? ''}`;
      return fail(
        'E3',
        `CI runs \`${gate.text}\`, but ${why}.`,
        [
          findingAt(
            gate.path,
            gate.span,
            `The type checker runs here, but ${why}, so type errors are merged all the same. Let the step fail.`,
            'gate',
          ),
        ],
        [evidence(gate.path, gate.line, 'runs the type checker'), ...configured],
      );
    }
    const [first] = settings;
    if (first) {
      const message = `${first.tool} is configured, but no pipeline runs it on changes. Its findings reach only those who run it by hand. Add a CI step that runs it.`;
      return fail(
        'E2',
        `${first.tool} is configured, and no pipeline runs it.`,
        [findingAt(first.path, first.span ?? START, message, 'settings')],
        configured,
      );
    }
    return withoutSettings(
      workspace,
      sources.map((file) => file.path),
    );
  },
});

/** A pipeline that runs the hooks of `.pre-commit-config.yaml` runs the checker among them (pre-commit.com; prek reads the same file). */
const RUNS_HOOKS = /\b(?:pre-commit|prek)\b/;

function hooksCheck(workspace: Workspace): boolean {
  return [...workspace.each('hooks')].some(
    ({ facts }) => facts.tool === 'pre-commit' && facts.runs.some((run) => runsPythonChecker(run)),
  );
}

/** True when the command checks something that exists; pipelines outlive the folders they name. */
function namesFolder(workspace: Workspace, command: string): boolean {
  const words = command.split(/\s+/).filter((word) => /^[\w./-]+$/.test(word) && !word.startsWith('-'));
  return words
    .slice(1)
    .some((word) => workspace.has(word) || [...workspace.folders].some((folder) => folder.endsWith(`/${word}`)));
}

function withoutSettings(workspace: Workspace, sources: string[]): Conclusion {
  const [declared] = declaredCheckers(workspace);
  const advice = 'Configure one (mypy with check_untyped_defs is a good start) and run it in CI.';
  if (declared) {
    const message = `${declared.name} is installed here, but nothing configures or runs it, so wrong types surface in production. ${advice}`;
    return fail(
      'E1',
      `${declared.name} is a dependency; nothing configures or runs it.`,
      [findingAt(declared.path, declared.span, message, 'declared')],
      [evidence(declared.path, declared.span.line, 'declared only')],
    );
  }
  const path = manifestNear(workspace, sources) ?? sources[0] ?? '';
  const message = `No type checker is set up for ${sources.length} Python files, so wrong types surface in production. ${advice}`;
  return fail(
    'E0',
    'No Python type checker is set up.',
    [findingAt(path, START, message, 'none')],
    [evidence(path, 1, 'names no type checker')],
  );
}

/** The Python manifest with the most sources under its folder. */
function manifestNear(workspace: Workspace, sources: string[]): string | undefined {
  const covers = (path: string): number =>
    sources.filter((source) => folderOf(path) === '' || source.startsWith(`${folderOf(path)}/`)).length;
  return manifests(workspace, 'python')
    .map(({ path }) => ({ path, files: covers(path) }))
    .sort((a, b) => b.files - a.files || a.path.length - b.path.length)[0]?.path;
}

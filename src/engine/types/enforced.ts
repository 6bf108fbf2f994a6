/** Which TypeScript projects a pipeline checks on every change, so that a type error stops it. */
import { shellCommands, type ShellCommand } from '../collect/shell';
import { folderOf, isWithin, manifests } from '../manifests';
import { pipelines } from '../readiness/ci-gates';
import { installProblem } from '../readiness/ci-install';
import type { Workspace } from '../workspace';
import { joinPath } from './paths';
import { projects } from './projects';

/** Scripts that call scripts are followed this far. */
const MAX_DEPTH = 4;
const SCRIPT = /^(?:npm|pnpm|yarn|bun)\s+(?:run\s+|run-script\s+)?([\w:.-]+)(.*)$/;
/** Compilers that report every type error of a project; bundlers report none. */
const COMPILER = /^(?:(?:npx|pnpm exec|yarn|bunx|pnpm)\s+(?:--\S+\s+)*)?(?:tsc|vue-tsc|next build)\b(.*)$/;

/** Paths of the projects that are checked. Call through `workspace.derive(enforcedProjects)`. */
export function enforcedProjects(workspace: Workspace): ReadonlySet<string> {
  const checked = new Set<string>();
  for (const { facts } of workspace.derive(pipelines)) {
    if (!facts.onChange) continue;
    for (const job of facts.jobs) {
      if (job.allowsFailure !== null) continue;
      let blocked = false;
      for (const step of job.steps) {
        if (step.allowsFailure !== null) continue;
        for (const command of step.commands) {
          blocked ||= command.swallowed === null && installProblem(workspace, command) !== null;
          if (!blocked) for (const path of checkedBy(workspace, command, '', 0)) checked.add(path);
        }
      }
    }
  }
  return withReferences(workspace, checked);
}

function checkedBy(workspace: Workspace, command: ShellCommand, base: string, depth: number): string[] {
  if (command.swallowed !== null || command.folder === null || depth > MAX_DEPTH) return [];
  const folder = joinPath(base, command.folder);
  if (folder === undefined) return [];
  const compiler = COMPILER.exec(command.text);
  if (compiler) return projectOf(workspace, folder, compiler[1] ?? '');
  const script = SCRIPT.exec(command.text);
  if (!script?.[1]) return [];
  const named = /(?:^|\s)(?:-w|--workspace|--filter|-F|--prefix|-C|--cwd)[= ](\S+)/.exec(script[2] ?? '')?.[1];
  return scriptOf(workspace, script[1], folder, named).flatMap(({ text, at }) =>
    shellCommands([{ line: 1, text }], { errexit: true, pipefail: false }).flatMap((part) =>
      checkedBy(workspace, part, at, depth + 1),
    ),
  );
}

/** The script of the nearest package, or of the package that an option names by name or folder. */
function scriptOf(
  workspace: Workspace,
  name: string,
  folder: string,
  named: string | undefined,
): { text: string; at: string }[] {
  const wanted = named
    ?.replace(/^["']|["']$/g, '')
    .replace(/^\.\//, '')
    .replace(/\/$/, '');
  const fits = manifests(workspace, 'npm').filter(({ path, manifest }) =>
    wanted === undefined
      ? isWithin(`${folder}/x`, folderOf(path)) || folderOf(path) === ''
      : manifest.name === wanted || folderOf(path) === joinPath(folder, wanted),
  );
  const [nearest] = fits.sort((a, b) => folderOf(b.path).length - folderOf(a.path).length);
  const script = nearest?.manifest.scripts.find((candidate) => candidate.name === name);
  return nearest && script ? [{ text: script.command, at: folderOf(nearest.path) }] : [];
}

/** The configuration a compiler run reads: `-p`, a folder after `-b`, else `tsconfig.json` there. */
function projectOf(workspace: Workspace, folder: string, rest: string): string[] {
  if (/--noCheck\b/.test(rest)) return [];
  const given =
    /(?:^|\s)(?:-p|--project)[= ](\S+)/.exec(rest)?.[1] ?? /(?:^|\s)(?:-b|--build)\s+([^\s-]\S*)/.exec(rest)?.[1];
  const path = joinPath(folder, given ?? '');
  if (path === undefined) return [];
  const inside = path === '' ? 'tsconfig.json' : `${path}/tsconfig.json`;
  return [path, inside].filter((candidate) => workspace.part(candidate, 'tsconfig') !== undefined).slice(0, 1);
}

/** `tsc -b` builds what a configuration refers to; a project that cannot be checked is not enforced. */
function withReferences(workspace: Workspace, checked: ReadonlySet<string>): Set<string> {
  const all = new Map(workspace.derive(projects).map((project) => [project.path, project]));
  const out = new Set<string>();
  const visit = (path: string): void => {
    const project = all.get(path);
    if (!project || out.has(path)) return;
    out.add(path);
    if (project.role === 'solution') project.references.forEach(visit);
  };
  checked.forEach(visit);
  return new Set([...out].filter((path) => all.get(path)?.errors.length === 0));
}

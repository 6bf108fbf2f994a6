/** Everything that pipelines, Makefiles, package scripts and documents name, and what of it is not there. */
import type { CiJob } from '../collect/ci';
import { joinPath, shellCommands, type ShellCommand } from '../collect/shell';
import { folderOf, isWithin, manifests } from '../manifests';
import { lineSpan } from '../readiness/answers';
import { pipelines } from '../readiness/ci-gates';
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import { insteadOf } from './correction';
import type { Reference } from './facts';
import { namedBy, type Named } from './named';
import { isMissedAnywhere, isOpen, isThere, linkedPath, nearestFile, nearestName } from './resolve';

export interface Broken {
  path: string;
  span: Span;
  kind: Reference['kind'];
  /** As a person would look for it: a path from the root, the name of a script or target. */
  name: string;
  /** What was most likely meant. */
  nearest: string | undefined;
  /** The name as it stands there, and what to write in its place if that can be told. */
  written: string;
  instead: string | undefined;
  by: 'pipeline' | 'makefile' | 'manifest' | 'document';
}

export interface References {
  /** Names that were looked up. */
  total: number;
  broken: Broken[];
}

/** In the order pipelines, Makefiles, manifests, documents. Call through `workspace.derive(referencesOf)`. */
export function referencesOf(workspace: Workspace): References {
  const found: References = { total: 0, broken: [] };
  ofPipelines(workspace, found);
  ofMakefiles(workspace, found);
  ofManifests(workspace, found);
  ofDocuments(workspace, found);
  return found;
}

/** A command at a place where it is known what it runs in. */
interface Site {
  path: string;
  span: Span;
  by: Broken['by'];
  /** Folder it runs in. */
  folder: string;
}

function lookUp(workspace: Workspace, found: References, site: Site, named: Named): void {
  const { kind, name } = named;
  const add = (missing: string, nearest: string | undefined): void => {
    const instead = insteadOf(kind, name, nearest, folder);
    found.broken.push({
      path: site.path,
      span: site.span,
      by: site.by,
      kind,
      name: missing,
      nearest,
      written: name,
      instead,
    });
  };
  const folder = named.within === undefined ? site.folder : joinPath(site.folder, named.within);
  if (folder === null || !workspace.folders.has(folder)) return;
  found.total++;
  if (kind === 'file') {
    const path = name.startsWith('/') ? null : joinPath(folder, name);
    if (path !== null && !isThere(workspace, path) && !isOpen(workspace, path)) add(path, nearestFile(workspace, path));
    return;
  }
  const known = kind === 'script' ? scriptsFor(workspace, folder, named.filtered) : targetsFor(workspace, folder);
  if (known && !known.includes(name) && !isOpen(workspace, name)) add(name, nearestName(name, known));
}

/** Scripts that a command in a folder can run: those of the nearest package.json; null = there is none. */
function scriptsFor(workspace: Workspace, folder: string, filtered: boolean | undefined): string[] | null {
  const all = manifests(workspace, 'npm').filter(({ manifest }) => manifest.kind === 'npm');
  const inside = folder === '' ? 'package.json' : `${folder}/package.json`;
  const nearest = all
    .filter(({ path }) => isWithin(inside, folderOf(path)))
    .sort((a, b) => folderOf(b.path).length - folderOf(a.path).length)
    .slice(0, 1);
  const chosen = filtered ? all : nearest;
  return chosen.length === 0 ? null : chosen.flatMap(({ manifest }) => manifest.scripts.map(({ name }) => name));
}

function targetsFor(workspace: Workspace, folder: string): string[] | null {
  for (const name of ['GNUmakefile', 'makefile', 'Makefile']) {
    const facts = workspace.part(folder === '' ? name : `${folder}/${name}`, 'makefile');
    if (facts) return facts.open ? null : facts.targets;
  }
  return null;
}

/** Steps that bring files of which this repository knows nothing. */
const BRINGS_FILES =
  /^(?:git (?:checkout|switch|clone|worktree|pull)|gh |curl |wget |tar |unzip |docker cp |aws s3 |gsutil )/;

function ofPipelines(workspace: Workspace, found: References): void {
  for (const { path, facts } of workspace.derive(pipelines)) {
    // Other providers run all scripts of a job in one shell, so that a folder stands from an earlier list.
    if (facts.provider !== 'github-actions') continue;
    for (const job of facts.jobs) if (!bringsFiles(job)) ofJob(workspace, found, path, job);
  }
}

function bringsFiles({ steps }: CiJob): boolean {
  return (
    steps.some(
      ({ uses, inputs, commands }) =>
        (uses?.startsWith('actions/checkout') &&
          (inputs.path !== undefined || inputs.repository !== undefined || inputs.ref !== undefined)) ||
        /download-artifact|\/cache\b/.test(uses ?? '') ||
        commands.some(({ text }) => BRINGS_FILES.test(text)),
    ) || !steps.some(({ uses }) => uses?.startsWith('actions/checkout'))
  );
}

function ofJob(workspace: Workspace, found: References, path: string, job: CiJob): void {
  const written = job.steps.flatMap(({ commands }) =>
    commands.filter(({ text }) => /(?:>|\btee |\bcp |\bmv |\btouch )/.test(text)),
  );
  for (const { uses, span, line, commands } of job.steps) {
    if (uses?.startsWith('./')) ofAction(workspace, found, path, uses, span);
    for (const command of commands) {
      if (command.folder === null || command.optional) continue;
      const place = command.line === line ? span : lineSpan(command.line);
      for (const named of namedBy(command.text)) {
        const base = named.name.slice(named.name.lastIndexOf('/') + 1);
        if (written.some((other) => other !== command && other.text.includes(base))) continue;
        lookUp(workspace, found, { path, span: place, by: 'pipeline', folder: command.folder }, named);
      }
    }
  }
}

/** An action of the repository is a folder with an `action.yml` or a Dockerfile (docs.github.com, "jobs.<job_id>.steps[*].uses"). */
function ofAction(workspace: Workspace, found: References, path: string, uses: string, span: Span): void {
  const folder = joinPath('', uses);
  if (folder === null || isOpen(workspace, folder)) return;
  found.total++;
  if (!workspace.has(folder))
    found.broken.push({
      path,
      span,
      kind: 'file',
      name: folder,
      nearest: undefined,
      by: 'pipeline',
      written: uses,
      instead: undefined,
    });
}

function ofMakefiles(workspace: Workspace, found: References): void {
  for (const { file, facts } of workspace.each('makefile')) {
    if (file.fileClass !== 'hand-written') continue;
    ofCommands(workspace, found, facts.commands, { path: file.path, by: 'makefile', folder: folderOf(file.path) });
  }
}

function ofManifests(workspace: Workspace, found: References): void {
  for (const { path, manifest } of manifests(workspace, 'npm')) {
    if (manifest.kind !== 'npm' || /(?:^|\/)(?:templates?|fixtures?|__fixtures__|__tests__|tests?)\//.test(path))
      continue;
    const isNext = manifest.dependencies.some(({ name }) => name === 'next');
    for (const { command, span } of manifest.scripts) {
      // `output: 'standalone'` writes a server.js that is copied to where it is run (nextjs.org, "output").
      if (isNext && /\bnode (?:\.\/)?server\.js\b/.test(command)) continue;
      const commands = shellCommands([{ line: span.line, text: command }], { errexit: true, pipefail: false });
      ofCommands(workspace, found, commands, { path, by: 'manifest', folder: folderOf(path), span });
    }
  }
}

function ofCommands(
  workspace: Workspace,
  found: References,
  commands: readonly ShellCommand[],
  site: Omit<Site, 'span'> & { span?: Span },
): void {
  for (const command of commands) {
    const folder = command.folder === null ? null : joinPath(site.folder, command.folder);
    if (folder === null || command.optional || command.swallowed !== null) continue;
    const place = { ...site, folder, span: site.span ?? lineSpan(command.line) };
    for (const named of namedBy(command.text)) lookUp(workspace, found, place, named);
  }
}

function ofDocuments(workspace: Workspace, found: References): void {
  for (const { file, facts } of workspace.each('references')) {
    if (file.fileClass === 'vendored' || file.fileClass === 'test') continue;
    for (const reference of facts) {
      found.total++;
      const broken = missedBy(workspace, file.path, reference);
      if (!broken) continue;
      const { kind, name, span } = reference;
      // A reader of a document in the root stands there.
      const folder = kind === 'link' || !file.path.includes('/') ? folderOf(file.path) : null;
      const instead = insteadOf(kind, name, broken.nearest, folder);
      found.broken.push({ path: file.path, span, kind, by: 'document', written: name, instead, ...broken });
    }
  }
}

function missedBy(
  workspace: Workspace,
  document: string,
  reference: Reference,
): { name: string; nearest: string | undefined } | undefined {
  const { kind, name } = reference;
  if (kind === 'link') {
    const path = linkedPath(workspace, document, name);
    if (path === null || path === '' || workspace.has(path) || isOpen(workspace, path)) return undefined;
    return { name: path, nearest: nearestFile(workspace, path) };
  }
  if (kind === 'file')
    return isMissedAnywhere(workspace, document, name)
      ? {
          name: joinPath('', name.replace(/^(?:\.\.\/)+/, '')) ?? name,
          nearest: nearestFile(workspace, name.replace(/^\.\//, '')),
        }
      : undefined;
  const known = workspace.derive(kind === 'script' ? everyScript : everyTarget);
  if (known === null || known.includes(name) || isOpen(workspace, name)) return undefined;
  return { name, nearest: nearestName(name, known) };
}

/** Names of all scripts of the workspace: nobody says in which package a reader stands. Null = there are no packages. */
function everyScript(workspace: Workspace): string[] | null {
  const all = manifests(workspace, 'npm').filter(({ manifest }) => manifest.kind === 'npm');
  return all.length === 0
    ? null
    : [...new Set(all.flatMap(({ manifest }) => manifest.scripts.map(({ name }) => name)))];
}

function everyTarget(workspace: Workspace): string[] | null {
  const all = workspace.each('makefile').map(({ facts }) => facts);
  return all.length === 0 || all.some(({ open }) => open) ? null : [...new Set(all.flatMap(({ targets }) => targets))];
}

/** What code reads from the environment, handed on to the containers that run it: compose reads `.env` for itself alone. */
import type { ComposeService } from '../collect/compose';
import type { FileEdit, FixContext, TextEdit } from '../fix';
import { joinPath } from '../collect/shell';
import { folderOf, isWithin } from '../manifests';
import { builtFrom } from '../readiness/containers';
import { placeOfPath } from '../secrets/places';
import { LineTable } from '../span';

/**
 * Edits of every compose file whose services are built from a place: an entry in their `environment:` (compose-spec, "environment", "Interpolation").
 * Services that share a folder and not an image are left alone, for nothing says which of them runs the code.
 */
export async function handOn(context: FixContext, path: string, name: string, envPath: string): Promise<FileEdit[]> {
  const handed: FileEdit[] = [];
  if (placeOfPath(path) !== 'code' || /(?:^|\/)(?:scripts?|tools?|bin)\//.test(path)) return handed;
  for (const { file, facts } of context.workspace.each('compose')) {
    const home = folderOf(file.path);
    const built = facts.services.map((service) => {
      const folder = service.build && joinPath(home, service.build.context);
      const image = service.build && builtFrom(file.path, service.build);
      const isIn = typeof folder === 'string' && isWithin(path, folder);
      return { service, image, depth: image === path ? Infinity : isIn ? folder.length : -1 };
    });
    const deepest = Math.max(0, ...built.map(({ depth }) => depth));
    const running = built.filter(({ depth }) => depth === deepest);
    const text = new Set(running.map(({ image }) => image)).size === 1 ? await context.readText(file.path) : undefined;
    const edits = running.flatMap(({ service }) =>
      text === undefined ||
      service.extended ||
      service.environment.some((one) => one.name === name) ||
      service.envFiles.some((one) => joinPath(home, one) === envPath)
        ? []
        : entryIn(text, service, name),
    );
    if (edits.length > 0)
      handed.push({ path: file.path, create: false, edits, label: `Hand ${name} on to the container` });
  }
  return handed;
}

/** A line of its own before the first entry of its environment, which is made in front of `build:` where there is none. */
function entryIn(text: string, { span, environment, build }: ComposeService, name: string): TextEdit[] {
  const lines = new LineTable(text);
  const [first] = environment;
  const line = (first ?? build)?.span.line ?? 1;
  const start = lines.offset(line, 1);
  const [, indent = '', item = '', key] = /^( +)(- *)?["']?(\w+)/.exec(lines.line(line)) ?? [];
  const home = lines.offset(span.line, 1);
  // Not in braces, nor in what several services share.
  const isOwn = first
    ? key === first.name && /\n *environment: *(?:#.*)?\r?\n/.test(text.slice(home, start))
    : key === 'build' &&
      !new RegExp(`\\n${indent}(?:environment|<<):`).test(text.slice(home).split(/\n {0,2}[^\s#]/)[0] ?? '');
  if (!isOwn) return [];
  const value = `\${${name}:?set ${name}}`;
  const entry = first
    ? [indent + (item ? `${item}${name}=${value}` : `${name}: ${value}`)]
    : [`${indent}environment:`, `${indent}  ${name}: ${value}`];
  return [{ start, end: start, newText: entry.map((one) => one + lines.newline).join('') }];
}

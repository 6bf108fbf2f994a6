/** Environment variables that the containers of a Kubernetes object are given (kubernetes.io/docs, "Define Environment Variables"). */
import type { Span } from '../span';
import type { ObjectLine } from './cluster-objects';
import type { SourceFile } from './source-file';

export interface ClusterVariable {
  name: string;
  span: Span;
  from: 'text' | 'secret' | 'config';
}

export interface ClusterVariables {
  list: ClusterVariable[];
  /** Secrets and ConfigMaps of which every entry is given; the name as written, templates included. */
  sets: { kind: 'secret' | 'config'; name: string; span: Span }[];
  /** Where the first list stands. */
  at: Span;
  /** A template writes more of them. */
  open?: true;
}

/** What the lines of one object give its containers; null = nothing. */
export function clusterVariables(file: SourceFile, lines: readonly ObjectLine[]): ClusterVariables | null {
  const list: ClusterVariable[] = [];
  const sets: ClusterVariables['sets'] = [];
  let at: Span | null = null;
  let open = false;
  for (let i = 0; i < lines.length; i++) {
    const head = lines[i];
    if (!head || (head.key !== 'env' && head.key !== 'envFrom')) continue;
    at ??= file.lines.lineSpan(head.line);
    // `env: {{ toYaml .Values.env }}`
    if (head.value.includes('{{')) open = true;
    const inside = blockOf(lines, i, head.column);
    open ||= inside.some(({ key }) => key === '{{');
    if (head.key === 'env') list.push(...variablesIn(file, inside));
    else sets.push(...setsIn(file, inside));
    i += inside.length;
  }
  return at ? { list, sets, at, ...(open && { open }) } : null;
}

/** Lines below a key. */
function blockOf(lines: readonly ObjectLine[], head: number, column: number): ObjectLine[] {
  let end = head + 1;
  for (let line = lines[end]; line && (line.column > column || line.key === '{{'); line = lines[++end]);
  const inside = lines.slice(head + 1, end);
  // What a template fills behind the last key of the block may belong to the next one, unless it stands deeper.
  return inside.filter(({ key, column: own }) => key !== '{{' || own >= column);
}

function variablesIn(file: SourceFile, inside: readonly ObjectLine[]): ClusterVariable[] {
  const own = inside.find(({ key }) => key === 'name')?.column;
  const found: ClusterVariable[] = [];
  for (const { key, column, value, line } of inside) {
    if (key === 'name' && column === own && value !== '')
      found.push({ name: value, span: file.lines.lineSpan(line), from: 'text' });
    const last = found.at(-1);
    if (last && key === 'secretKeyRef') last.from = 'secret';
    if (last && key === 'configMapKeyRef') last.from = 'config';
  }
  return found;
}

function setsIn(file: SourceFile, inside: readonly ObjectLine[]): ClusterVariables['sets'] {
  return inside.flatMap(({ key, line }, index) => {
    if (key !== 'secretRef' && key !== 'configMapRef') return [];
    const name = inside.slice(index + 1, index + 3).find((next) => next.key === 'name')?.value ?? '';
    return [{ kind: key === 'secretRef' ? 'secret' : 'config', name, span: file.lines.lineSpan(line) } as const];
  });
}

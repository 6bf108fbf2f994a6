/**
 * Objects of a Kubernetes manifest: what each is, how many copies run, and which variables its containers are given. Helm templates are no
 * YAML before they are rendered, so lines are read: a key, its column, its value.
 */
import type { Span } from '../span';
import { clusterVariables, type ClusterVariables } from './cluster-variables';
import type { SourceFile } from './source-file';

export interface ClusterObject {
  kind: string;
  /** As written, templates included; '' = none. */
  name: string;
  span: Span;
  /** Literal; null = not said. */
  replicas: number | null;
  /** Images of its containers as written, templates included; absent = it has none. */
  images?: string[];
  /** What its containers are given; absent = nothing. */
  variables?: ClusterVariables;
  /** ConfigMap and Secret: names of the entries; absent where a template writes them. */
  keys?: string[];
  /** Secret: an entry's value stands in the file. */
  written?: true;
}

export interface ObjectLine {
  line: number;
  /** Column of the key, from 0. */
  column: number;
  key: string;
  value: string;
}

/** Objects of a manifest in order; lists (`kind: List`) count as one object. */
export function clusterObjects(file: SourceFile): ClusterObject[] {
  const found: ClusterObject[] = [];
  let lines: ObjectLine[] = [];
  const close = (): void => {
    const kind = lines.find(({ key, column }) => key === 'kind' && column === 0);
    if (kind) found.push(objectOf(file, kind, lines));
    lines = [];
  };
  for (let line = 1; line <= file.lines.count; line++) {
    const text = file.lines.line(line);
    if (text.startsWith('---')) close();
    else {
      const read = lineOf(text, line);
      if (read) lines.push(read);
    }
  }
  close();
  return found;
}

const KEY = /^(\s*(?:-\s+)*)(["']?)([\w./-]+)\2:(?:\s+(.*))?$/;
/** A template that writes lines of its own: a list, a map, a named template. */
const FILLS = /^(\s*)(?:-\s+)?\{\{-?\s*(?:toYaml|include|template|tpl|range)\b/;

/** A line with a key; one that a template fills is `{{` with the column at which it stands. */
function lineOf(text: string, line: number): ObjectLine | null {
  const match = KEY.exec(text);
  if (!match) {
    const filled = text.includes('{{') ? FILLS.exec(text) : null;
    return filled ? { line, column: filled[1]?.length ?? 0, key: '{{', value: '' } : null;
  }
  const value = (match[4] ?? '').replace(/\s+#.*$/, '').trim();
  return {
    line,
    column: match[1]?.length ?? 0,
    key: match[3] ?? '',
    value: value.replace(/^(["'])(.*)\1$/, '$2'),
  };
}

function objectOf(file: SourceFile, kind: ObjectLine, lines: readonly ObjectLine[]): ClusterObject {
  const replicas = lines.find(({ key, value }) => key === 'replicas' && /^\d+$/.test(value));
  const object: ClusterObject = {
    kind: kind.value,
    name: nameIn(lines),
    span: file.lines.lineSpan(kind.line),
    replicas: replicas ? Number(replicas.value) : null,
  };
  if (kind.value === 'ConfigMap' || kind.value === 'Secret') {
    const entries = [...below(lines, 'data'), ...below(lines, 'stringData')];
    const isFilled = lines.some(({ key, line }) => key === '{{' && line > (entries[0]?.line ?? kind.line));
    if (!isFilled) object.keys = entries.map(({ key }) => key);
    if (kind.value === 'Secret' && entries.some(({ value }) => isWritten(value))) object.written = true;
    return object;
  }
  const images = lines.flatMap(({ key, value }) => (key === 'image' && value !== '' ? [value] : []));
  if (images.length === 0) return object;
  object.images = images;
  const variables = clusterVariables(file, lines);
  if (variables) object.variables = variables;
  return object;
}

/** Keys directly below a key of the object, templates' lines left out. */
function below(lines: readonly ObjectLine[], name: string): ObjectLine[] {
  const head = lines.findIndex(({ key, column }) => key === name && column === 0);
  if (head < 0) return [];
  const rest = lines.slice(head + 1);
  const end = rest.findIndex(({ column, key }) => column === 0 && key !== '{{');
  const own = (end < 0 ? rest : rest.slice(0, end)).filter(({ key }) => key !== '{{');
  return own.filter(({ column }) => column === own[0]?.column);
}

/** A value in plain text or base64, and neither filled in nor plainly a placeholder. */
function isWritten(value: string): boolean {
  return value !== '' && !/\{\{|\$[({]|^<|^["']{2}$|^[|>]|replace|change|your|example|placeholder|todo/i.test(value);
}

/** `metadata.name`. */
function nameIn(lines: readonly ObjectLine[]): string {
  const own = below(lines, 'metadata');
  return own.find(({ key }) => key === 'name')?.value ?? '';
}

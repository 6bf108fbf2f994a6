/**
 * Objects of a Kubernetes manifest: what each is, and how many copies run. Helm templates are no YAML before they are rendered, so lines are
 * read: a key, its column, its value.
 */
import type { Span } from '../span';
import type { SourceFile } from './source-file';

export interface ClusterObject {
  kind: string;
  /** As written, templates included; '' = none. */
  name: string;
  span: Span;
  /** Literal; null = not said. */
  replicas: number | null;
}

interface ObjectLine {
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

function lineOf(text: string, line: number): ObjectLine | null {
  const match = KEY.exec(text);
  if (!match) return null;
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
  return {
    kind: kind.value,
    name: nameIn(lines),
    span: file.lines.lineSpan(kind.line),
    replicas: replicas ? Number(replicas.value) : null,
  };
}

/** `metadata.name`. */
function nameIn(lines: readonly ObjectLine[]): string {
  const metadata = lines.findIndex(({ key, column }) => key === 'metadata' && column === 0);
  if (metadata < 0) return '';
  const rest = lines.slice(metadata + 1);
  const end = rest.findIndex(({ column }) => column === 0);
  const own = end < 0 ? rest : rest.slice(0, end);
  return own.find(({ key, column }) => key === 'name' && column === own[0]?.column)?.value ?? '';
}

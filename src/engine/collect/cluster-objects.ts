/**
 * Objects of a Kubernetes manifest with what their containers are given: `env`, `envFrom`, replicas (kubernetes.io/docs/reference/
 * kubernetes-api, "Container"). Helm templates are no YAML before they are rendered, so lines are read: a key, its column, its value.
 */
import type { Span } from '../span';
import type { SourceFile } from './source-file';

/** A variable of a container. */
export interface ContainerVariable {
  name: string;
  /** Where its value comes from; `field`: what the cluster itself knows. */
  from: 'value' | 'secret' | 'config' | 'field';
  span: Span;
}

export interface ContainerFact {
  name: string;
  span: Span;
  /** As written, templates included; null = none. */
  image: string | null;
  env: ContainerVariable[];
  /** The `env` key, or the container without one. */
  envSpan: Span;
  /** Whole objects whose keys become variables; names as written. */
  envFrom: { kind: 'secret' | 'config'; name: string; span: Span }[];
  /** A template puts more in, which values decide. */
  open: boolean;
}

export interface ClusterObject {
  kind: string;
  /** As written, templates included; '' = none. */
  name: string;
  span: Span;
  /** Keys of the data it holds: ConfigMap, Secret, ExternalSecret, SealedSecret. */
  keys: string[];
  /** A template or a source outside gives it more keys. */
  open: boolean;
  containers: ContainerFact[];
  /** Literal; null = not said. */
  replicas: number | null;
}

interface ObjectLine {
  line: number;
  /** Column of the key, or of the template's braces, from 0. */
  column: number;
  /** The line starts an item of a list. */
  item: boolean;
  /** '' for a line that only holds template code or a list's text. */
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
  if (match) {
    const lead = match[1] ?? '';
    const value = (match[4] ?? '').replace(/\s+#.*$/, '').trim();
    return {
      line,
      column: lead.length,
      item: lead.includes('-'),
      key: match[3] ?? '',
      value: value.replace(/^(["'])(.*)\1$/, '$2'),
    };
  }
  const rest = text.trimStart();
  if (rest === '' || rest.startsWith('#')) return null;
  const item = rest.startsWith('- ');
  return { line, column: text.length - rest.length, item, key: '', value: item ? rest.slice(2) : rest };
}

function objectOf(file: SourceFile, kind: ObjectLine, lines: readonly ObjectLine[]): ClusterObject {
  const metadata = lines.findIndex(({ key, column }) => key === 'metadata' && column === 0);
  const own = metadata < 0 ? [] : below(lines, metadata);
  const { keys, open } = dataOf(kind.value, lines);
  const replicas = lines.find(({ key, value }) => key === 'replicas' && /^\d+$/.test(value));
  return {
    kind: kind.value,
    name: own.find(({ key, column }) => key === 'name' && column === own[0]?.column)?.value ?? '',
    span: file.lines.lineSpan(kind.line),
    keys,
    open,
    containers: lines.flatMap(({ key }, index) => (key === 'containers' ? containersIn(file, lines, index) : [])),
    replicas: replicas ? Number(replicas.value) : null,
  };
}

/** Lines below the one at an index: deeper, or items of its list, which may stand at its own column. */
function below(lines: readonly ObjectLine[], index: number): ObjectLine[] {
  const head = lines[index];
  const out: ObjectLine[] = [];
  for (let i = index + 1; head && i < lines.length; i++) {
    const line = lines[i];
    // Control lines of a template stand wherever they like.
    if (!line || (line.column <= head.column && !line.value.startsWith('{{') && !(line.item && line.key === ''))) break;
    out.push(line);
  }
  return out;
}

/** Objects whose keys others can take over as variables. */
function dataOf(kind: string, lines: readonly ObjectLine[]): { keys: string[]; open: boolean } {
  const keys: string[] = [];
  let open = false;
  lines.forEach(({ key, value, column }, index) => {
    if (/^(?:data|stringData|encryptedData)$/.test(key) && column <= 4) {
      const inside = below(lines, index);
      const own = inside[0]?.column;
      for (const line of inside) {
        if (line.key !== '' && (line.column === own || own === undefined)) keys.push(line.key);
        if (isMore(line)) open = true;
      }
      if (kind === 'ExternalSecret') for (const line of inside) if (line.key === 'secretKey') keys.push(line.value);
    }
    // external-secrets.io "dataFrom": the keys are those of the store.
    if (key === 'dataFrom' || (key === 'envs' && kind === 'Kustomization')) open = true;
    if (kind === 'Kustomization' && key === '' && /^["']?[A-Z][A-Z0-9_]*=/.test(value))
      keys.push(value.replace(/^["']/, '').replace(/=.*$/s, ''));
  });
  return { keys, open };
}

/** Template code that may write lines of its own: everything but conditions and comments. */
function isMore({ key, value }: ObjectLine): boolean {
  return key === '' && /^\{\{-?\s*(?!(?:if|else|end|with|\/\*|\$)\b|\/\*|\$)/.test(value);
}

function containersIn(file: SourceFile, lines: readonly ObjectLine[], index: number): ContainerFact[] {
  const inside = below(lines, index);
  const column = inside.find(({ item }) => item)?.column;
  const found: ContainerFact[] = [];
  let own: ObjectLine[] = [];
  const close = (): void => {
    if (own.length > 0) found.push(containerOf(file, own));
    own = [];
  };
  for (const line of inside) {
    if (line.item && line.column === column) close();
    if (own.length > 0 || line.item) own.push(line);
  }
  close();
  return found;
}

function containerOf(file: SourceFile, lines: readonly ObjectLine[]): ContainerFact {
  const column = lines[0]?.column ?? 0;
  const at = (key: string): number => lines.findIndex((line) => line.key === key && line.column === column);
  const value = (key: string): string | null => lines[at(key)]?.value ?? null;
  const env = at('env');
  const envLines = env < 0 ? [] : below(lines, env);
  const from = at('envFrom');
  const fromLines = from < 0 ? [] : below(lines, from);
  const span = file.lines.lineSpan(lines[0]?.line ?? 1);
  return {
    name: value('name') ?? '',
    span,
    image: value('image'),
    env: variablesIn(file, envLines, lines[env]?.value ?? ''),
    envSpan: env < 0 ? span : file.lines.lineSpan(lines[env]?.line ?? 1),
    envFrom: sourcesIn(file, fromLines),
    open:
      [...envLines, ...fromLines].some(isMore) ||
      [lines[env], lines[from]].some((line) => line?.value.includes('{{') === true) ||
      lines.some((line) => line.column <= column + 2 && isMore(line) && /env/i.test(line.value)),
  };
}

function variablesIn(file: SourceFile, lines: readonly ObjectLine[], inline: string): ContainerVariable[] {
  const found: ContainerVariable[] = [...inline.matchAll(/\bname:\s*["']?(\w+)/g)].map((match) => ({
    name: match[1] ?? '',
    from: 'value',
    span: file.lines.lineSpan((lines[0]?.line ?? 2) - 1),
  }));
  const column = lines.find(({ item }) => item)?.column;
  for (const line of lines) {
    const inFlow = line.key === '' && line.item ? /^\{\s*name:\s*["']?(\w+)/.exec(line.value)?.[1] : undefined;
    const isName = line.key === 'name' && line.column === column;
    if (isName || inFlow !== undefined)
      found.push({ name: inFlow ?? line.value, from: 'value', span: file.lines.lineSpan(line.line) });
    const last = found.at(-1);
    if (!last) continue;
    if (line.key === 'secretKeyRef' || line.value.includes('secretKeyRef')) last.from = 'secret';
    if (line.key === 'configMapKeyRef' || line.value.includes('configMapKeyRef')) last.from = 'config';
    if (line.key === 'fieldRef' || line.key === 'resourceFieldRef') last.from = 'field';
  }
  return found;
}

function sourcesIn(file: SourceFile, lines: readonly ObjectLine[]): ContainerFact['envFrom'] {
  return lines.flatMap((line, index) => {
    const kind = /^(secret|configMap)Ref$/.exec(line.key)?.[1];
    if (!kind) return [];
    const inline = /\bname:\s*["']?([^"'},\s]+)/.exec(line.value)?.[1];
    const next = lines.slice(index + 1, index + 3).find(({ key }) => key === 'name');
    return [
      {
        kind: kind === 'secret' ? ('secret' as const) : ('config' as const),
        name: inline ?? next?.value ?? '',
        span: file.lines.lineSpan(line.line),
      },
    ];
  });
}

/** A value in a Kubernetes manifest or a template of a chart: a reference to a Secret that is made outside of the repository. */
import type { TextEdit } from '../../fix';
import { lineAround, newlineOf, type PlaceInText, type Replaced } from './place';
import { yamlPath, yamlScalar } from './scalar';

/** `value: v` of a container's `env` becomes `valueFrom.secretKeyRef` (Kubernetes documentation, "Distribute Credentials Securely Using Secrets"). */
export function replaceInManifest(place: PlaceInText): Replaced {
  const { path, text, start, variable } = place;
  const document = documentAround(text, start);
  const kind = /^kind:\s*["']?(\w+)/m.exec(document)?.[1];
  if (kind === 'Secret' || kind === 'ConfigMap') return { refused: notHere(path, kind, variable) };
  const line = lineAround(text, start);
  const own = /^(\s*)(?:- )?(["']?)value\2\s*:\s+/.exec(text.slice(line.start, line.end));
  if (!own || !yamlPath(text, start).includes('env'))
    return {
      refused: `${path} hands the value on in a place that takes no reference: put it in a Secret and read ${variable} from there.`,
    };
  const secret = secretName(document);
  const scalar = yamlScalar(text, start, place.end);
  // A Secret is only seen in its own namespace.
  const space = metadata(document, 'namespace');
  const nextSteps = [
    // `--from-env-file` would take the quotes of `.env` for a part of the value.
    `Make the Secret before this is applied: "kubectl create secret generic ${secret}${space ? ` --namespace ${space}` : ''} --from-literal=${variable}=$${variable}".`,
  ];
  const label = `Read ${variable} from the Secret ${secret}`;
  if (!scalar.isWhole) return { edits: partOf(place, secret), label, nextSteps };
  const key = line.start + own[0].length - own[0].replace(/^\s*(?:- )?/, '').length;
  const indent = ' '.repeat(key - line.start);
  return {
    edits: [{ start: key, end: scalar.end, newText: reference(indent, secret, variable, newlineOf(text)) }],
    label,
    nextSteps,
  };
}

function reference(indent: string, secret: string, key: string, newline: string): string {
  return ['valueFrom:', `  secretKeyRef:`, `    name: ${secret}`, `    key: ${key}`].join(`${newline}${indent}`);
}

/** `$(X)` inside of a value is filled in from a variable that stands before it (Kubernetes API reference, "EnvVar"). */
function partOf({ text, start, end, variable }: PlaceInText, secret: string): TextEdit[] {
  const newline = newlineOf(text);
  let at = lineAround(text, start).start;
  // The item begins at its dash, mostly a line above with the name.
  while (at > 0 && !/^\s*- /.test(text.slice(at, lineAround(text, at).end))) at = lineAround(text, at - 1).start;
  const dash = /^\s*/.exec(text.slice(at, lineAround(text, at).end))?.[0] ?? '';
  const inner = `${dash}  `;
  const item = `${dash}- name: ${variable}${newline}${inner}${reference(inner, secret, variable, newline)}${newline}`;
  return [
    { start: at, end: at, newText: item },
    { start, end, newText: `$(${variable})` },
  ];
}

/** The document of a stream of them. */
function documentAround(text: string, at: number): string {
  const from = text.lastIndexOf('\n---', at);
  const to = text.indexOf('\n---', at);
  return text.slice(from < 0 ? 0 : from + 1, to < 0 ? undefined : to);
}

/** The Secret that the document reads already, else one named after it. */
function secretName(document: string): string {
  const known = /secretKeyRef:\s*\n\s*name:\s*["']?([a-z0-9][a-z0-9.-]*)["']?\s*$/m.exec(document)?.[1];
  const own = metadata(document, 'name');
  return known ?? `${own ?? 'app'}-secrets`;
}

/** A name in the document's own metadata. */
function metadata(document: string, key: string): string | undefined {
  return new RegExp(`^metadata:\\s*\\n(?:\\s+.*\\n)*?\\s+${key}:\\s*["']?([a-z0-9][a-z0-9.-]*)["']?\\s*$`, 'm').exec(
    document,
  )?.[1];
}

function notHere(path: string, kind: string, variable: string): string {
  return kind === 'Secret'
    ? `${path} is a Secret, which only encodes its values: take the file out of the repository and make the Secret from .env, or keep it sealed (Sealed Secrets, SOPS, External Secrets).`
    : `${path} is a ConfigMap, which everybody reads who may read the namespace: put ${variable} in a Secret and refer to it with secretKeyRef.`;
}

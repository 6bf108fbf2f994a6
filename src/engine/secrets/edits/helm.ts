/** A value in a chart's `values.yaml`: it is given at install time, and the chart fails with a clear message without it. */
import type { FileEdit, FixContext, TextEdit } from '../../fix';
import { folderOf } from '../../manifests';
import { upperSnake } from '../detect/local-names';
import type { PlaceInText, Replaced } from './place';
import { isInBlockScalar, yamlPath, yamlScalar } from './scalar';

/** True for the values of a chart. */
export function isChartValues(path: string): boolean {
  return /(?:^|\/)values[\w.-]*\.ya?ml$/i.test(path);
}

/** Empties the value and wraps its uses in `required` (Helm documentation, "Chart Development Tips and Tricks"). */
export async function replaceInValues(place: PlaceInText): Promise<Replaced> {
  const { path, text, start, end, context } = place;
  const keys = yamlPath(text, start);
  const dotted = keys.join('.');
  const scalar = yamlScalar(text, start, end);
  if (keys.length === 0 || scalar.isFlow || isInBlockScalar(text, start))
    return {
      refused: `${path} holds the value in a form that is not rewritten: empty it by hand, and give it at install time.`,
    };
  // The whole text is given: the URL around a password is no value for the variable that holds the password elsewhere.
  const variable = scalar.isWhole ? place.variable : upperSnake(keys.join('_'));
  const files = await templateEdits(context, folderOf(path), dotted);
  const value = text.slice(scalar.start, scalar.end).replace(/^(["'])([^]*)\1$/, '$2');
  const give = `"helm upgrade --install RELEASE . --set ${dotted}=$${variable}"`;
  return {
    edits: [{ start: scalar.start, end: scalar.end, newText: '""' }],
    label: `Take ${dotted} out of the values`,
    files,
    entry: { name: variable, value },
    nextSteps: [
      files.length > 0
        ? `Give ${dotted} at install time, the chart asks for it: ${give}.`
        : `Give ${dotted} at install time: ${give}. A chart that takes existingSecret reads it from a Secret instead.`,
    ],
  };
}

/** Uses of a value in the chart's own templates, each as `(required "…" .Values.x)`. */
async function templateEdits(context: FixContext, folder: string, dotted: string): Promise<FileEdit[]> {
  const home = folder === '' ? 'templates/' : `${folder}/templates/`;
  const use = new RegExp(`\\.Values\\.${dotted.replaceAll('.', '\\.')}(?![\\w.])`, 'g');
  const files: FileEdit[] = [];
  for (const path of [...context.workspace.files.keys()].filter((own) => own.startsWith(home)).sort()) {
    const text = await context.readText(path);
    if (text === undefined) continue;
    const edits = [...text.matchAll(use)].flatMap((match): TextEdit[] => {
      const at = match.index;
      const before = text.slice(text.lastIndexOf('{{', at), at);
      // A condition or a default wants to see that it is empty.
      if (
        /^\{\{-?\s*(?:else\s+)?(?:if|with|range|define|template)\b|\b(?:required|default|coalesce|and|or|not|eq|ne|hasKey)\b|\/\*/.test(
          before,
        )
      )
        return [];
      const newText = `(required "set ${dotted}" ${match[0]})`;
      return [{ start: at, end: at + match[0].length, newText }];
    });
    if (edits.length > 0) files.push({ path, create: false, edits, label: `Ask for ${dotted}` });
  }
  return files;
}

/** Rules in `.gitignore`: dotenv files out, their templates in; or the one file that must not be committed. */
import { appendLines } from '../env/dotenv-edit';
import { ignoreEdit } from '../env/env-edits';
import { isIgnoredPath } from '../env/ignore-rules';
import { defineFix, type FileEdit, type FixContext } from '../fix';

export default defineFix({
  id: 'ignore-env-file',
  title: (finding) =>
    isDotenvKind(finding.data.kind ?? 'env-file') ? 'Ignore .env files, and keep their template' : 'Ignore this file',
  safe: true,
  async build(finding, context) {
    const kind = typeof finding.data.kind === 'string' ? finding.data.kind : 'env-file';
    const path = finding.path ?? '';
    const isOneFile = finding.check === 'secret-file-committed';
    // `deploy/api.env` is a dotenv file as well, and no rule for `.env*` reaches it.
    const isByName = isDotenvKind(kind) && (!isOneFile || /(?:^|\/)\.env[^/]*$/.test(path));
    const edit = isByName ? await ignoreEdit(context, isOneFile ? path : '.env') : await ignoreFile(context, path);
    if (!edit) return { refused: 'The rules are there already.' };
    const untrack = isOneFile
      ? [
          `Run "git rm --cached ${path}" and commit: ignoring a file does not untrack it.`,
          'Rotate what the file holds: it stays in the history.',
        ]
      : [];
    return { title: edit.label, files: [edit], needsConfirmation: false, nextSteps: untrack };
  },
});

function isDotenvKind(kind: unknown): boolean {
  return kind === 'env-file' || kind === 'env-defaults';
}

async function ignoreFile(context: FixContext, path: string): Promise<FileEdit | undefined> {
  if (isIgnoredPath(context.workspace, path)) return undefined;
  const text = await context.readText('.gitignore');
  return {
    path: '.gitignore',
    create: text === undefined,
    edits: [appendLines(text ?? '', [`/${path}`])],
    label: `Ignore ${path}`,
  };
}

/** From edits of the engine to edits of the protocol. */
import type { ClientCapabilities, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';

import type { EngineEdit, FileEdit } from '../engine/fix';
import { LineTable } from '../engine/span';

/** What a byte becomes that is no UTF-8. An editor writes it back as such, the command line keeps the byte. */
const UNREADABLE = '\ufffd';

export interface EditSupport {
  documentChanges: boolean;
  create: boolean;
  annotations: boolean;
}

/** What a client can do with a workspace edit. */
export function editSupportOf({ workspace }: ClientCapabilities): EditSupport {
  const edit = workspace?.workspaceEdit;
  return {
    documentChanges: edit?.documentChanges ?? false,
    create: edit?.resourceOperations?.includes('create') ?? false,
    annotations: edit?.changeAnnotationSupport !== undefined,
  };
}

export interface EditInput {
  edit: EngineEdit;
  support: EditSupport;
  /** Ask by the protocol's means, `needsConfirmation` of an annotation. */
  confirmByAnnotation: boolean;
  uriOf(path: string): string;
  /** Text that the edit was made for. */
  textOf(path: string): Promise<string | undefined>;
  /** Version of an open document; null when it is not open. */
  versionOf(uri: string): number | null;
}

/** A workspace edit, or a sentence when the client cannot do what it needs. */
export async function toWorkspaceEdit(input: EditInput): Promise<WorkspaceEdit | { refused: string }> {
  const { edit, support } = input;
  if (edit.files.some((file) => file.create) && !(support.documentChanges && support.create))
    return { refused: 'This editor cannot create files in an edit. Use "preflight fix" in a terminal.' };
  for (const file of edit.files) {
    if (!file.create && (await input.textOf(file.path))?.includes(UNREADABLE))
      return {
        refused: `${file.path} holds characters that cannot be read (${UNREADABLE}), and saving it would lose them. Reopen it with its encoding, or use "preflight fix" in a terminal.`,
      };
  }
  if (!support.documentChanges) {
    const changes: Record<string, TextEdit[]> = {};
    for (const file of edit.files) changes[input.uriOf(file.path)] = await textEdits(file, input);
    return { changes };
  }
  // VS Code undoes neighbouring changes of one kind together. Changes of a single file that nobody has open cannot be undone, and everything
  // before them would stay: so files are created first, and all texts are changed after that as one.
  const creations: NonNullable<WorkspaceEdit['documentChanges']> = [];
  const documentChanges: TextDocumentEdit[] = [];
  const annotations: NonNullable<WorkspaceEdit['changeAnnotations']> = {};
  const needsConfirmation = edit.needsConfirmation && input.confirmByAnnotation;
  for (const [index, file] of edit.files.entries()) {
    const id = support.annotations ? `change-${index}` : undefined;
    if (id) annotations[id] = { label: file.label, description: file.path, needsConfirmation };
    const uri = input.uriOf(file.path);
    const annotated = id ? { annotationId: id } : {};
    if (file.create) creations.push({ kind: 'create', uri, options: { ignoreIfExists: true }, ...annotated });
    const edits = (await textEdits(file, input)).map((change) => ({ ...change, ...annotated }));
    const version = file.create ? null : input.versionOf(uri);
    documentChanges.push({ textDocument: { uri, version }, edits });
  }
  const all = { documentChanges: [...creations, ...documentChanges] };
  return support.annotations ? { ...all, changeAnnotations: annotations } : all;
}

async function textEdits(file: FileEdit, input: EditInput): Promise<TextEdit[]> {
  const lines = new LineTable(file.create ? '' : ((await input.textOf(file.path)) ?? ''));
  const position = (offset: number): { line: number; character: number } => {
    const { line, column } = lines.position(offset);
    return { line: line - 1, character: column - 1 };
  };
  return file.edits.map(({ start, end, newText }) => ({
    range: { start: position(start), end: position(end) },
    newText,
  }));
}

/** What a client asks for in order to change something: code actions, fixes, silencing a finding. */
import type {
  ClientCapabilities,
  CodeAction,
  CodeActionParams,
  Connection,
  WorkspaceEdit,
} from 'vscode-languageserver/node';

import type { EngineEdit } from '../engine/fix';
import type { Session } from '../engine/session/session';
import { codeActions, joinEdits, safeFixes, type ActionData } from './code-actions';
import type { Documents } from './documents';
import { editSupportOf, toWorkspaceEdit } from './edits';
import type { Folder } from './folder';
import type { Folders } from './folders';
import {
  ACCEPT_REQUEST,
  CLIENT_COMMANDS,
  FIX_REQUEST,
  IGNORE_REQUEST,
  type AcceptParams,
  type EditAnswer,
  type FixParams,
  type IgnoreParams,
} from './protocol';
import type { Settings } from './settings';
import { pathInFolder, uriInFolder } from './uris';

export interface EditingContext {
  folders: Folders;
  /** The folder with an address, or an error for the client. */
  folderOf(uri: string): Folder;
  documents: Documents;
  settings(): Settings;
  /** The client has our commands and asks in its own way before it applies what needs a word. */
  clientCommands(): boolean;
  capabilities(): ClientCapabilities;
}

/** Answers with edits from the last report; nothing is applied here. */
export function onEditingRequests(connection: Connection, context: EditingContext): void {
  connection.onCodeAction((params) => actionsAt(context, params));
  connection.onCodeActionResolve((action) => resolved(context, action));
  connection.onRequest(FIX_REQUEST, (params: FixParams) => fix(context, params));
  connection.onRequest(IGNORE_REQUEST, ({ folder, fingerprint, reason }: IgnoreParams) =>
    editOf(context, folder, (session) => session.ignore(fingerprint, reason)),
  );
  connection.onRequest(ACCEPT_REQUEST, ({ folder }: AcceptParams) =>
    editOf(context, folder, (session) => session.acceptAll()),
  );
}

function actionsAt({ folders, settings, clientCommands }: EditingContext, params: CodeActionParams): CodeAction[] {
  const found = folders.find(params.textDocument.uri);
  const report = found?.folder.report;
  if (!found || !report || !settings().enable) return [];
  return codeActions({ params, report, folder: found.folder.uri, path: found.path, clientCommands: clientCommands() });
}

async function resolved(context: EditingContext, action: CodeAction): Promise<CodeAction> {
  const data = action.data as ActionData | undefined;
  if (!data) return action;
  const clientCommands = context.clientCommands();
  const answer = data.kind === 'fix' ? await fix(context, data) : await fixAll(context, data.folder, data.uri);
  if (!('refused' in answer) && answer.needsConfirmation && clientCommands && data.kind === 'fix') {
    const { folder, fingerprint, fix } = data;
    const params: FixParams = { folder, fingerprint, fix };
    return { ...action, command: { title: action.title, command: CLIENT_COMMANDS.confirmFix, arguments: [params] } };
  }
  const sentences = 'refused' in answer ? [answer.refused] : answer.nextSteps;
  const tell = { command: { title: 'Next', command: CLIENT_COMMANDS.tell, arguments: sentences } };
  return {
    ...action,
    ...('refused' in answer ? {} : { edit: answer.edit as WorkspaceEdit }),
    ...(clientCommands && sentences.length > 0 ? tell : {}),
  };
}

function fix(context: EditingContext, { folder, fingerprint, fix }: FixParams): Promise<EditAnswer> {
  return editOf(context, folder, (session) => session.fix(fix, fingerprint));
}

async function fixAll(context: EditingContext, folderUri: string, documentUri: string): Promise<EditAnswer> {
  const folder = context.folderOf(folderUri);
  await folder.settled();
  const path = pathInFolder(folder.uri, documentUri) ?? '';
  const edits: EngineEdit[] = [];
  for (const { finding, fix } of safeFixes(folder.session.report(), path)) {
    const edit = await folder.session.fix(fix.id, finding.fingerprint);
    if (!('refused' in edit)) edits.push(edit);
  }
  return answerWith(joinEdits(path, edits), folder, context);
}

/** The edit that a folder's session makes once nothing is under way there. */
async function editOf(
  context: EditingContext,
  uri: string,
  make: (session: Session) => Promise<EngineEdit | { refused: string }>,
): Promise<EditAnswer> {
  const folder = context.folderOf(uri);
  await folder.settled();
  const edit = await make(folder.session);
  return 'refused' in edit ? edit : answerWith(edit, folder, context);
}

/** The engine's edit as the client can apply it, or a sentence why it cannot. */
export async function answerWith(
  edit: EngineEdit,
  folder: Folder,
  { capabilities, clientCommands, documents }: EditingContext,
): Promise<EditAnswer> {
  const converted = await toWorkspaceEdit({
    edit,
    support: editSupportOf(capabilities()),
    // A client with our commands asks in its own way: see `confirmFix`.
    confirmByAnnotation: !clientCommands(),
    uriOf: (path) => uriInFolder(folder.uri, path),
    textOf: (path) => folder.session.readText(path),
    versionOf: (uri) => documents.version(uri),
  });
  if ('refused' in converted) return converted as { refused: string };
  const { title, needsConfirmation, nextSteps, files } = edit;
  const changes = files.map(({ path, label }) => ({ path, label }));
  return { title, edit: converted, needsConfirmation, changes, nextSteps };
}

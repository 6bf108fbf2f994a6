/** What a client asks while a person reads a document: hovers and lenses. */
import type {
  CodeLens,
  CodeLensParams,
  Connection,
  Hover,
  TextDocumentPositionParams,
} from 'vscode-languageserver/node';

import type { Finding } from '../engine/finding';
import type { Report } from '../engine/report/report';
import { codeLenses } from './code-lens';
import type { Documents } from './documents';
import type { Folder } from './folder';
import type { Folders } from './folders';
import { hover } from './hover';
import type { Settings } from './settings';
import { uriInFolder } from './uris';

export interface ReadingContext {
  folders: Folders;
  documents: Documents;
  settings(): Settings;
  clientCommands(): boolean;
}

/** Answers hovers and lenses from the last report. */
export function onReadingRequests(connection: Connection, context: ReadingContext): void {
  connection.onHover((params) => hoverAt(context, params));
  connection.onCodeLens((params) => lensesOf(context, params));
}

interface Found {
  folder: Folder;
  path: string;
  report: Report;
}

/** The folder of a document with its last report, while anything is shown at all. */
function found({ folders, settings }: ReadingContext, uri: string): Found | undefined {
  const owner = folders.find(uri);
  const report = owner?.folder.report;
  return owner && report && settings().enable ? { ...owner, report } : undefined;
}

function hoverAt(context: ReadingContext, { textDocument, position }: TextDocumentPositionParams): Hover | undefined {
  const place = found(context, textDocument.uri);
  if (!place) return undefined;
  const { folder, path, report } = place;
  const range = { start: { line: position.line, character: 0 }, end: { line: position.line + 1, character: 0 } };
  const lineText = context.documents.get(textDocument.uri)?.getText(range) ?? '';
  const linkTo = (target: string, line: number): string => `${uriInFolder(folder.uri, target)}#L${line}`;
  const { drawn } = context.settings();
  const isDrawn = ({ suppressed, baselined, severity }: Finding): boolean =>
    suppressed === null && (baselined || drawn[severity] !== null);
  return hover({ report, path, position, lineText, linkTo, isDrawn });
}

function lensesOf(context: ReadingContext, { textDocument }: CodeLensParams): CodeLens[] {
  const place = found(context, textDocument.uri);
  if (!place || !context.settings().codeLens) return [];
  const { folder, path, report } = place;
  return codeLenses({ report, folder: folder.uri, path, clientCommands: context.clientCommands() });
}

/** Answers a person's wish to attest something with the edit of the attestations file. */
import type { Connection } from 'vscode-languageserver/node';

import { attestEdit } from '../engine/attestations/request';
import type { EngineEdit } from '../engine/fix';
import { gitIdentity } from '../node/git-identity';
import type { Folder } from './folder';
import { ATTEST_REQUEST, type AttestAnswer, type AttestParams, type EditAnswer } from './protocol';
import { filePathOf } from './uris';

export interface AttestContext {
  folderOf(uri: string): Folder;
  /** False in an untrusted workspace: then a person gives the name, and there is no commit. */
  mayRunGit(): boolean;
  answer(folder: Folder, edit: EngineEdit): Promise<EditAnswer>;
}

/** `today`: ISO date. */
export function onAttestRequests(connection: Connection, { today }: { today(): string }, context: AttestContext): void {
  connection.onRequest(ATTEST_REQUEST, async (params: AttestParams): Promise<AttestAnswer> => {
    const folder = context.folderOf(params.folder);
    await folder.settled();
    if (!folder.report) return { refused: 'Scan the workspace first: the answer belongs to what is found.' };
    const root = filePathOf(params.folder);
    const git = root !== undefined && context.mayRunGit() ? await gitIdentity(root) : undefined;
    const by = params.by ?? git?.name;
    if (by === undefined) return { needsName: true };
    const { session } = folder;
    const path = session.attestationsPath;
    const text = await session.readText(path);
    const { id, expires } = params;
    const request = { id, by, commit: git?.commit, expires, ...saidOf(params.said) };
    const edit = attestEdit(request, { report: session.report(), path, text, today: today() });
    return 'refused' in edit ? edit : context.answer(folder, edit);
  });
}

/** What a person typed: an address is a link, words are a note, and both may stand together. */
function saidOf(said: string): { link?: string; note?: string } {
  const link = /\bhttps?:\/\/\S+/.exec(said)?.[0];
  const note = (link === undefined ? said : said.replace(link, ' ')).trim();
  return { ...(link === undefined ? {} : { link }), ...(note === '' ? {} : { note }) };
}

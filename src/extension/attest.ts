/** *Attest…*: asks how it is known, and writes the answer as one undoable edit. */
import * as vscode from 'vscode';

import { whyNoLastDay } from '../engine/days';
import type { PreflightClient } from './client';
import type { Edit } from './client';
import type { NodeTarget } from './tree/node';

/** What is attested. */
export type Attested = NonNullable<NodeTarget['attest']>;

/** The edit that a person's answers lead to; undefined when they gave up. */
export async function askToAttest(
  client: PreflightClient,
  folder: string,
  { id, title, endsWithRelease }: Attested,
): Promise<Edit | undefined> {
  const said = await vscode.window.showInputBox({
    title: `Attest: ${title}`,
    prompt: `How do you know? A link, a ticket or a few words; it stands in the file with your name.`,
    placeHolder: 'Example: https://wiki.example.org/restore, back in 40 minutes',
    validateInput: (value) => (value.trim() === '' ? 'Say how you know.' : undefined),
  });
  if (said === undefined) return undefined;
  const expires = endsWithRelease ? await askForDay() : undefined;
  if (endsWithRelease && expires === undefined) return undefined;
  const params = { folder, id, said, ...(expires === undefined ? {} : { expires }) };
  const answer = await client.attest(params);
  if (!('needsName' in answer)) return answer;
  const by = await vscode.window.showInputBox({
    title: `Attest: ${title}`,
    prompt: 'Your name: Git is not asked or knows none here.',
    validateInput: (value) => (value.trim() === '' ? 'An attestation needs a name.' : undefined),
  });
  if (by === undefined) return undefined;
  const again = await client.attest({ ...params, by });
  return 'needsName' in again ? undefined : again;
}

async function askForDay(): Promise<string | undefined> {
  const today = new Date().toISOString().slice(0, 10);
  const day = await vscode.window.showInputBox({
    title: 'Until when does it hold?',
    prompt: 'It belongs to one release: the last day it holds.',
    placeHolder: 'YYYY-MM-DD',
    // While it is being typed: a refusal afterwards would lose what was typed before.
    validateInput: (value) => whyNoLastDay(value.trim(), today),
  });
  return day?.trim();
}

// Tests of where credentials stand, as data: what a line is, the file it stands in, and the line.

import assert from 'node:assert/strict';

import { analyze } from './analyze';
import { ALPHANUMERIC, madeUp, strongPassword } from './made-up-secrets';

/** `S` = a hardcoded secret, `D` = a default secret, `-` = neither. */
export type Kind = 'S' | 'D' | '-';

/** What is found, the file's path, its text. */
export type PositionCase = readonly [Kind, string, string];

export const PASSWORD = strongPassword(50);
export const TOKEN = madeUp('positions', 24, ALPHANUMERIC);
/** A passphrase that a person remembers. */
export const PHRASE = ['Kestrel', '71', 'Harbour'].join('-');

async function kindOf(path: string, text: string): Promise<Kind> {
  const { findings } = await analyze({ [path]: text.endsWith('\n') ? text : `${text}\n` });
  if (findings.some(({ check }) => check === 'hardcoded-secret')) return 'S';
  return findings.some(({ check }) => check === 'default-secret-value') ? 'D' : '-';
}

const TITLES: Readonly<Record<Kind, string>> = { S: 'secret', D: 'default', '-': 'nothing' };

/** One test for each case. */
export function describePositions(title: string, cases: readonly PositionCase[]): void {
  describe(title, () => {
    for (const [kind, path, text] of cases) {
      const shown = [PASSWORD, TOKEN, PHRASE].reduce((line, value) => line.replaceAll(value, '…'), text);
      it(`${TITLES[kind]} in ${path}: ${shown.split('\n').join(' ').slice(0, 110)}`, async () => {
        assert.equal(await kindOf(path, text), kind);
      });
    }
  });
}

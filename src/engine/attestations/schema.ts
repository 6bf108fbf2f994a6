/** The one description of the attestations file: it is read by it, and its JSON schema is made from it. */
import type { Setting } from '../config/schema';
import { ATTESTABLE, MAX_DAYS } from './attestable';

const text = (description: string, example: string): Setting => ({ kind: 'string', description, example });
const day = (description: string, example: string): Setting => ({
  kind: 'string',
  format: 'date',
  description,
  example,
});

/** The whole file. */
export const ATTESTATIONS_FILE = {
  kind: 'object',
  description:
    'What people answer for because no file can prove it. "preflight attest" and the editor write it; commit it.',
  members: {
    $schema: { kind: 'string', description: 'The JSON schema of this file, for completion in editors.' },
    attestations: {
      kind: 'list',
      description:
        'One entry for each statement. Stating it again replaces the entry; what was there before is in the history of the file.',
      of: {
        kind: 'object',
        description: 'One statement: what, who, when, how it is known, and until when it holds.',
        required: ['id', 'by', 'date'],
        members: {
          id: {
            kind: 'choice',
            description: 'What is attested: one of the statements, or a check that files cannot always decide.',
            values: ATTESTABLE.map(({ id, title }) => ({ value: id, description: title })),
          },
          by: text('Who answers for it.', 'Ana Ruiz'),
          date: day('The day on which it was stated, YYYY-MM-DD.', '2030-01-31'),
          commit: text('The commit it was stated of.', '3f2a9c1d5e7b8a60'),
          link: text('How it is known: an address, a ticket, a file.', 'https://wiki.example.org/restore-drill'),
          note: text('What was done, in your words.', 'Restored the nightly dump to staging in 40 minutes'),
          expires: day(
            `The last day it holds, at most ${MAX_DAYS} days after "date". Left out: as long as such a statement holds.`,
            '2030-04-30',
          ),
        },
      },
    },
  },
} as const satisfies Setting;

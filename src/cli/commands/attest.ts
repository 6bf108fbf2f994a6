/** `preflight attest`: states what no file can prove, lists what was stated, takes a statement back. */
import { attestEdit, withdrawEdit, type AttestContext } from '../../engine/attestations/request';
import { applyEdits, type EngineEdit } from '../../engine/fix';
import { formatAttestations } from '../../engine/format/text/attestations';
import type { Session } from '../../engine/session/session';
import { gitIdentity } from '../../node/git-identity';
import type { Options } from '../args';
import { EXIT, UsageError } from '../errors';
import { print } from '../output';
import { targetOf } from '../paths';
import { todayOf, withScan } from '../scan';
import { terminalWidth, wantsColor } from '../terminal';
import { writeOrRefuse } from './fix';

export async function attest(options: Options, signal: AbortSignal): Promise<number> {
  const [id] = options.args;
  const lists = options.has('list');
  checkUsage(id, options);
  const { root } = targetOf([], options.value('root'), 'attest');
  return withScan({ command: 'attest', root, options, signal, onlyReads: true }, async (session) => {
    if (id === undefined || lists) return list(session, options);
    const context = await contextOf(session);
    const edit = options.has('remove') ? withdrawEdit(id, context) : await stated(id, root, context, options);
    if ('refused' in edit) throw new UsageError(edit.refused, 'attest');
    writeEdit(root, context, edit);
    await print(`${doneText(id, edit, context, options)}\n`);
    return EXIT.holds;
  });
}

/** @throws UsageError when what was given does not go together */
function checkUsage(id: string | undefined, options: Options): void {
  const isStatement = ['by', 'link', 'note', 'expires'].some((name) => options.has(name));
  if (options.has('list')) {
    if (id !== undefined || isStatement || options.has('remove'))
      throw new UsageError('"--list" stands alone: it shows what can be attested and what is.', 'attest');
  } else if (id === undefined)
    throw new UsageError('Say what is attested: preflight attest --list shows what can be.', 'attest');
  else if (options.has('remove') && isStatement)
    throw new UsageError('"--remove" takes a statement back: it needs the id alone.', 'attest');
}

async function list(session: Session, options: Options): Promise<number> {
  const color = wantsColor(options, process.stdout);
  await print(formatAttestations(session.report().attestations, { width: terminalWidth(), color }));
  return EXIT.holds;
}

async function contextOf(session: Session): Promise<AttestContext> {
  const path = session.attestationsPath;
  return { report: session.report(), path, text: await session.readText(path), today: todayOf() };
}

async function stated(
  id: string,
  root: string,
  context: AttestContext,
  options: Options,
): Promise<EngineEdit | { refused: string }> {
  const { name, commit } = await gitIdentity(root);
  const by = options.value('by') ?? name;
  if (by === undefined)
    throw new UsageError('Say who answers for it: --by NAME (git knows no user.name here).', 'attest');
  const [link, note, expires] = ['link', 'note', 'expires'].map((option) => options.value(option));
  return attestEdit({ id, by, commit, link, note, expires }, context);
}

/** @throws UsageError when the file is not what the scan saw, or cannot be written */
function writeEdit(root: string, { text }: AttestContext, { files }: EngineEdit): void {
  writeOrRefuse(
    root,
    files.map(({ path, edits }) => ({ path, before: text, after: applyEdits(text ?? '', edits) })),
  );
}

function doneText(id: string, { title }: EngineEdit, { path }: AttestContext, options: Options): string {
  if (options.has('remove')) return `${id} is not attested any more. Commit ${path}.`;
  return `${title.replace(/^Attest /, '')} is attested in ${path}. Commit it.`;
}

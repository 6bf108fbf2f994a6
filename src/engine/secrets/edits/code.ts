/** A value in code: a read of the environment in its place, with what the language asks for around it. */
import { placeholderFor } from '../../env/env-edits';
import type { TextEdit } from '../../fix';
import type { Family } from '../detect/syntax';
import { dialectOf, replaceInLiteral, type Dialect } from './access';
import { clientReason, frameworkOf } from './client-code';
import { dropFallback } from './fallback';
import { requiredInGo } from './go-required';
import { importEdit } from './imports';
import { literalAround, type LiteralSpan } from './literal';
import type { PlaceInText, Replaced } from './place';
import { requiredVariable, settingsField } from './settings-field';

export async function replaceInCode(place: PlaceInText, family: Family): Promise<Replaced> {
  const { text, path, start, end, variable, context } = place;
  const reason = clientReason(path, text, start, context);
  if (reason !== undefined)
    return {
      refused: `${path} reaches people's browsers or devices, where no secret is safe: ${reason}. Let a server make the call, and rotate the value.`,
    };
  const dialect = dialectOf(path, text, frameworkOf(path, context));
  if (!dialect)
    return {
      refused: `${path} is in a language that is not rewritten: read ${variable} from the environment there by hand.`,
    };
  const dropped = dropFallback(text, start, end, family, { variable, dialect, secret: true });
  const reads = dropped && requiredVariable(text, dropped);
  if (reads === null)
    return { refused: `${path} reads its settings behind a prefix that is set elsewhere: require this one by hand.` };
  if (dropped) return { edits: withImport(text, dialect, dropped), ...(reads && { reads }) };
  const literal = literalAround(text, start, end, family);
  if (literal && isInSentence(text, literal, start, end))
    return { edits: [{ start, end, newText: placeholderFor(variable) }], label: 'Take the value out', masked: true };
  if (literal && setVariable(text, literal) === variable)
    return {
      refused: `${path} sets ${variable} itself: take that statement out by hand, and set the variable wherever this runs.`,
    };
  const wall = literal && constantOnly(text, literal, dialect);
  if (wall) return { refused: `${path} holds the value ${wall}: read ${variable} from the environment there by hand.` };
  const field = literal && dialect === 'python' ? await settingsField(place, literal) : undefined;
  if (field) return field;
  const edit = literal && replaceInLiteral(text, literal, [start, end], variable, dialect);
  if (!edit) return { refused: `The value in ${path} is part of a longer text: take it out by hand.` };
  const edits = dialect === 'go' ? await requiredInGo(place, edit) : withImport(text, dialect, edit);
  return { edits: [...relaxedConstant(text, literal, dialect), ...edits] };
}

function withImport(text: string, dialect: Dialect, edit: TextEdit): TextEdit[] {
  const needs = dialect === 'python' ? edit.newText.includes('os.environ') : true;
  const own = needs ? importEdit(text, dialect, edit.start) : undefined;
  return own ? [own, edit] : [edit];
}

/** Name of the variable that is set to a literal: `process.env.NAME = "v"`, `os.environ["NAME"] = "v"`. */
function setVariable(text: string, { start }: LiteralSpan): string | undefined {
  return /\b(?:env|environ|ENV)(?:\.|\[["'])(\w+)(?:["']\])?\s*(?:\|\||\?\?)?=\s*$/.exec(
    text.slice(Math.max(0, start - 130), start),
  )?.[1];
}

/** A command or sentence that is shown to people: reading the variable there would print the value. */
function isInSentence(text: string, { contentStart, contentEnd }: LiteralSpan, start: number, end: number): boolean {
  const before = text.slice(contentStart, start);
  const after = text.slice(end, contentEnd);
  return /\s/.test(before + after) && !/^(?:Bearer|Basic|Token)\s+$/i.test(before);
}

/** The text of the statement before a literal, as far as its line and the two above. */
function lead(text: string, { start }: LiteralSpan): string {
  const stretch = text.slice(Math.max(0, start - 300), start);
  return stretch.split('\n').slice(-3).join('\n');
}

/** Where a language takes nothing but constants, in words; undefined where a call may stand. */
function constantOnly(text: string, literal: LiteralSpan, dialect: Dialect): string | undefined {
  const before = lead(text, literal);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  switch (dialect) {
    case 'java':
    case 'kotlin':
    case 'scala':
      return /@[\w.]+\([^)]*$/.test(before) ? 'in an annotation, which takes constants only' : undefined;
    case 'csharp':
      if (/^\s*\[[\w.]+\([^\]]*$/.test(line)) return 'in an attribute, which takes constants only';
      if (/\(\s*(?:[^()]*,\s*)?string\??\s+\w+\s*=\s*$/.test(before)) return PARAMETER;
      if (/\bconst\b/.test(line) && !isMember(text, literal.start)) return 'in a local constant';
      return /[$@]$/.test(line) ? 'in an interpolated or verbatim text' : undefined;
    case 'php':
    case 'laravel':
      return phpConstant(text, literal.start);
    case 'go':
      return isConstBlock(text, literal) ? 'in a block of constants' : undefined;
    case 'rust':
      return /\b(?:const|static)\b[^;]*=\s*$/.test(line) || /:\s*&(?:'static\s+)?str\s*=\s*$/.test(line)
        ? 'in a constant, which takes no call'
        : undefined;
    default:
      return undefined;
  }
}

const PARAMETER = 'in the default of a parameter, which takes no call';

/** PHP manual, "Constant expressions": what a declaration of a class or a parameter begins with. */
function phpConstant(text: string, at: number): string | undefined {
  const statement = statementBefore(text, at);
  return /^\s*(?:(?:final|public|protected|private|static|readonly|var)\s+)*(?:const\b|(?:\??[\w\\|]+\s+)?\$\w+\s*=)/.test(
    statement,
  ) && !/^\s*\$/.test(statement)
    ? 'in a constant or the default of a property, which takes no call'
    : /\b(?:function|fn)\b[^(]*\([^)]*=\s*$/.test(statement)
      ? PARAMETER
      : undefined;
}

/** Text from the beginning of the statement, or of the declaration, to an offset inside of its brackets. Brackets in texts count as well. */
function statementBefore(text: string, at: number): string {
  let depth = 0;
  const first = Math.max(0, at - 4000);
  for (let index = at - 1; index >= first; index--) {
    const character = text[index] ?? '';
    if (')]'.includes(character)) depth++;
    else if ('(['.includes(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && ';{}'.includes(character)) return text.slice(index + 1, at);
  }
  return text.slice(first, at);
}

/** True where the nearest open brace is that of a type. */
function isMember(text: string, at: number): boolean {
  let depth = 0;
  for (let index = at - 1; index >= 0; index--) {
    if (text[index] === '}') depth++;
    if (text[index] !== '{' || depth-- > 0) continue;
    return /\b(?:class|struct|record|interface)\s+\w[^{};]*$/.test(text.slice(Math.max(0, index - 300), index));
  }
  return false;
}

function isConstBlock(text: string, { start }: LiteralSpan): boolean {
  const open = text.lastIndexOf('\nconst (', start);
  return open >= 0 && !/\n\)/.test(text.slice(open, start));
}

/** `const` of Go, Kotlin and C# takes no call: the declaration that does takes its place. */
function relaxedConstant(text: string, literal: LiteralSpan, dialect: Dialect): TextEdit[] {
  const lineStart = text.lastIndexOf('\n', literal.start - 1) + 1;
  const line = text.slice(lineStart, literal.start);
  const [pattern, newText] =
    dialect === 'go'
      ? [/^\s*(const)\s+\w+(?:\s+string)?\s*=\s*$/, 'var']
      : dialect === 'kotlin'
        ? [/^.*\b(const )val\s/, '']
        : dialect === 'csharp'
          ? [/^\s*(?:\w+\s+)*?(const)\s/, 'static readonly']
          : [undefined, ''];
  const word = pattern?.exec(line);
  if (!word?.[1]) return [];
  const start = lineStart + word[0].indexOf(word[1]);
  return [{ start, end: start + word[1].length, newText }];
}

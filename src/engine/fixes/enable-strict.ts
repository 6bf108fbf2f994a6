import { parseTree, type Node } from 'jsonc-parser';
import { childOf, propertyOf } from '../collect/json-nodes';
import { defineFix, type TextEdit } from '../fix';
import type { Finding } from '../finding';

export default defineFix({
  id: 'enable-strict',
  title: (finding) => `Switch strict on in ${finding.path ?? 'this configuration'}`,
  safe: false,
  unsafeBecause: 'The compiler will report errors that it does not report today.',
  async build(finding, { readText }) {
    const path = finding.path ?? '';
    const text = await readText(path);
    if (text === undefined) return { refused: `${path} cannot be read.` };
    const root = parseTree(text, [], { allowTrailingComma: true });
    if (root?.type !== 'object') return { refused: `${path} is not valid JSON.` };
    const edits = editsFor(text, root, finding);
    if (edits.length === 0) return { refused: `${path} is strict already.` };
    return {
      title: `Switch strict on in ${path}`,
      files: [{ path, create: false, edits, label: 'Switch strict on' }],
      needsConfirmation: false,
      nextSteps: ['Run the compiler: it now reports what the loose settings hid.'],
    };
  },
});

/**
 * Values are set where they stand and new keys go first: removing or appending a key with a library moves the comments around it.
 * Flags that a base switches off are stated here, so that the base keeps serving its other projects.
 */
function editsFor(text: string, root: Node, finding: Finding): TextEdit[] {
  const flags = Array.isArray(finding.data.flags) ? finding.data.flags.map(String) : [];
  const wanted = finding.data.strict === true ? flags.filter((flag) => flag !== 'strict') : ['strict', ...flags];
  const options = childOf(root, 'compilerOptions');
  const edits: TextEdit[] = [];
  const missing: string[] = [];
  for (const flag of new Set(wanted)) {
    const value = propertyOf(options, flag)?.children?.[1];
    if (!value) missing.push(flag);
    else if (value.value !== true)
      edits.push({ start: value.offset, end: value.offset + value.length, newText: 'true' });
  }
  if (missing.length > 0) edits.push(insertion(text, root, options, missing));
  return edits.sort((a, b) => a.start - b.start);
}

/** New keys at the head of `compilerOptions`, which is made where it is missing. */
function insertion(text: string, root: Node, options: Node | undefined, flags: string[]): TextEdit {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const target = options?.type === 'object' ? options : root;
  const depth = target === options ? 2 : 1;
  const inside = eol + unit.repeat(depth);
  const outside = eol + unit.repeat(depth - 1);
  const isEmpty = (target.children ?? []).length === 0;
  const pairs = flags.map((flag) => `"${flag}": true`);
  const start = target.offset + 1;
  // One line stays one line.
  if (!isEmpty && !text.slice(target.offset, target.offset + target.length).includes('\n')) {
    const own = pairs.join(', ');
    return { start, end: start, newText: ` ${target === options ? own : `"compilerOptions": { ${own} }`},` };
  }
  const body =
    target === options
      ? pairs.join(`,${inside}`)
      : `"compilerOptions": {${inside}${unit}${pairs.join(`,${inside}${unit}`)}${inside}}`;
  if (!isEmpty) return { start, end: start, newText: `${inside}${body},` };
  const isBlank = /^\s*\}/.exec(text.slice(start));
  const end = isBlank ? start + isBlank[0].length - 1 : start;
  return { start, end, newText: isBlank ? `${inside}${body}${outside}` : `${inside}${body}` };
}

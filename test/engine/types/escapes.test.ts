import assert from 'node:assert/strict';

import { partOf } from '../../support/collect';

async function escapes(text: string, path = 'a.ts'): Promise<string> {
  const facts = await partOf('typeEscapes', path, text);
  return facts ? `${facts.any}/${facts.asAny}/${facts.ignores} at ${facts.first.line}` : 'none';
}

describe('type escapes', () => {
  it('count any wherever a type stands', async () => {
    const text = [
      'function f(a: any, b?: any, ...c: any[]): any {',
      '  const d = a as any;',
      '  const e: Record<string, any> = {}',
      '  const g = new Map<any, string>();',
      '  type H<T = any> = T | any;',
      '  const i = (x: unknown): x is any => true;',
      '  const j: [string, any][] = [];',
      '  let k: any',
      '}',
    ];
    assert.equal(await escapes(text.join('\n')), '12/1/0 at 1');
  });

  it('leave comments, strings, templates, words and values alone', async () => {
    const text = [
      '// a: any',
      '/* b as any */',
      "const c = 'd: any';",
      'const e = `f: any[]`;',
      'const g = z.any();',
      'const h = await Promise.any(list);',
      "import { all, any } from 'x';",
      'const i = cond ? anyOf(a) : many;',
      'const j = { any: 1 };',
      'const k = <p>Note: any change counts, or any of them.</p>;',
    ];
    assert.equal(await escapes(text.join('\n'), 'a.tsx'), 'none');
  });

  it('count comments that silence the compiler, not those that expect an error', async () => {
    const text = "// @ts-nocheck\n// @ts-expect-error known\nconst a = '// @ts-ignore';\n/* @ts-ignore */\n";
    assert.equal(await escapes(text), '0/0/2 at 1');
  });

  it('leave declarations and generated files alone', async () => {
    assert.equal(await escapes('declare const a: any;\n', 'a.d.ts'), 'none');
    assert.equal(await escapes('// @generated\nconst a: any = 1;\n'), 'none');
  });
});

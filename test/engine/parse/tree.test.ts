import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { Language, Parser, type Node } from '@vscode/tree-sitter-wasm';

import { GRAMMARS, type GrammarLanguage, type TreeNode } from '../../../src/engine/parse/tree';
import { loadParsers } from '../../support/memory-host';

/** Texts with names that stand in for others, hidden nodes, comments in odd places, fields used twice, and broken parts. */
const TEXTS: Record<GrammarLanguage, string[]> = {
  python: [
    '',
    '\n\n# a comment alone\n',
    'import os.path as p, sys\nfrom . import (a, b as c)  # why\n\n\n@app.get("/é", x=1)\nasync def f(a, /, b: int = 1, *args, **kw) -> str:\n    """Täxt 😀."""\n    with open(a) as g, b:\n        return f"{a!r:>{b}} \\n" if not a < b <= 3 else [x for x in y if x]\n',
    'match command:\n    case Point(x=0) | [1, *rest] if rest:\n        print >>f, "x"\n    case {"a": 1, **others}: pass\n',
    'try:\n    x: int = (yield)\nexcept* (A, B) as e:\n    raise\nelse: pass\nfinally:\n    del a[1:2, ...]\n',
    'def f(:\n    return (1,\nclass A\n    pass\nx = = 3\n',
  ],
  go: [
    'package a\n\nimport (\n\tf "fmt"\n\t. "os"\n)\n\ntype T[K any] struct {\n\tA, B int `json:"a"` // note\n\t*C\n}\n\nfunc (t *T[K]) M(a, b int, c ...string) (x, y error) {\n\tfor i, v := range t.A { defer f.Println(i, v) }\n\tswitch z := x.(type) { case nil, error: return z, nil }\n\treturn &T[K]{A: 1}, nil\n}\n',
    'package a\nfunc f( {\n\tif x := ; {\n}\n',
  ],
  java: [
    'package a.b;\nimport static x.Y.*;\n@RestController("/é")\npublic class A<T extends B & C> extends D implements E, F {\n  @Get private final int[] a = {1, 2}, b;\n  public <R> R m(@P final String... s) throws X { return switch (s) { case "a", "b" -> { yield x -> (R) x; } default -> A::new; }; }\n}\n',
    'class A { void m( { int = ; }\n',
  ],
  ruby: [
    'class A < B::C\n  before_action :x, only: %i[a b], if: -> { y? }\n  def m(a, b = 1, *c, d:, e: 2, **f, &g)\n    return unless a&.b\n    @x ||= <<~TEXT\n      hé #{a} there\n    TEXT\n    case a when 1, 2 then b else c end\n  rescue E, F => e\n    puts e\n  ensure\n    d do |x, (y, z)| x end\n  end\nend\n',
    'def f(\n  if x do end\nclass\n',
  ],
  php: [
    '<p>é</p>\n<?php\nnamespace A\\B;\nuse C\\{D, function e as f};\n#[Route("/x", methods: ["GET"])]\nfinal class A extends B implements C {\n  use T;\n  public function __construct(private readonly ?int $a = 1, string ...$b) {}\n  function m(): static { return $this?->x["a {$b} $c[0]"] ?? match(true) { default => fn($x) => $x }; }\n}\n?>\n<b><?= $x ?></b>\n',
    '<?php\nfunction f( { return $a-> ; }\nclass {\n',
  ],
  csharp: [
    'using A = B.C;\nnamespace X;\n[Route("é"), Authorize(Roles = "a")]\npublic partial record class A<T>(int B) : C<T>, D where T : class, new()\n{\n  public int P { get; init; } = 1;\n  async Task<int?> M(this string s, params int[] a) => await s?.F(x => x switch { > 1 and < 3 => 1, _ => default }) ?? $"{s:x}";\n}\nvar app = builder.Build();\n',
    'class A { void M( { int x = ; }\n',
  ],
};

describe('a syntax tree', () => {
  for (const language of Object.keys(GRAMMARS) as GrammarLanguage[])
    it(`of ${language} says what tree-sitter says`, async () => {
      const parsers = await loadParsers();
      const folder = path.dirname(require.resolve('@vscode/tree-sitter-wasm'));
      const grammar = await Language.load(fs.readFileSync(path.join(folder, GRAMMARS[language])));
      const parser = new Parser();
      parser.setLanguage(grammar);
      const fields = grammar.fields.filter((field) => field !== null);
      for (const text of TEXTS[language]) {
        const theirs = parser.parse(text);
        const ours = parsers[language].parse(text);
        assert.ok(theirs && ours);
        compare(ours.rootNode, theirs.rootNode, fields);
        theirs.delete();
      }
      parser.delete();
    });

  it('finds the node at an offset', async () => {
    const { python } = await loadParsers();
    const text = 'def f():  # one\n    # two\n    return "#three"\n';
    const root = python.parse(text)?.rootNode;
    const typeAt = (part: string): string | undefined => root?.descendantForIndex(text.indexOf(part)).type;
    assert.deepEqual(['# one', 'one', '# two', '#three', 'return', 'f()', '\n    #'].map(typeAt), [
      'comment',
      'comment',
      'comment',
      'string_content',
      'return',
      'identifier',
      'function_definition',
    ]);
  });

  it('has the offsets of its text, however lines end', async () => {
    const { python } = await loadParsers();
    const root = python.parse('a = 1\r\nb = 2\rc = 3\n')?.rootNode;
    assert.deepEqual(
      root?.children.map(({ text, startPosition, endPosition }) => [text, startPosition.row, endPosition.column]),
      [
        ['a = 1', 0, 5],
        ['b = 2', 1, 5],
        ['c = 3', 2, 5],
      ],
    );
  });
});

function compare(ours: TreeNode, theirs: Node, fields: readonly string[]): void {
  assert.equal(say(ours), say(theirs));
  const where = say(theirs);
  assert.equal(ours.text, theirs.text, where);
  assert.deepEqual(ours.startPosition, theirs.startPosition, where);
  assert.deepEqual(ours.endPosition, theirs.endPosition, where);
  assert.equal(say(ours.parent), say(theirs.parent), where);
  assert.equal(say(ours.firstChild), say(theirs.firstChild), where);
  assert.equal(say(ours.firstNamedChild), say(theirs.firstNamedChild), where);
  assert.equal(say(ours.lastNamedChild), say(theirs.lastNamedChild), where);
  assert.equal(say(ours.previousSibling), say(theirs.previousSibling), where);
  assert.equal(say(ours.previousNamedSibling), say(theirs.previousNamedSibling), where);
  assert.deepEqual(ours.namedChildren.map(say), theirs.namedChildren.map(say), where);
  assert.deepEqual(ours.children.map(say), theirs.children.map(say), where);
  for (const field of [...fields, 'no_such_field']) {
    const one = theirs.childForFieldName(field);
    // Of a rule that an alias has made visible it gives a grandchild.
    if (!one || one.parent?.equals(theirs))
      assert.equal(say(ours.childForFieldName(field)), say(one), `${field} of ${where}`);
    const all = theirs.childrenForFieldName(field).map(say);
    assert.deepEqual(ours.childrenForFieldName(field).map(say), all, `${field} of ${where}`);
  }
  // Asked for errors as well, tree-sitter finds nothing else.
  const types = [...new Set(theirs.children.map((child) => child?.type ?? ''))].filter((type) => type !== 'ERROR');
  assert.deepEqual(ours.descendantsOfType(types).map(say), theirs.descendantsOfType(types).map(say), where);
  ours.children.forEach((child, index) => {
    const same = theirs.children[index];
    if (same) compare(child, same, fields);
  });
}

/** What a node is, in a line. */
function say(node: TreeNode | Node | null): string {
  if (!node) return 'nothing';
  return `${node.type} ${node.startIndex}-${node.endIndex}${node.isNamed ? '' : ' anonymous'}${node.hasError ? ' broken' : ''}`;
}

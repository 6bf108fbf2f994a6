import assert from 'node:assert/strict';

import { answer } from '../../support/answer';

const ID = 'sql-injection';

/** A FastAPI handler around some lines. */
function handler(parameters: string, ...body: string[]): Record<string, string> {
  const lines = [
    'from fastapi import FastAPI',
    'app = FastAPI()',
    '',
    '@app.get("/books")',
    `def find(${parameters}):`,
  ];
  return { 'main.py': [...lines, ...body.map((line) => `    ${line}`), ''].join('\n') };
}

/** An Express handler around some lines. */
function express(...body: string[]): Record<string, string> {
  const lines = ["import express from 'express';", 'const app = express();', "app.get('/books', async (req, res) => {"];
  return { 'server.ts': [...lines, ...body.map((line) => `  ${line}`), '});', ''].join('\n') };
}

describe(ID, () => {
  it('fails for a value of the request in the text, however it gets there', async () => {
    const bodies = [
      ['db.execute(f"SELECT * FROM books WHERE title = \'{title}\'")'],
      ['db.execute("SELECT * FROM books WHERE title = \'%s\'" % title)'],
      ['db.execute("SELECT * FROM books WHERE title = \'{}\'".format(title))'],
      ['query = f"SELECT * FROM books ORDER BY {title}"', 'db.execute(text(query))'],
    ];
    for (const body of bodies) {
      const line = 5 + body.length;
      assert.equal(await answer(ID, handler('title: str', ...body)), `fail E0 main.py:${line} request-value`, body[0]);
    }
  });

  it('fails for the same in JavaScript', async () => {
    const bodies = [
      ["await pool.query(`SELECT * FROM books WHERE title = '${req.query.title}'`);"],
      ["await pool.query('SELECT * FROM books WHERE id = ' + req.params.id);"],
      ['await db("books").whereRaw(`title = ${req.query.title}`);'],
      ["await db('books').orderByRaw('title ' + req.query.order);"],
      ['const { sort } = req.query;', 'await prisma.$queryRawUnsafe(`SELECT * FROM books ORDER BY ${sort}`);'],
    ];
    for (const body of bodies) {
      const line = 3 + body.length;
      assert.equal(await answer(ID, express(...body)), `fail E0 server.ts:${line} request-value`, body[0]);
    }
  });

  it('fails for an unknown value in the place of a value', async () => {
    const files: Record<string, string> = {
      ...handler('', 'return load("x")'),
      'store.py': 'def load(name):\n    return db.execute(f"SELECT * FROM books WHERE title = \'{name}\'")\n',
    };
    files['main.py'] = `from store import load\n${files['main.py'] ?? ''}`;
    assert.equal(await answer(ID, files), 'fail E0 store.py:2 joined-value');
  });

  it('takes what calls itself a piece of SQL for one, unless the caller wrote it', async () => {
    for (const name of ['sqlOffset', 'where_clause', 'self.limit_sql']) {
      const files = {
        'store.py': `def find(db, ${name.split('.')[0]}):\n    db.execute(f"SELECT a FROM b WHERE c = {${name}}")\n`,
      };
      assert.equal(await answer(ID, files), 'pass E3', name);
    }
    const asked = handler('where_clause: str', 'db.execute(f"SELECT a FROM b WHERE c = {where_clause}")');
    assert.equal(await answer(ID, asked), 'fail E0 main.py:6 request-value');
  });

  it('leaves checked names, constants, numbers and placeholders alone', async () => {
    const bodies = [
      ['if not re.fullmatch(r"[a-z_]+", title):', '    raise ValueError()', 'db.execute(f\'CREATE SCHEMA "{title}"\')'],
      [
        'if title not in ALLOWED_COLUMNS:',
        '    raise ValueError()',
        'db.execute(f"SELECT * FROM books ORDER BY {title}")',
      ],
      ['marks = ", ".join(["?"] * len(ids))', 'db.execute(f"SELECT * FROM books WHERE id IN ({marks})", ids)'],
      ['for table in ("books", "authors"):', '    db.execute(f"DELETE FROM {table}")'],
      ['db.execute(f"SELECT * FROM {TABLE} LIMIT {int(title)}")'],
    ];
    for (const body of bodies) assert.match(await answer(ID, handler('title: str', ...body)), /^pass/, body.join('\n'));
  });

  it('leaves a choice between fixed texts alone, whoever makes it', async () => {
    const find = (clause: string): string =>
      `const { title, sort } = req.query; await pool.query(\`SELECT a FROM books WHERE b = $1\${${clause}}\`, [1]);`;
    for (const clause of ["title ? ' AND title = $2' : ''", 'title ? ` AND title = $${sort ? 3 : 2}` : ""'])
      assert.match(await answer(ID, express(find(clause))), /^pass/, clause);
    assert.match(await answer(ID, express(find('title ? ` AND title = ${title}` : ""'))), /^fail/);
  });

  it('leaves bound parameters and tagged templates alone', async () => {
    const bound = express("await db('books').whereRaw('title = ?', [req.query.title]);");
    assert.equal(await answer(ID, { ...bound, 'package.json': '{ "dependencies": { "knex": "3" } }' }), 'pass E4');
    const files = {
      ...express('await prisma.$queryRaw`SELECT * FROM books WHERE id = ${req.params.id}`;'),
      'package.json': '{ "dependencies": { "@prisma/client": "5" } }',
    };
    assert.equal(await answer(ID, files), 'pass E4');
  });

  it('looks into statements and lists that are put into another statement', async () => {
    const nested = (value: string): Record<string, string> =>
      handler(
        'title: str',
        `found = f"SELECT id FROM old_books WHERE title = ${value}"`,
        'db.execute(f"DELETE FROM books WHERE id IN ({found})")',
      );
    assert.match(await answer(ID, nested('{LIMIT}')), /^pass/);
    assert.match(await answer(ID, nested("'{title}'")), /^fail E0 main.py:7/);
    const rows = (row: string): Record<string, string> => ({
      'server.ts': `import express from 'express';\nconst app = express();\nasync function save(books) {\n  const rows = [];\n  for (const book of books) rows.push(${row});\n  await db.query(\`INSERT INTO books (a, b) VALUES \${rows.join(', ')}\`);\n}\napp.post('/books', (req, res) => save(req.body));\n`,
    });
    assert.match(await answer(ID, rows('`($${at++}, $${at++})`')), /^pass/);
    assert.match(await answer(ID, rows("`('${book.title}', 1)`")), /^fail E0 server.ts:6/);
  });

  it('leaves typed numbers of a handler alone', async () => {
    assert.match(await answer(ID, handler('limit: int', 'db.execute(f"SELECT * FROM books LIMIT {limit}")')), /^pass/);
  });

  it('leaves code that nothing serves, scripts and tests alone', async () => {
    const bad = 'def load(name):\n    return db.execute(f"SELECT * FROM books WHERE title = \'{name}\'")\n';
    const files = {
      ...handler('', 'pass'),
      'old/store.py': bad,
      'scripts/fix.py': bad,
      'unused.py': bad,
      'tests/test_store.py': bad,
    };
    assert.equal(await answer(ID, files), 'pass E3');
  });

  it('does not take text about SQL for SQL', async () => {
    const files = handler('title: str', 'log.execute(f"Selected {title} from the list")');
    assert.equal(await answer(ID, files), 'not-applicable');
  });
});

import assert from 'node:assert/strict';

import { shellCommands, wordsOf } from '../../../src/engine/collect/shell';

/** Commands of a script as `line folder: text [swallowed]`. */
function commands(script: string, options = { errexit: true, pipefail: false }): string[] {
  const lines = script.split('\n').map((text, index) => ({ line: index + 1, text }));
  return shellCommands(lines, options).map(
    ({ line, folder, text, swallowed }) => `${line} ${folder ?? '?'}: ${text}${swallowed ? ` [${swallowed}]` : ''}`,
  );
}

describe('shell commands', () => {
  it('are split at operators, outside of quotes and substitutions', () => {
    assert.deepEqual(commands('a && b "x && y"; c $(d; e)'), ['1 : a', '1 : b "x && y"', '1 : c $(d; e)']);
  });

  it('follow continuation lines, and leave comments and here-documents out', () => {
    assert.deepEqual(commands('# no\npytest \\\n  -q # yes\ncat <<EOF\nnpm test\nEOF\nls'), [
      '2 : pytest -q',
      '4 : cat <<EOF',
      '7 : ls',
    ]);
  });

  it('know the folder they run in', () => {
    assert.deepEqual(commands('cd api\nmake\ncd ../web\nmake\ncd $X\nmake'), [
      '2 api: make',
      '4 web: make',
      '6 ?: make',
    ]);
  });

  it('say how a failure is swallowed', () => {
    assert.deepEqual(commands('a || true\nb || echo no\nc || exit 1\nd || e\nf &\ng | tee log'), [
      '1 : a [`|| true`]',
      '1 : true',
      '2 : b [`|| echo`]',
      '2 : echo no',
      '3 : c',
      '3 : exit 1',
      '4 : d',
      '4 : e',
      '5 : f [it runs in the background]',
      '6 : g [the pipe into `tee` reports the last command only]',
      '6 : tee log',
    ]);
    assert.deepEqual(commands('a | tee log', { errexit: true, pipefail: true }), ['1 : a', '1 : tee log']);
  });

  it('know `set` and conditions', () => {
    assert.deepEqual(commands('set +e\na\nset -e\nb'), ['2 : a [`set +e`]', '4 : b']);
    assert.deepEqual(commands('a\nb', { errexit: false, pipefail: false }), [
      '1 : a [a script without `set -e`]',
      '2 : b',
    ]);
    assert.deepEqual(commands('if ! a; then\n  echo no\nfi'), [
      '1 : a [its result is only tested with `if`]',
      '2 : echo no',
    ]);
    assert.deepEqual(commands('if ! a; then\n  exit 1\nfi'), ['1 : a', '2 : exit 1']);
  });

  it('lose assignments and keywords in front', () => {
    assert.deepEqual(commands('CI=1 A="b c" npm test'), ['1 : npm test']);
    assert.deepEqual(wordsOf('a "b c" \'d e\''), ['a', 'b c', 'd e']);
  });
});

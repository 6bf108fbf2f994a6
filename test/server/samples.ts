// Files that lead to findings whatever else is checked: a file over the size limit, and a checklist that claims otherwise.

/** A Python file with this many lines of functions. */
export function longFile(lines: number): string {
  const functions = Array.from(
    { length: Math.ceil(lines / 4) },
    (_, index) => `def step_${index}(value):\n    return value + ${index}\n\n\n`,
  );
  return functions.join('');
}

export const TOO_LONG = longFile(2800);
export const SHORT = longFile(40);

export const CHECKLIST = [
  '# Production readiness',
  '',
  '- [x] Files are short <!-- preflight: oversized-file -->',
  '- [ ] Restore tested',
  '',
].join('\n');

export const SAMPLE = { 'src/long.py': TOO_LONG, 'docs/PRODUCTION_READINESS.md': CHECKLIST };

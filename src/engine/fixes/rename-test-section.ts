import { defineFix } from '../fix';
import { LineTable } from '../span';

export default defineFix({
  id: 'rename-test-section',
  title: (finding) => `Rename the section to [${String(finding.data.rename)}]`,
  safe: false,
  unsafeBecause: 'The settings come into force, so tests may fail that pass today.',
  async build(finding, { readText }) {
    const path = finding.path ?? '';
    const text = await readText(path);
    if (text === undefined || finding.line === null) return { refused: `${path} cannot be read.` };
    const lines = new LineTable(text);
    const header = /^(\s*)\[[^\]]+\]/.exec(lines.line(finding.line));
    if (!header) return { refused: 'The section is no longer there.' };
    const start = lines.offset(finding.line, 1) + (header[1]?.length ?? 0);
    const end = lines.offset(finding.line, 1) + header[0].length;
    const name = String(finding.data.rename);
    return {
      title: `Rename the section to [${name}]`,
      files: [{ path, create: false, edits: [{ start, end, newText: `[${name}]` }], label: `Rename to [${name}]` }],
      needsConfirmation: false,
      nextSteps: ['Run the tests: settings that had no effect are read now.'],
    };
  },
});

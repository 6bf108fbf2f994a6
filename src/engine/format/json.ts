/** `--format json`: the report as its contract says; what only fixes need is left out. */
import type { Finding } from '../finding';
import type { FormatInput } from './input';

export function formatJson({ report, run }: FormatInput): string {
  const output = { ...report, findings: report.findings.map(withoutData), ...(run ? { run } : {}) };
  return `${JSON.stringify(output, null, 2)}\n`;
}

function withoutData({ data: _data, ...finding }: Finding): Omit<Finding, 'data'> {
  return finding;
}

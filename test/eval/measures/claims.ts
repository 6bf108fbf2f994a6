// Contradictions between documents and code: labelled ones found, traps reported, findings without a label.

import { CHECKS } from '../../../src/engine/checks';
import { readLabels } from '../corpus';
import { percent, share, shortName, type Measure } from '../measure';

interface Row {
  repo: string;
  doc: string;
  line: number;
  check?: string;
  kind?: string;
  claim?: string;
}

const measure: Measure = {
  name: 'claims',
  title: 'Checklist: contradictions',
  run(checkouts, truth) {
    const built = new Set(CHECKS.map((check) => check.id));
    const claims = readLabels<Row>(truth, 'claims').filter((row) => built.has(row.check ?? ''));
    const traps = readLabels<Row>(truth, 'claims-traps').filter((row) => row.kind !== 'claim');
    const rows: (string | number)[][] = [];
    const differences: string[] = [];
    const sum = { found: 0, claims: 0, traps: 0, others: 0 };
    for (const { repo, report } of checkouts) {
      const findings = report.findings.filter((finding) => finding.check === 'checklist-contradiction');
      const reported = new Set(findings.map((finding) => `${finding.path}:${finding.line}`));
      const own = claims.filter((row) => row.repo === repo);
      const places = new Set(own.map((row) => `${row.doc}:${row.line}`));
      const missed = own.filter((row) => !reported.has(`${row.doc}:${row.line}`));
      const sprung = traps.filter((row) => row.repo === repo && reported.has(`${row.doc}:${row.line}`));
      const others = findings.filter((finding) => !places.has(`${finding.path}:${finding.line}`));
      differences.push(
        ...missed.map((row) => `${shortName(repo)} ${row.doc}:${row.line} missed (${row.check}) ${row.claim}`),
      );
      differences.push(...sprung.map((row) => `${shortName(repo)} ${row.doc}:${row.line} TRAP reported`));
      differences.push(...others.map((f) => `${shortName(repo)} ${f.path}:${f.line} without a label: ${f.message}`));
      rows.push([shortName(repo), `${own.length - missed.length}/${own.length}`, sprung.length, others.length]);
      sum.found += own.length - missed.length;
      sum.claims += own.length;
      sum.traps += sprung.length;
      sum.others += others.length;
    }
    rows.push(['all', percent(share(sum.found, sum.claims)), sum.traps, sum.others]);
    return { columns: ['', 'found', 'traps reported', 'without a label'], rows, differences, numbers: sum };
  },
};

export default measure;

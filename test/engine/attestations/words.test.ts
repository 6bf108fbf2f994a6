// Which items of a checklist speak of a statement: words of having done it, never a plan or a document.

import assert from 'node:assert/strict';

import { STATEMENTS } from '../../../src/engine/attestations/statements';
import { bind } from '../../../src/engine/checklist/bind';
import { split } from '../../../src/engine/checklist/item';

const says = (text: string): string[] => {
  const { checks, strength } = bind({ ...split(text), mark: 'done', notation: 'task' });
  return strength === 'strong' ? checks : [];
};

/** Phrases of each statement, and some of the same subject that are not. */
const PHRASES: Readonly<Record<string, { does: string[]; not: string[] }>> = {
  'att-restore-tested': {
    does: ['Restore tested', 'Backup restore verified', 'Recovery drill performed', 'Restored from backup'],
    not: ['Restore procedure', 'Recovery plan', 'Restore not tested', 'Test the restore'],
  },
  'att-rollback-tested': {
    does: ['Rollback tested', 'Roll-back exercised', 'Rollback procedure rehearsed'],
    not: ['Rollback strategy', 'Rollback documented', 'Migration rollback tested'],
  },
  'att-failover-tested': {
    does: ['Failover tested', 'Disaster recovery exercised', 'DR drill completed'],
    not: ['Failover configured', 'Disaster recovery plan', 'Failover never tested'],
  },
  'att-load-test-passed': {
    does: ['Load test passed', 'Stress tests completed', 'Load tested at 500 requests per second'],
    not: ['Load test written', 'Load test plan', 'Run load test'],
  },
  'att-security-audit': {
    does: ['Security audit passed', 'Penetration test completed', 'Pen test done'],
    not: ['Security audit', 'Security audit planned', 'Security review process'],
  },
  'att-team-trained': {
    does: ['Team trained', 'Operators are trained', 'Support training completed'],
    not: ['Training materials', 'Model trained', 'Training plan for the team completed'],
  },
  'att-on-call': {
    does: ['On-call rotation set up', 'On-call schedule published', 'Escalation path agreed'],
    not: ['On-call', 'Escalation documentation', 'On-call rotation planned'],
  },
  'att-signoff': {
    does: ['Stakeholder sign-offs', 'Legal signed off', 'Management approval received'],
    not: ['Code approval', 'Sign-off form', 'Pull request approval required'],
  },
  'att-staging': {
    does: ['Deployed to staging', 'Smoke tests passed', 'Staging tested'],
    not: ['Staging environment', 'Smoke test scripts', 'Deploy to staging'],
  },
  'att-domain-tls': {
    does: ['DNS records updated', 'Domain registered', 'TLS certificate renewed'],
    not: ['Domain model updated', 'DNS', 'Certificate renewal process'],
  },
  'att-network': {
    does: ['Firewall configured', 'DDoS protection enabled', 'Load balancer set up'],
    not: ['Firewall', 'Load balancing strategy', 'Firewall rules documented'],
  },
  'att-key-rotation': {
    does: ['API keys rotated', 'All secrets rotated', 'Rotated database passwords'],
    not: ['Key rotation policy', 'Logs rotated', 'Keys never rotated'],
  },
  'att-uptime-alerts': {
    does: ['Alerts tested', 'Alert delivery verified', 'Uptime monitor tested'],
    not: ['Alerts configured', 'Alert documentation', 'Alerts not tested'],
  },
  'att-slo': {
    does: ['SLO met', 'Latency measured', 'Performance targets met'],
    not: ['SLO defined', 'Latency budget', 'SLA document'],
  },
  'att-branch-protection': {
    does: ['Branch protection enabled', 'Main branch is protected'],
    not: ['Protected routes', 'Branch protection documented'],
  },
  'att-code-runs': {
    does: ['Application started successfully', 'Key flows tested', 'Endpoints manually tested'],
    not: ['Getting started', 'Start the application', 'Manual test plan'],
  },
};

describe('the words of statements', () => {
  it('have phrases each', () => {
    assert.deepEqual(
      Object.keys(PHRASES),
      STATEMENTS.map(({ id }) => id),
    );
  });

  for (const [id, { does, not }] of Object.entries(PHRASES)) {
    it(`${id} is meant by words of having done it`, () => {
      for (const text of does) assert.ok(says(text).includes(id), text);
      for (const text of not) assert.ok(!says(text).includes(id), text);
    });
  }

  it('leave the more general check out, and keep another subject in the same item', () => {
    assert.deepEqual(says('Load test passed'), ['att-load-test-passed']);
    assert.deepEqual(says('Rollback plan tested'), ['att-rollback-tested']);
  });
});

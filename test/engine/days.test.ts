import assert from 'node:assert/strict';

import { daysAfter, isDay, whyNoLastDay } from '../../src/engine/days';

describe('days', () => {
  it('are counted over months, years and leap days', () => {
    assert.equal(daysAfter('2026-01-31', 1), '2026-02-01');
    assert.equal(daysAfter('2027-12-31', 60), '2028-02-29');
    assert.equal(daysAfter('2026-12-15', 365), '2027-12-15');
    assert.equal(daysAfter('2100-02-28', 1), '2100-03-01');
    assert.equal(daysAfter('2026-05-05', 0), '2026-05-05');
  });

  it('exist or not', () => {
    assert.deepEqual(['2028-02-29', '2026-12-31'].map(isDay), [true, true]);
    assert.deepEqual(
      ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', 'soon', '2026-04-31'].map(isDay),
      Array(6).fill(false),
    );
  });

  it('are a last day from today on', () => {
    assert.equal(whyNoLastDay('2026-05-05', '2026-05-05'), undefined);
    assert.equal(whyNoLastDay('2026-05-04', '2026-05-05'), '2026-05-04 is over already.');
    assert.match(whyNoLastDay('2026-02-31', '2026-01-01') ?? '', /is no day/);
  });
});

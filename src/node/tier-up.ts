/**
 * When V8 optimises a function, and how much work it puts into one. A scan is over in seconds and its code is broad: left alone, the
 * optimising compiler works for about a fifth of all processor time, beside threads that then have to wait for a core, on code that has soon
 * done its work. Measured on four repositories: later is 18 % less processor time on V8 11.3 (Node 20) and 12.4 (Node 22), with little
 * inlining another 7 %, with regular expressions compiled once instead of twice and fewer passes over a function another 5 %. Half as late
 * costs 2 to 5 %, twice as late gains nothing that can be measured. On 13.6 (Node 24) and 14.6 (Node 26) all of it together is 19 % less, and
 * the middle tier in the place of the optimising compiler another 8 to 11 %.
 */
import v8 from 'node:v8';

/** Regular expressions are compiled when they are first used, not once for an interpreter and soon again: nearly all are used often. */
const ONE_TIER = '--no-regexp-tier-up';

/** What costs most and pays last: 200 bytes of bytecode are inlined into one function (V8's own number is 920), and these passes are left out. */
const LIGHTLY = [
  '--max-inlined-bytecode-size-cumulative=200',
  '--no-turbo-escape',
  '--no-turbo-loop-peeling',
  '--no-turbo-splitting',
];

/** By major version, since the flags change their names with it; V8 complains aloud of a flag that it does not know. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  11: [
    // Bytes of bytecode that are run before a function is looked at; V8's own number is 67,584.
    '--interrupt-budget=400000',
    ...LIGHTLY,
    ONE_TIER,
  ],
  // Calls (V8's own number is 3,000).
  12: ['--invocation-count-for-turbofan=25000', ...LIGHTLY, ONE_TIER],
  13: [ONE_TIER],
  14: [ONE_TIER],
};

/**
 * The middle tier (v8.dev/blog/maglev) takes the place of the optimising compiler: it compiles ten times as fast, and in a program that ends
 * soon its code is as good. Left alone it begins after 400 calls, which is sooner than most code is worth.
 */
const MIDDLE = [
  '--invocation-count-for-maglev=8000',
  // For what a scan of very many files calls all the time.
  '--invocation-count-for-turbofan=1000000',
  // For loops that run on (V8's own number is 500).
  '--invocation-count-for-osr=2000',
  ...LIGHTLY,
];

/** For a program that ends with its scan. */
const SHORT: Readonly<Record<string, readonly string[]>> = { 13: MIDDLE, 14: MIDDLE };

/**
 * To be called before the program is loaded, and once for all threads.
 * @param stays the program goes on after its scan
 */
export function optimiseLater(stays: boolean): void {
  const version = process.versions.v8.split('.')[0] ?? '';
  for (const flag of [...(FLAGS[version] ?? []), ...((!stays && SHORT[version]) || [])]) v8.setFlagsFromString(flag);
}

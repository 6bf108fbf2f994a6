// Preloaded into a run of the command line: writes what the process has used, all threads together, to the file that BENCH_USAGE names.

const fs = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const { BENCH_USAGE } = process.env;
if (isMainThread && BENCH_USAGE) {
  process.once('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    fs.writeFileSync(BENCH_USAGE, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, rss: maxRSS / 1024 }));
  });
}

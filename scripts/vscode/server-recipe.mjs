// How the server folder of the `code-server` package becomes a VS Code that runs without a compiler:
// which built-in extensions and dependencies it keeps, and what takes the place of native modules.

/** Built-in extensions that are left out. `github` is an ES module, which hangs hosts up to 1.117 on Node 24. */
export const droppedExtensions = [
  'copilot',
  'github',
  'mermaid-markdown-features',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.vscode-js-profile-table',
];

/** Dependencies that are kept, if the server lists them; everything else is telemetry, Windows or needs a compiler. */
const keptDependencies = [
  '@parcel/watcher',
  '@vscode/proxy-agent',
  '@vscode/ripgrep',
  '@vscode/ripgrep-universal',
  '@vscode/watcher',
  'cookie',
  'http-proxy-agent',
  'https-proxy-agent',
  'minimist',
  'node-pty',
  'vscode-oniguruma',
  'vscode-regexpp',
  'vscode-textmate',
  'ws',
  'yauzl',
  'yazl',
];

/** Versions that differ from the server's own: these come with ready-made binaries inside npm packages. */
const replacedVersions = {
  '@parcel/watcher': '2.5.6', // some servers name a git commit
  '@vscode/watcher': 'npm:@parcel/watcher@2.5.6',
  '@vscode/ripgrep': '1.18.0', // older ones download their binary
  'node-pty': 'npm:@lydell/node-pty@1.1.0', // without a terminal no task ever ends
};

/**
 * The reduced dependency list of a server.
 *
 * @param {Record<string, string>} listed the server's own dependencies
 * @returns {Record<string, string>}
 */
export function reduceDependencies(listed) {
  const isKept = (/** @type {string} */ name) => keptDependencies.includes(name) || name.startsWith('@xterm/');
  const kept = Object.entries(listed).filter(([name]) => isKept(name));
  return { ...Object.fromEntries(kept), ...pick(replacedVersions, Object.keys(listed)) };
}

/**
 * @param {Record<string, string>} values
 * @param {string[]} names
 */
function pick(values, names) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

/**
 * A logger that appends to its file: one that drops the text would leave the Output panel empty. The server imports it
 * as an ES module does, which finds names only where each is assigned to `exports`.
 */
const fileLogger = `
const fs = require('fs');
const path = require('path');

class Logger {
  constructor(kind, name, file) {
    this.file = file;
    this.plain = false;
    try {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.appendFileSync(file, '');
    } catch {}
  }
  write(level, text) {
    const line = this.plain ? text : new Date().toISOString() + ' [' + level + '] ' + text + '\\n';
    try {
      fs.appendFileSync(this.file, line);
    } catch {}
  }
  trace() {}
  debug() {}
  info(text) { this.write('info', text); }
  warn(text) { this.write('warning', text); }
  error(text) { this.write('error', text); }
  critical(text) { this.write('critical', text); }
  setLevel() {}
  getLevel() { return 2; }
  flush() {}
  drop() {}
  setPattern() {}
  clearFormatters() { this.plain = true; }
}

const create = async (name, file) => new Logger('rotating', name, file);
exports.version = 1;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/** Packages that are replaced by one file each. @type {Record<string, string>} */
export const stubs = {
  '@microsoft/1ds-core-js': 'exports.AppInsightsCore = class {};\n', // imported statically: the server needs the name
  '@vscode/deviceid': "exports.getDeviceId = async () => 'no-device';\n",
  '@vscode/fs-copyfile': "exports.copyFile = (from, to) => require('fs').promises.copyFile(from, to);\n",
  '@vscode/native-watchdog': 'exports.start = () => {};\n',
  'native-watchdog': 'exports.start = () => {};\n',
  '@vscode/spdlog': fileLogger,
};

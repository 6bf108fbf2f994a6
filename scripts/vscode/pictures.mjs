// `npm run pictures -- [--out DIR] [--vsix FILE] [--shot NAME] [--folder DIR]`: pictures of the packaged extension on a
// copy of the example, light and dark. `shots.mjs` says what they show.

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { tsImport } from 'tsx/esm/api';

import { makePackage } from './package.mjs';
import { writeExample } from './example.mjs';
import { cacheFolder, root } from './project.mjs';
import { shots } from './shots.mjs';

/** @typedef {import('./shots.mjs').Shot} Shot */
/** @typedef {import('../../test/e2e/workbench.ts').Workbench} Workbench */

const themes = /** @type {const} */ ({ light: 'Default Light Modern', dark: 'Default Dark Modern' });

const pictureSettings = {
  'editor.fontFamily': 'DejaVu Sans Mono',
  'editor.minimap.enabled': false,
  'git.enabled': false,
  // VS Code would fetch schemas from the network, and warn where it cannot.
  'json.validate.enable': false,
};

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: path.join(root, 'media/pictures') },
    vsix: { type: 'string' },
    shot: { type: 'string' },
    folder: { type: 'string' },
  },
});

const wanted = shots.filter(({ name }) => options.shot === undefined || options.shot === name);
if (wanted.length === 0) throw new Error(`There is no shot ${options.shot}`);

/** The helpers of the user-interface tests know how to drive a window. */
const { openWorkbench } = /** @type {typeof import('../../test/e2e/harness.ts')} */ (
  await tsImport('../../test/e2e/harness.ts', import.meta.url)
);
const vsix = options.vsix ?? makePackage();
const folder = options.folder ?? sample();

for (const [suffix, theme] of Object.entries(themes)) {
  for (const shot of wanted) await takePicture(shot, suffix, theme);
}

/** A fresh copy of the sample project. */
function sample() {
  const copy = path.join(cacheFolder, 'pictures', 'shop');
  fs.rmSync(copy, { recursive: true, force: true });
  writeExample(copy);
  return copy;
}

/**
 * Every picture has a window of its own, so that none depends on what another one has left open.
 *
 * @param {Shot} shot
 * @param {string} suffix
 * @param {string} theme
 */
async function takePicture(shot, suffix, theme) {
  const settings = { ...pictureSettings, 'workbench.colorTheme': theme };
  const workbench = await openWorkbench(folder, { folderName: 'shop', vsix, scale: 2, settings });
  try {
    await arrange(workbench, shot);
    const picture = path.join(options.out, `${shot.name}-${suffix}.png`);
    await workbench.screenshot(picture, shot.part);
    console.log(path.relative(process.cwd(), picture));
  } finally {
    await workbench.close();
  }
}

/**
 * @param {Workbench} workbench
 * @param {Shot} shot
 */
async function arrange(workbench, shot) {
  if (shot.view) await workbench.openViewContainer(shot.view);
  if (shot.sidebar) await workbench.setSidebarWidth(shot.sidebar);
  for (const title of shot.panes ?? []) await workbench.openPane(title);
  for (const label of shot.expand ?? []) await workbench.expand(workbench.viewRow(label));
  if (shot.problems) await workbench.openProblems();
  if (shot.file) await workbench.openFile(shot.file, shot.line);
  for (const command of shot.commands ?? []) await workbench.runCommand(command);
  if (shot.waitFor) await workbench.page.locator(shot.waitFor).first().waitFor();
  if (shot.hover) await workbench.hover(workbench.page.locator(shot.waitFor ?? '').first());
  await workbench.settle();
}

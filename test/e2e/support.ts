// What several user-interface tests need besides the window itself.

import path from 'node:path';

import type { Workbench } from './workbench';

const picturesFolder = path.resolve(__dirname, '../../.vscode-test/failures');

/** For `afterEach`: takes a picture of the window when the test has failed, because its message rarely shows why. */
export async function keepPictureOfFailure(
  workbench: Workbench | undefined,
  test: Mocha.Test | undefined,
): Promise<void> {
  if (!workbench || test?.state !== 'failed') return;
  const name = test.fullTitle().replaceAll(/[^\w]+/g, '-');
  const file = path.join(picturesFolder, `${name}.png`);
  await workbench.screenshot(file).catch(() => {});
  console.log(`what the window showed: ${file}`);
}

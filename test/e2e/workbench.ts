// What a person sees and does in a VS Code window, in terms of the page. The locators hold from VS Code 1.103 to 1.139.

import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Locator, Page } from 'playwright-core';

/** How a squiggle is drawn. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Asks again until the answer satisfies, and fails with the last answer after a while. */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  isSatisfied: (answer: T) => boolean,
): Promise<T> {
  const until = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (isSatisfied(answer)) return answer;
    if (Date.now() > until) throw new Error(`${what} did not come. Last seen: ${JSON.stringify(answer)}`);
    await sleep(20);
  }
}

/** One VS Code window. */
export class Workbench {
  constructor(
    readonly page: Page,
    /** The folder that the window shows: a copy, which tests may change. */
    readonly folder: string,
    /** Ends the window, its server and everything that was written. */
    readonly close: () => Promise<void>,
  ) {}

  /** Waits until the Explorer shows the folder. */
  async waitUntilLoaded(): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** Declines to trust the folder of a window that was opened with `trust: 'ask'`; newer versions don't ask first. */
  async declineTrust(): Promise<void> {
    const decline = this.page.locator('.monaco-dialog-box').getByRole('button', { name: /^No, I don/ });
    const restricted = this.page.locator('.statusbar').getByText('Restricted Mode');
    await decline
      .first()
      .waitFor({ timeout: 8000 })
      .then(
        () => decline.first().click(),
        () => undefined,
      );
    await restricted.first().waitFor();
    await this.waitUntilLoaded();
  }

  /** The content of a file on disk. */
  readFile(file: string): string {
    return fs.readFileSync(path.join(this.folder, file), 'utf8');
  }

  /** Takes a picture of the window or of one of its parts. */
  async screenshot(file: string, part?: string): Promise<void> {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const target = part ? this.page.locator(part).first() : this.page;
    await target.screenshot({ path: file });
  }

  /** Waits until the window has drawn the same thing twice: animations and late rows are over. */
  async settle(): Promise<void> {
    let previous: Buffer | undefined;
    const isSame = async (): Promise<boolean> => {
      const current = await this.page.screenshot({ caret: 'hide' });
      const same = previous?.equals(current) ?? false;
      previous = current;
      if (!same) await sleep(300);
      return same;
    };
    await eventually('a window at rest', isSame, Boolean);
  }

  // Commands and files

  /** Runs a command by what the palette calls it: `Category: Title`. */
  async runCommand(title: string): Promise<void> {
    await this.pickFromQuickInput(`>${title}`, title);
  }

  /** Opens a file of the folder, at a line if one is named. */
  async openFile(file: string, line?: number): Promise<void> {
    const query = line === undefined ? file : `${file}:${line}`;
    await this.pickFromQuickInput(query, path.basename(file));
    await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
    await this.page
      .locator('.tab.active', { hasText: path.basename(file) })
      .first()
      .waitFor();
  }

  /**
   * Clicks the row: Enter may take another one while the list is still filling. A list that was opened before the extension's commands were
   * known never gets them, so it is opened again.
   */
  private async pickFromQuickInput(query: string, rowText: string): Promise<void> {
    const tryOnce = async (): Promise<boolean> => {
      await this.page.keyboard.press('F1');
      await this.page.locator('.quick-input-widget:visible input').first().fill(query);
      const rows = this.page.locator('.quick-input-widget:visible .monaco-list-row');
      return rows
        .filter({ hasText: rowText })
        .first()
        .click({ timeout: 5000 })
        .then(
          () => true,
          () => this.page.keyboard.press('Escape').then(() => false),
        );
    };
    await eventually(`the row "${rowText}"`, tryOnce, Boolean);
  }

  /** The question or list that a command shows at the top of the window. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** An entry of the status bar by the id that the extension gave it. */
  statusItem(id: string): Locator {
    return this.page.locator(`[id="preflight.preflight.${id}"]`);
  }

  /** A message that VS Code has told; screen readers hear it even where it is not drawn. */
  message(text: string | RegExp): Locator {
    return this.page.locator('.monaco-aria-container .monaco-alert').filter({ hasText: text }).first();
  }

  /** A message that is drawn in the corner. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text }).first();
  }

  // Views

  /** Shows a view container of the activity bar. */
  async openViewContainer(title: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: new RegExp(`^${escape(title)}`) });
    await tab.first().waitFor();
    const isSelected = async (): Promise<boolean> => (await tab.first().getAttribute('aria-selected')) === 'true';
    if (await isSelected()) return;
    await tab.first().click();
    await eventually(`the selection of ${title}`, isSelected, Boolean);
  }

  /** Drags the edge of the sidebar until it has this width. */
  async setSidebarWidth(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (!box) throw new Error('The sidebar is not drawn');
    await this.page.mouse.move(box.x + box.width, box.y + 300);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, box.y + 300, { steps: 8 });
    await this.page.mouse.up();
    await this.page.mouse.move(box.x + width + 200, box.y + 300);
  }

  /** Opens a view of the sidebar that shows only its title. */
  async openPane(title: string): Promise<void> {
    const header = this.page.locator('.sidebar .pane-header', { hasText: title }).first();
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
    await eventually(
      `the view ${title}`,
      () => header.getAttribute('aria-expanded'),
      (expanded) => expanded === 'true',
    );
  }

  /** A row of the sidebar's trees by its label. */
  viewRow(label: string | RegExp): Locator {
    const pattern = typeof label === 'string' ? new RegExp(`^${escape(label)}$`) : label;
    const name = this.page.locator('.label-name').filter({ hasText: pattern });
    return this.page.locator('.sidebar .monaco-list-row[role="treeitem"]').filter({ has: name }).first();
  }

  /** What is said beside a row's label. */
  async rowDescription(row: Locator): Promise<string> {
    await row.waitFor();
    return (await row.locator('.label-description').allInnerTexts()).join('');
  }

  /** Opens a row of a tree. */
  async expand(row: Locator): Promise<void> {
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'true') return;
    await row.locator('.monaco-tl-twistie').click();
    await eventually(
      'the open row',
      () => row.getAttribute('aria-expanded'),
      (expanded) => expanded === 'true',
    );
  }

  /** The checkbox of a row; its state is the attribute `aria-checked`. */
  checkbox(row: Locator): Locator {
    return row.getByRole('checkbox');
  }

  /** Clicks a button of a view's title, which is drawn only while the mouse is over the view. */
  async clickTitleButton(commandTitle: string): Promise<void> {
    await this.page.locator('.sidebar .monaco-list-row').first().hover();
    await this.page.locator('.sidebar').getByRole('button', { name: commandTitle }).first().click();
  }

  /** Clicks a button on a row of a tree. A row that is drawn anew under the mouse loses its buttons, so it is tried again. */
  async clickRowButton(row: Locator, commandTitle: string): Promise<void> {
    const tryOnce = async (): Promise<boolean> => {
      await this.page.mouse.move(0, 0);
      await row.hover();
      const button = row.getByRole('button', { name: commandTitle }).first();
      return button.click({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    };
    await eventually(`the button "${commandTitle}"`, tryOnce, Boolean);
  }

  // Problems and editors

  /** Shows the Problems panel. */
  async openProblems(): Promise<void> {
    await this.runCommand('Problems: Focus on Problems View');
    await this.page.locator('.markers-panel').first().waitFor();
  }

  /** The rows of the Problems panel, files and problems alike. */
  problemRows(text?: string | RegExp): Locator {
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    return text === undefined ? rows : rows.filter({ hasText: text });
  }

  /** The squiggles of the active editor. */
  squiggles(severity: Severity = 'error'): Locator {
    return this.page.locator(`.editor-group-container.active .squiggly-${severity}`);
  }

  /** What appears when the mouse rests on a squiggle. */
  async hover(squiggle: Locator): Promise<Locator> {
    const { x, y } = await this.centerOf(squiggle);
    await this.page.mouse.move(x, y, { steps: 4 });
    const hover = this.page.locator('.monaco-hover:visible').first();
    await hover.waitFor();
    return hover;
  }

  /** Puts the caret into a squiggle: beside it no light bulb comes on 1.103 and 1.105. */
  async clickSquiggle(squiggle: Locator): Promise<void> {
    const { x, y } = await this.centerOf(squiggle);
    await this.page.mouse.click(x, y);
  }

  /** The light bulb of the active editor. */
  lightBulb(): Locator {
    const editor = '.editor-group-container.active';
    return this.page.locator(`${editor} [class*="codicon-gutter-lightbulb"], ${editor} .lightBulbWidget`).first();
  }

  /** Opens the quick fixes of a squiggle and returns their rows. */
  async openQuickFixes(squiggle: Locator): Promise<Locator> {
    await this.clickSquiggle(squiggle);
    await this.lightBulb().waitFor();
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    // While a language service is starting, VS Code may drop a request and say that there are no actions.
    for (let attempt = 0; attempt < 5 && !(await rows.first().isVisible()); attempt += 1) {
      await this.page.keyboard.press('Control+.');
      await rows
        .first()
        .waitFor({ timeout: 3000 })
        .catch(() => {});
    }
    await rows.first().waitFor();
    return rows;
  }

  /** Applies a quick fix by its title. */
  async applyQuickFix(squiggle: Locator, title: string): Promise<void> {
    const rows = await this.openQuickFixes(squiggle);
    const wanted = rows.filter({ hasText: title }).first();
    await wanted.waitFor();
    const isFocused = async (): Promise<boolean> => (await wanted.getAttribute('class'))?.includes('focused') ?? false;
    // A layer lies over the list, so the mouse does not reach it.
    for (let step = await rows.count(); step > 0 && !(await isFocused()); step -= 1) {
      await this.page.keyboard.press('ArrowDown');
      await sleep(50);
    }
    await eventually(`the focus on "${title}"`, isFocused, Boolean);
    await this.page.keyboard.press('Enter');
  }

  /** An element inside a webview, whose document lies two frames deep and comes seconds later. */
  async webviewElement(selector: string): Promise<Locator> {
    const find = async (): Promise<Locator | undefined> => {
      for (const frame of this.page.frames().slice(1)) {
        const element = frame.locator(selector).first();
        if ((await element.count().catch(() => 0)) > 0) return element;
      }
      return undefined;
    };
    return (await eventually(`${selector} in a webview`, find, Boolean)) as Locator;
  }

  /** The text of the active editor, as far as it is drawn. */
  async editorText(): Promise<string> {
    const lines = await this.page.locator('.editor-group-container.active .view-line').allInnerTexts();
    return lines.map((line) => line.replaceAll('\u00a0', ' ')).join('\n');
  }

  /** The tabs of files with unsaved changes. */
  dirtyTabs(): Locator {
    return this.page.locator('.tab.dirty');
  }

  /** Saves the active editor. */
  async save(): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await eventually(
      'the saved file',
      () => this.dirtyTabs().count(),
      (count) => count === 0,
    );
  }

  private async centerOf(target: Locator): Promise<{ x: number; y: number }> {
    // Squiggles are drawn anew with every message of the language server, so one that was there may be gone for a moment.
    const box = await eventually('what is to be pointed at', () => target.first().boundingBox(), Boolean);
    if (!box) throw new Error('What is to be pointed at is not drawn');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

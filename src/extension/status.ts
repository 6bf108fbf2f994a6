/** The entry of the status bar: how far, how many blockers; a click opens the view. */
import * as vscode from 'vscode';

import { COMMANDS } from './ids';
import type { Store, WindowState } from './store';
import { plainTooltip } from './tooltip';

const ICONS: Readonly<Record<WindowState, string>> = {
  off: '$(checklist)',
  starting: '$(sync~spin)',
  scanning: '$(sync~spin)',
  ready: '$(checklist)',
  stopped: '$(debug-pause)',
  failed: '$(error)',
  ended: '$(error)',
};

/** What an icon alone would say. */
const STATE_WORDS: Readonly<Record<WindowState, string>> = {
  off: '',
  starting: 'Starting…',
  scanning: 'Reading the workspace…',
  ready: '',
  stopped: '',
  failed: '',
  ended: '',
};

/** What a click does, where it does not open the view. */
const CLICKS: Partial<Record<WindowState, { command: string; says: string }>> = {
  failed: { command: COMMANDS.scan, says: 'Click to scan again.' },
  ended: { command: COMMANDS.restart, says: 'Click to restart the server.' },
};

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left, 50);
  private readonly subscription: vscode.Disposable;

  constructor(private readonly store: Store) {
    this.item.name = 'Preflight';
    this.subscription = store.onDidChange(() => this.update());
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  /** What is shown, for tests. */
  get text(): string {
    return this.item.text;
  }

  private update(): void {
    const { store, item } = this;
    if (store.state === 'off') return item.hide();
    const click = CLICKS[store.state];
    item.text = `${ICONS[store.state]} ${store.statusText}`;
    item.command = click?.command ?? COMMANDS.show;
    item.backgroundColor = click ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    item.tooltip = this.tooltip();
    item.accessibilityInformation = {
      label: [store.statusText, STATE_WORDS[store.state], ...store.verdictLines].filter(Boolean).join('. '),
    };
    item.show();
  }

  private tooltip(): vscode.MarkdownString {
    const { state, message, verdictLines, scanned } = this.store;
    const next = scanned.flatMap(({ name, report }) =>
      report.nextStep ? [`Next${scanned.length > 1 ? ` in ${name}` : ''}: ${report.nextStep.text}`] : [],
    );
    const lines = [
      ...verdictLines,
      ...next,
      STATE_WORDS[state],
      message ?? '',
      CLICKS[state]?.says ?? 'Click to show what is left to do.',
    ];
    return plainTooltip(lines.filter((part) => part !== ''));
  }
}

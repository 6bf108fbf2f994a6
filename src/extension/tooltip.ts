/** Tooltips of plain text. */
import * as vscode from 'vscode';

/**
 * Text as it is, whatever Markdown would make of it; each of the lines is a paragraph. `appendText` joins words by spaces at which no line may
 * break, so that long lines are cut in the middle of words.
 */
export function plainTooltip(lines: readonly string[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  for (const line of lines) tooltip.appendText(line).appendMarkdown('\n\n');
  tooltip.value = tooltip.value.replaceAll(/(?<=\S)&nbsp;(?=\S)/g, ' ');
  return tooltip;
}

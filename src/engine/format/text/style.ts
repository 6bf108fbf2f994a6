/** Colours of the terminal. Colour repeats what a word or a sign already says: without it nothing is lost. */

type Paint = (text: string) => string;

export interface Style {
  bold: Paint;
  dim: Paint;
  red: Paint;
  yellow: Paint;
  green: Paint;
  blue: Paint;
  cyan: Paint;
  /** White on red, for the one word that decides. */
  alarm: Paint;
  /** Black on green. */
  glad: Paint;
  /** Black on yellow. */
  caution: Paint;
}

const paint =
  (open: string, close: string): Paint =>
  (text) =>
    text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`;

export const COLOURS: Style = {
  bold: paint('1', '22'),
  dim: paint('2', '22'),
  red: paint('31', '39'),
  yellow: paint('33', '39'),
  green: paint('32', '39'),
  blue: paint('34', '39'),
  cyan: paint('36', '39'),
  alarm: paint('1;97;41', '22;39;49'),
  glad: paint('1;30;42', '22;39;49'),
  caution: paint('1;30;43', '22;39;49'),
};

const none: Paint = (text) => text;

export const NO_COLOURS: Style = {
  bold: none,
  dim: none,
  red: none,
  yellow: none,
  green: none,
  blue: none,
  cyan: none,
  alarm: none,
  glad: none,
  caution: none,
};

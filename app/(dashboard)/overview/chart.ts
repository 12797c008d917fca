/** What a chart shows, and the table behind it: the same numbers. */

/** `href` leads to the rows that the number counts. A null value is unknown. */
export type Cell = { value: number | null; text: string; href?: string };
export type Row = { key: string; title: string; cells: Cell[] };

export type Look = "blue" | "violet" | "green" | "amber" | "red" | "muted";

export type Column = {
  title: string;
  /** How it is drawn; left out, it stands in the table alone. */
  look?: Look;
  /** Drawn as the other period's line. */
  before?: boolean;
  /** The period before has the same. */
  compared?: boolean;
};

export type Chart = {
  id: string;
  title: string;
  /** What is counted, and by which time. */
  definition: string;
  /** `days`: lines over the days. `bars`: a bar a row, of the drawn columns one after another. */
  kind: "days" | "bars";
  unit: "count" | "duration" | "share";
  /** The heading of the first column. */
  of: string;
  columns: Column[];
  rows: Row[];
};

export function count(value: number, href?: string): Cell {
  return { value, text: value.toLocaleString("en"), ...(href && value > 0 ? { href } : {}) };
}

/** The same chart with the numbers of the period before in columns beside: by place for days and weeks, by key elsewhere. */
export function beside(chart: Chart, earlier: Chart, by: "place" | "key"): Chart {
  const compared = chart.columns.flatMap((column, at) => (column.compared ? [at] : []));
  const added = compared.map((at): Column => {
    const { title, look } = chart.columns[at] as Column;
    return { title: `${title}, the period before`, before: true, ...(chart.kind === "days" && look ? { look } : {}) };
  });
  const rows = chart.rows.map((row, place) => {
    const other = by === "place" ? earlier.rows[place] : earlier.rows.find(({ key }) => key === row.key);
    return { ...row, cells: [...row.cells, ...compared.map((at) => other?.cells[at] ?? NOTHING)] };
  });
  return { ...chart, columns: [...chart.columns, ...added], rows };
}

const NOTHING: Cell = { value: null, text: "–" };

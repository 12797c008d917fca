import type { Block, Report } from "./report.ts";
import { visible } from "./visible.ts";

/** One file without scripts or anything to load, for screens and for paper. */
export function reportHtml({ title, sections }: Report): string {
  const body = sections.map(({ heading, blocks }) => `<h2>${escaped(heading)}</h2>\n${blocks.map(htmlOf).join("\n")}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1 dir="auto">${escaped(title)}</h1>
${body.join("\n")}
</body>
</html>
`;
}

function htmlOf(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return `<p dir="auto">${escaped(block.text)}</p>`;
    case "quote":
      return `<pre dir="auto">${escaped(block.text)}</pre>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li dir="auto">${escaped(item)}</li>`).join("")}</ul>`;
    case "facts":
      return `<dl>${block.facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd dir="auto">${escaped(value)}</dd>`).join("")}</dl>`;
    case "table":
      return tableOf(block.columns, block.rows);
  }
}

function tableOf(columns: string[], rows: string[][]): string {
  if (rows.length === 0) return "<p>None.</p>";
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join("");
  const lines = rows.map((row) => `<tr>${row.map((cell) => `<td dir="auto">${escaped(cell)}</td>`).join("")}</tr>`);
  return `<div class="table" role="region" aria-label="${escaped(columns.join(", "))}" tabindex="0"><table><thead><tr>${head}</tr></thead>\n<tbody>${lines.join("\n")}</tbody></table></div>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

const STYLE = `
:root { font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; } dt { font-weight: 600; } dd { margin: 0; }
.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .87rem; }
th, td { text-align: start; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #8884; min-width: 6rem; }
pre { white-space: pre-wrap; font: inherit; border-inline-start: 3px solid #8888; padding-inline-start: 1rem; }
@media print { :root { font-size: 10pt; color-scheme: light; } body { margin: 0; max-width: none; padding: 0; } .table { overflow: visible; }
  h2 { break-after: avoid; } tr, dt, dd { break-inside: avoid; } thead { display: table-header-group; } @page { size: A4; margin: 15mm; } }
`;

import { rangeOf, ticksBetween } from './ticks.ts';

/** A line in a chart. */
export interface Curve {
  readonly label: string;
  /** Those that are not finite leave a gap. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What stands around the lines. */
export interface ChartLabels {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly width: number;
  readonly height: number;
}

const margin = { top: 68, right: 24, bottom: 52, left: 76 };

// Two hues that people who see red and green alike can tell apart, on white and on black; the second line is dashed too.
const style = `
  svg { --paper: #ffffff; --ink: #1f2933; --faint: #e4e7eb; --quiet: #616e7c; --a: #1f6fb4; --b: #c2540a; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #14181d; --ink: #e8ecf0; --faint: #2e3640; --quiet: #9aa5b1; --a: #6cb6ff; --b: #ff9d5c; }
  }
  text { font: 13px system-ui, sans-serif; fill: var(--quiet); }
  .title { font-size: 16px; font-weight: 600; fill: var(--ink); }
  .paper { fill: var(--paper); }
  .grid { stroke: var(--faint); }
  .axis { stroke: var(--quiet); }
  .curve { fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; }
  .a { stroke: var(--a); } .b { stroke: var(--b); stroke-dasharray: 7 5; }
  .dot { stroke: none; } .dot.a { fill: var(--a); } .dot.b { fill: var(--b); }`;

/** Where a value of the data stands in the picture. */
type Scale = (value: number) => number;

/** A line chart as a whole SVG document: axes, grid, legend, one line a curve. */
export function curves(lines: readonly Curve[], labels: ChartLabels): string {
  const { width, height, title } = labels;
  const all = lines.flatMap(({ points }) => points);
  const xs = all.map(([x]) => x);
  const [firstX, lastX] = xs.length === 0 ? [0, 1] : [Math.min(...xs), Math.max(...xs)];
  const xRange = firstX === lastX ? ([firstX - 0.5, lastX + 0.5] as const) : ([firstX, lastX] as const);
  const yRange = rangeOf(all.map(([, y]) => y));
  const x = scale(xRange, margin.left, width - margin.right);
  const y = scale(yRange, height - margin.bottom, margin.top);
  const parts = [
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="${margin.left}" y="28">${escapeText(title)}</text>`,
    ...gridLines(ticksBetween(...yRange, 5), y, labels),
    ...xTicks(ticksBetween(...xRange, 10, 1), x, labels),
    `<text x="${(margin.left + width - margin.right) / 2}" y="${height - 12}" text-anchor="middle">${escapeText(labels.xLabel)}</text>`,
    yLabel(labels),
    ...lines.flatMap((curve, i) => curveParts(curve, hue(i), x, y)),
    ...legend(lines),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeText(title)}</title>`,
    `<desc>${escapeText(describe(lines))}</desc>`,
    `<style>${style}\n</style>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function scale([min, max]: readonly [number, number], from: number, to: number): Scale {
  return (value) => from + ((value - min) / (max - min)) * (to - from);
}

function hue(i: number): string {
  return i === 0 ? 'a' : 'b';
}

function gridLines(ticks: readonly number[], y: Scale, { width }: ChartLabels): string[] {
  return ticks.flatMap((tick) => [
    `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${at(y(tick))}" y2="${at(y(tick))}"/>`,
    `<text x="${margin.left - 10}" y="${at(y(tick) + 4)}" text-anchor="end">${formatTick(tick)}</text>`,
  ]);
}

function xTicks(ticks: readonly number[], x: Scale, { width, height }: ChartLabels): string[] {
  const floor = height - margin.bottom;
  return [
    `<line class="axis" x1="${margin.left}" x2="${width - margin.right}" y1="${floor}" y2="${floor}"/>`,
    ...ticks.flatMap((tick) => [
      `<line class="axis" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${floor}" y2="${floor + 5}"/>`,
      `<text x="${at(x(tick))}" y="${floor + 20}" text-anchor="middle">${formatTick(tick)}</text>`,
    ]),
  ];
}

function yLabel({ height, yLabel }: ChartLabels): string {
  const middle = (margin.top + height - margin.bottom) / 2;
  return `<text x="20" y="${middle}" text-anchor="middle" transform="rotate(-90 20 ${middle})">${escapeText(yLabel)}</text>`;
}

function curveParts({ points }: Curve, name: string, x: Scale, y: Scale): string[] {
  let pen = 'M';
  const path = points
    .map(([px, py]) => {
      if (!Number.isFinite(py)) {
        pen = 'M';
        return '';
      }
      const move = `${pen}${at(x(px))} ${at(y(py))}`;
      pen = 'L';
      return move;
    })
    .join('');
  const dots = points
    .filter(([, py]) => points.length <= 30 && Number.isFinite(py))
    .map(([px, py]) => `<circle class="dot ${name}" cx="${at(x(px))}" cy="${at(y(py))}" r="3"/>`);
  return [...(path === '' ? [] : [`<path class="curve ${name}" d="${path}"/>`]), ...dots];
}

function legend(lines: readonly Curve[]): string[] {
  return lines.flatMap(({ label }, i) => {
    const left = margin.left + 130 * i;
    return [
      `<line class="curve ${hue(i)}" x1="${left}" x2="${left + 26}" y1="46" y2="46"/>`,
      `<text x="${left + 34}" y="50">${escapeText(label)}</text>`,
    ];
  });
}

function describe(lines: readonly Curve[]): string {
  const parts = lines.flatMap(({ label, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first && last ? [`${label}: from ${first[1].toPrecision(4)} to ${last[1].toPrecision(4)}`] : [];
  });
  return parts.length === 0 ? 'No epoch was recorded.' : `${parts.join('; ')}.`;
}

function at(position: number): string {
  return String(Math.round(position * 100) / 100);
}

function formatTick(tick: number): string {
  const size = Math.abs(tick);
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? tick.toExponential() : String(tick);
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

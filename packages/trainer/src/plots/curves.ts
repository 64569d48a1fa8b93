import { rangeOf, type Tick, ticksBetween } from './ticks.ts';

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

/** Where the axes stand, in pixels from the top and from the left. */
interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

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
  const all = lines.flatMap(({ points }) => points).filter(isFinitePoint);
  const xs = all.map(([x]) => x);
  const xRange = rangeOf(xs, 0);
  const yRange = rangeOf(all.map(([, y]) => y));
  const yTicks = ticksBetween(...yRange, 5);
  const frame = { left: leftOf(yTicks), right: width - 24, top: 68, bottom: height - 52 };
  const x = scale(xRange, frame.left, frame.right);
  const y = scale(yRange, frame.bottom, frame.top);
  const parts = [
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="title" x="${frame.left}" y="28">${escapeText(title)}</text>`,
    ...gridLines(yTicks, y, frame),
    ...xAxis(ticksBetween(...xRange, 10, 1), x, frame),
    `<text x="${(frame.left + frame.right) / 2}" y="${height - 12}" text-anchor="middle">${escapeText(labels.xLabel)}</text>`,
    yLabel(labels.yLabel, frame),
    ...lines.flatMap((curve, i) => curveParts(curve, hue(i), x, y)),
    ...legend(lines, frame),
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

function isFinitePoint([x, y]: readonly [number, number]): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** Room for the labels of the vertical axis, of about 8 pixels a character, and for its name. */
function leftOf(ticks: readonly Tick[]): number {
  return Math.max(76, ...ticks.map(({ label }) => 40 + 8 * label.length));
}

/** In parts of the larger end, so that no difference exceeds float64. */
function scale([min, max]: readonly [number, number], from: number, to: number): Scale {
  const unit = Math.max(-min, max);
  const first = min / unit;
  const span = max / unit - first;
  return (value) => from + ((value / unit - first) / span) * (to - from);
}

function hue(i: number): string {
  return i === 0 ? 'a' : 'b';
}

function gridLines(ticks: readonly Tick[], y: Scale, { left, right }: Frame): string[] {
  return ticks.flatMap(({ value, label }) => [
    `<line class="grid" x1="${left}" x2="${right}" y1="${at(y(value))}" y2="${at(y(value))}"/>`,
    `<text x="${left - 10}" y="${at(y(value) + 4)}" text-anchor="end">${label}</text>`,
  ]);
}

function xAxis(ticks: readonly Tick[], x: Scale, { left, right, bottom }: Frame): string[] {
  return [
    `<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    ...ticks.flatMap(({ value, label }) => [
      `<line class="axis" x1="${at(x(value))}" x2="${at(x(value))}" y1="${bottom}" y2="${bottom + 5}"/>`,
      `<text x="${at(x(value))}" y="${bottom + 20}" text-anchor="middle">${label}</text>`,
    ]),
  ];
}

function yLabel(label: string, { top, bottom }: Frame): string {
  const middle = (top + bottom) / 2;
  return `<text x="20" y="${middle}" text-anchor="middle" transform="rotate(-90 20 ${middle})">${escapeText(label)}</text>`;
}

function curveParts({ points }: Curve, name: string, x: Scale, y: Scale): string[] {
  let pen = 'M';
  const path = points
    .map((point) => {
      if (!isFinitePoint(point)) {
        pen = 'M';
        return '';
      }
      const [px, py] = point;
      const move = `${pen}${at(x(px))} ${at(y(py))}`;
      pen = 'L';
      return move;
    })
    .join('');
  const dots = points
    .filter((point) => points.length <= 30 && isFinitePoint(point))
    .map(([px, py]) => `<circle class="dot ${name}" cx="${at(x(px))}" cy="${at(y(py))}" r="3"/>`);
  return [...(path === '' ? [] : [`<path class="curve ${name}" d="${path}"/>`]), ...dots];
}

function legend(lines: readonly Curve[], frame: Frame): string[] {
  return lines.flatMap(({ label }, i) => {
    const left = frame.left + 130 * i;
    return [
      `<line class="curve ${hue(i)}" x1="${left}" x2="${left + 26}" y1="46" y2="46"/>`,
      `<text x="${left + 34}" y="50">${escapeText(label)}</text>`,
    ];
  });
}

function describe(lines: readonly Curve[]): string {
  const parts = lines.flatMap(({ label, points }) => {
    const finite = points.filter(isFinitePoint);
    const [first, last] = [finite[0], finite.at(-1)];
    return first && last ? [`${label}: from ${first[1].toPrecision(4)} to ${last[1].toPrecision(4)}`] : [];
  });
  return parts.length === 0 ? 'No value was recorded.' : `${parts.join('; ')}.`;
}

function at(position: number): string {
  return String(Math.round(position * 100) / 100);
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

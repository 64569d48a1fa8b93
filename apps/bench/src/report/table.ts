import type { Limits } from '../limits.ts';
import { median, spread } from '../measure/statistics.ts';
import type { Measured } from '../measure/turns.ts';
import { partOfLimit, type Ratio, type Result, rates, ratiosOf } from './result.ts';

/** A time in the unit that suits it: `0.88 µs`, `10.6 ms`, `2.41 s`. */
export function duration(ms: number): string {
  if (ms < 0.1) return `${digits(ms * 1000)} µs`;
  return ms < 1000 ? `${digits(ms)} ms` : `${digits(ms / 1000)} s`;
}

/** Three digits, without an exponent. */
function digits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** A workload's results as Markdown, which reads well on a terminal too. */
export function table(results: readonly Result[], limits: Limits | undefined): string {
  const first = results[0];
  if (first === undefined) return '';
  const names = first.measured.map(({ contender }) => contender.name);
  const ratios = columnsOf(results);
  const isLimited = limits !== undefined && results.some(({ flops, bytes }) => flops ?? bytes);
  const engine = first.measured[0]?.contender.name;
  const header = ['case', ...names, ...ratios, ...(isLimited ? [`${engine} of limit`] : [])];
  const rows = results.map((result) => {
    const own = ratiosOf(result);
    const found = ratios.map((column) => own.find((ratio) => heading(ratio) === column));
    return [
      result.name,
      ...result.measured.map((measured) => cell(result, measured)),
      ...found.map((ratio) => (ratio ? ratioCell(ratio) : '–')),
      ...(isLimited ? [limitCell(result, limits)] : []),
    ];
  });
  return aligned([header, ...rows]);
}

/** The ratio, and what it is at least: nothing is known of that from few rounds. */
function ratioCell({ median, low }: Ratio): string {
  return Number.isNaN(low) ? median.toFixed(2) : `${median.toFixed(2)} (≥ ${low.toFixed(2)})`;
}

/** What somebody could not do, one line each. */
export function remarks(results: readonly Result[]): string[] {
  const lines = results.flatMap(({ name, measured }) =>
    measured
      .filter(({ unsupported }) => unsupported !== undefined)
      .map(({ contender, unsupported }) => ({ name, line: `${contender.name} ${unsupported}` })),
  );
  const all = new Map<string, string[]>();
  for (const { name, line } of lines) all.set(line, [...(all.get(line) ?? []), name]);
  return [...all].map(([line, names]) => `${names.join(', ')}: ${line}`);
}

const heading = ({ engine, peer }: { engine: string; peer: string }) => `${peer} / ${engine}`;

function columnsOf(results: readonly Result[]): string[] {
  return [...new Set(results.flatMap((result) => ratiosOf(result).map(heading)))];
}

function cell(result: Result, { times }: Measured): string {
  if (times.length === 0) return '–';
  const middle = median(times);
  const { gflops } = rates(result, middle);
  const rate = gflops === undefined ? '' : `, ${gflops.toFixed(0)} GFLOP/s`;
  return `${duration(middle)} ±${(spread(times) * 100).toFixed(0)}% (${duration(Math.min(...times))})${rate}`;
}

/** The share of the limit that the first engine reaches. */
function limitCell(result: Result, limits: Limits): string {
  const times = result.measured[0]?.times ?? [];
  const part = times.length > 0 ? partOfLimit(result, median(times), limits) : undefined;
  if (part === undefined) return '–';
  return `${(part * 100).toFixed(0)}% of ${result.flops === undefined ? 'traffic' : 'peak'}`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [header, ...body] = rows;
  return [line(header ?? []), rule, ...body.map(line)].join('\n');
}

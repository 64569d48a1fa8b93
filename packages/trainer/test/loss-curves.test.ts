import { describe, expect, test } from 'vitest';
import { History, lossCurves } from '../src/index.ts';

function historyOf(history: Record<string, number[]>): History {
  const made = new History();
  const epochs = Object.values(history)[0]?.length ?? 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    made.record(
      epoch,
      Object.fromEntries(Object.entries(history).map(([name, values]) => [name, values[epoch] as number])),
      1,
    );
  }
  return made;
}

/** Points of the curves, as they stand in the paths. */
function pathsOf(svg: string): [number, number][][] {
  return [...svg.matchAll(/<path class="curve .*?" d="(.*?)"/g)].map(([, d]) =>
    [...(d as string).matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]),
  );
}

describe('lossCurves', () => {
  const svg = lossCurves(historyOf({ loss: [0.4, 0.2, 0.1], valLoss: [0.4, 0.3, 0.2] }), { title: 'a < b & c' });

  test('draws a line for each, to scale', () => {
    const [training, validation] = pathsOf(svg) as [[number, number][], [number, number][]];
    expect(training.map(([x]) => x)).toEqual([76, 386, 696]); // the three epochs, evenly from margin to margin
    expect(validation[0]).toEqual(training[0]); // the same value
    const [a, b, c] = training.map(([, y]) => y) as [number, number, number];
    expect((b - a) / (c - a)).toBeCloseTo(2 / 3, 3); // 0.2 of the way from 0.4 to 0.1; smaller is lower in the picture
    expect(c).toBeGreaterThan(b);
  });

  test('has labelled axes, a grid, a legend, a title and a description', () => {
    expect(svg).toContain('<title>a &#60; b &#38; c</title>');
    expect(svg).toContain('training: from 0.4000 to 0.1000; validation: from 0.4000 to 0.2000.');
    for (const text of ['>epoch<', '>loss<', '>training<', '>validation<', '>0.10<', '>0.40<', '>1<', '>2<', '>3<']) {
      expect(svg).toContain(text);
    }
    expect(svg.match(/class="grid"/g)!.length).toBeGreaterThanOrEqual(3);
    expect(svg).toContain('prefers-color-scheme: dark');
  });

  test('is drawn from the JSON of a history, with gaps where there is no number', () => {
    const json = JSON.parse(JSON.stringify(historyOf({ loss: [1, Number.NaN, 3, 4] }))) as ReturnType<
      History['toJSON']
    >;
    const [path] = /d="(.*?)"/.exec(lossCurves(json))!.slice(1);
    expect(path!.match(/M/g)).toHaveLength(2);
  });

  test.each([
    ['tiny', [5e-324, 1e-320]],
    ['of all magnitudes', [1e-300, 1e300]],
    ['the whole of float64', [-Number.MAX_VALUE, Number.MAX_VALUE]],
    ['negative', [-3e-9, -1e-9]],
    ['apart by their last bits', [1e17, 1e17 + 16, 1e17 + 32]],
    ['constant', [0.25, 0.25]],
    ['constantly 0', [0, 0]],
    ['infinite', [Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY]],
    ['nothing finite', [Number.NaN, Number.NaN]],
  ])('values %s: every position is a number inside of the picture', (_, loss) => {
    const svg = lossCurves(historyOf({ loss }));
    expect(svg).not.toMatch(/NaN|Infinity/);
    for (const [, cx, cy] of svg.matchAll(/cx="(.*?)" cy="(.*?)"/g)) {
      expect(Number(cx)).toBeLessThanOrEqual(696);
      expect(Number(cy)).toBeGreaterThanOrEqual(68);
      expect(Number(cy)).toBeLessThanOrEqual(348);
    }
  });

  test("long labels stand right of the axis' name", () => {
    const svg = lossCurves(historyOf({ loss: [0.593147181, 0.593147182] }));
    const [, right, label] = /<text x="([\d.]+)" [^>]*text-anchor="end">(.*?)</.exec(svg) as RegExpExecArray;
    expect(label).toMatch(/^0\.59314718\d+$/);
    expect(Number(right) - 8 * (label as string).length).toBeGreaterThan(27);
  });

  test('a hundred thousand epochs', () => {
    const epochs = Array.from({ length: 200_000 }, (_, i) => i);
    expect(lossCurves({ epoch: epochs, history: { loss: epochs } })).toContain('>200000<');
  });

  test('one epoch is a dot, none an empty chart, an unknown figure an error', () => {
    expect(lossCurves(historyOf({ loss: [0.5] }))).toContain('<circle');
    expect(lossCurves(new History())).toContain('No value was recorded.');
    expect(lossCurves(historyOf({ loss: [0.5] }))).not.toContain('NaN');
    expect(() => lossCurves(historyOf({ loss: [1] }), { metric: 'accuracy' })).toThrow("Expected one of 'loss'.");
  });
});

test('a history keeps figures that begin or end halfway apart from each other', () => {
  const history = new History();
  history.record(0, { loss: 1 }, 2);
  history.record(1, { loss: 0.5, valLoss: 0.6 }, 2);
  expect(JSON.parse(JSON.stringify(history))).toEqual({
    epoch: [0, 1],
    history: { loss: [1, 0.5], valLoss: [null, 0.6] },
    seconds: [2, 2],
    stopped: null,
  });
});

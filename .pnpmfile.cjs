// What `pnpm pack` and `pnpm publish` write: the workspace's own condition and fields stay at home, and the packages that hold
// the addon for each platform, which the workspace does not have, become optional dependencies of their own version.

const platforms = require('./packages/kernels/platforms.json');

const homeOnly = '@mariana/source';

function withoutSource(value) {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== homeOnly)
      .map(([key, inner]) => [key, withoutSource(inner)]),
  );
}

module.exports = {
  hooks: {
    beforePacking(manifest) {
      const { scripts: _scripts, devDependencies: _devDependencies, ...published } = manifest;
      for (const field of ['exports', 'imports']) {
        if (published[field]) published[field] = withoutSource(published[field]);
      }
      if (published.name === '@mariana/kernels') {
        const addons = platforms.map(({ name }) => [`@mariana/kernels-${name}`, published.version]);
        published.optionalDependencies = Object.fromEntries(addons);
      }
      return published;
    },
  },
};

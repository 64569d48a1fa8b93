// What `pnpm pack` and `pnpm publish` write: the workspace's own condition and fields stay at home.

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
      return published;
    },
  },
};

const transform = {
  '^.+\\.ts$': ['@swc/jest', {
    jsc: { parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, target: 'es2022' },
    module: { type: 'commonjs' }, sourceMaps: 'inline',
  }],
};
const project = (displayName, roots, extra = {}) => ({ displayName, roots: roots.map((root) => `<rootDir>/${root}`), testEnvironment: 'node', testMatch: ['**/*.spec.ts'], transform, ...extra });
const withDatabase = { globalSetup: '<rootDir>/test/support/global-setup.ts' };

/** @type {import('jest').Config} */
module.exports = {
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 180_000, // three to ten times what the slowest takes: a busy machine is no failure
  maxWorkers: 2,
  projects: [
    project('unit', ['src', 'simulator', 'dashboards', 'test/unit']),
    project('database', ['test/database'], withDatabase),
    project('e2e', ['test/e2e'], withDatabase),
    project('browser', ['test/browser'], withDatabase),
  ],
};

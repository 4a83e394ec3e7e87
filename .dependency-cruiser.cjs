/** The import table of docs/architecture.md. */
const room = (name, ...allowed) => ({
  name: `${name}-imports`, severity: 'error', comment: `src/${name} may import only: ${allowed.join(', ') || 'nothing of ours'}`,
  from: { path: `^src/${name}/`, pathNot: '\\.spec\\.ts$' },
  to: { path: '^(src|simulator|dashboards|migrations|test)/', pathNot: [name, ...allowed].map((other) => `^src/${other}/`) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    room('vocabulary'),
    room('platform'),
    room('sources', 'vocabulary'),
    { ...room('store', 'vocabulary', 'platform'), to: { path: '^(src|simulator|dashboards|test)/', pathNot: '^src/(store|vocabulary|platform)/' }, comment: 'src/store may import vocabulary, platform and the list of migrations' },
    room('ingest', 'sources', 'store', 'vocabulary', 'platform'),
    room('indicators', 'vocabulary'),
    room('compute', 'indicators', 'store', 'vocabulary', 'platform'),
    room('boards', 'indicators', 'vocabulary'),
  room('messages', 'indicators'),
    { ...room('serve', 'boards', 'compute', 'indicators', 'messages', 'store', 'vocabulary', 'platform'), comment: 'src/serve shows values; a day that is not kept is computed by src/compute when asked for' },
    ...[['measures', 'values|maps|judging|editions'], ['values', 'maps|judging|editions'], ['maps', 'judging|editions'], ['judging', 'maps|editions']].map(([folder, later]) => (
      { name: `compute-${folder}`, severity: 'error', comment: 'src/compute flows from measures to values, maps and judging, editions', from: { path: `^src/compute/${folder}/`, pathNot: '\\.spec\\.ts$' }, to: { path: `^src/compute/(${later})/`, dependencyTypesNot: ['type-only'] } })),
    { name: 'families-apart', severity: 'error', comment: 'families of sources never import each other', from: { path: '^src/sources/(?!reading|declared)([^/]+)/' }, to: { path: '^src/sources/(?!reading|declared)[^/]+/', pathNot: '^src/sources/$1/' } },
    { name: 'simulator-imports', severity: 'error', comment: 'the simulator knows our words only', from: { path: '^simulator/', pathNot: '\\.spec\\.ts$' }, to: { path: '^(src|dashboards|test)/', pathNot: '^src/vocabulary/' } },
    { name: 'simulator-stays-out', severity: 'error', comment: 'only the demo and the benchmark join simulated systems to the product', from: { path: '^src/', pathNot: '^src/(demo|bench)/|\\.spec\\.ts$' }, to: { path: '^(simulator|test)/' } },
    { name: 'dashboards-imports', severity: 'error', comment: 'a rendering of src/boards', from: { path: '^dashboards/', pathNot: '\\.spec\\.ts$' }, to: { path: '^(src|simulator|test)/', pathNot: '^src/(boards|indicators|messages|vocabulary)/' } },
    { name: 'migrations-import-nothing', severity: 'error', comment: 'migrations stay as they were when they ran', from: { path: '^migrations/' }, to: { path: '^(src|simulator|dashboards|test)/' } },
    { name: 'no-circles', severity: 'error', comment: 'the river flows one way', from: { pathNot: 'node_modules' }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, exclude: { path: '^(dist|node_modules)/' } },
};

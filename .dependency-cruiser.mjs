// Rooms, and which way they may look (docs/architecture.md). Part of `npm run lint`: an import that no row allows is refused,
// and so is a circle. Types count, and paths are resolved first.

const SHARED = '^cloudfunctions/_shared'
const PLATFORM = `${SHARED}/platform`
const ENTRUST = '^miniprogram/entrust'

/** What lies under every flow. */
const GROUND = ['kernel', 'records', 'wire', 'typings']
const FLOWS = ['contracts', 'orders', 'charges', 'notify', 'admin', 'upkeep']
const PORTS = ['contracts', 'orders', 'charges', 'notify', 'upkeep', 'admin'].map((flow) => `ports of ${flow}`)

/** What the card is made of. The merchant's values are no part of it: pages hand them in. */
const CARD = ['consent', 'view', 'steps', 'journey', 'asking', 'shapes']

/** A room, where it is, and what it may import beside itself. */
const ROOMS = [
  ['typings', '^typings/contract/', []],
  ['wire', `${SHARED}/wechatpay/wire/`, []],
  ['wechatpay', `${SHARED}/wechatpay/(?!wire/)`, ['wire', 'axios', 'node']],
  ['records', `${SHARED}/records/`, ['wire']],
  ['kernel', `${SHARED}/kernel/`, ['records', 'wire', 'typings', 'valibot']],
  ['contracts', `${SHARED}/contracts/`, [...GROUND, 'valibot']],
  ['orders', `${SHARED}/orders/`, ['contracts', ...GROUND, 'valibot']],
  ['charges', `${SHARED}/charges/`, ['contracts', 'orders', ...GROUND, 'valibot']],
  ['notify', `${SHARED}/notify/`, ['contracts', 'orders', 'charges', ...GROUND]],
  ['upkeep', `${SHARED}/upkeep/`, ['contracts', 'orders', 'charges', 'notify', ...GROUND]],
  ['admin', `${SHARED}/admin/`, ['contracts', 'orders', 'charges', 'notify', ...GROUND, 'valibot']],
  ['merchant', `${SHARED}/merchant/`, ['ports of orders', 'ports of upkeep', 'node']],
  ['platform', `${PLATFORM}/[^/]+$`, ['kernel', 'node']],
  ['settings', `${PLATFORM}/settings/`, [...PORTS, ...GROUND, 'platform', 'wechatpay', 'valibot', 'node']],
  ['database', `${PLATFORM}/database/`, [...PORTS, ...GROUND, 'platform', 'wechatpay', 'sdk', 'pg', 'node']],
  [
    'gateways',
    `${PLATFORM}/gateways/`,
    [...PORTS, ...GROUND, 'platform', 'wechatpay', 'valibot', 'standardwebhooks', 'node'],
  ],
  [
    'hosts',
    `${PLATFORM}/hosts/`,
    ['gateways', 'database', 'settings', 'merchant', ...FLOWS, ...GROUND, 'platform', 'wechatpay', 'node'],
  ],
  [
    'doors',
    `${PLATFORM}/doors/`,
    [
      'hosts',
      'settings',
      'merchant',
      ...FLOWS,
      ...GROUND,
      'platform',
      'wechatpay',
      'valibot',
      'jose',
      'canonicalize',
      'node',
    ],
  ],
  ['functions', '^cloudfunctions/(?!_shared/)', ['doors', 'hosts', ...FLOWS]],
  // Of the mini-program, from the lowest up.
  ['shapes', `${ENTRUST}/merchantShapes\\.ts$`, []],
  ['asking', `${ENTRUST}/asking/`, ['shapes', 'typings']],
  ['journey', `${ENTRUST}/journey/`, ['asking', 'shapes', 'typings']],
  ['steps', `${ENTRUST}/steps/`, ['journey', 'asking', 'shapes', 'typings']],
  ['view', `${ENTRUST}/view/`, ['steps', 'journey', 'asking', 'shapes', 'typings']],
  ['consent', `${ENTRUST}/consent/`, ['view', 'shapes']],
  ['your values', `${ENTRUST}/merchant/`, ['view', 'shapes']],
  ['card', `${ENTRUST}/(ports|runEffects|startJourney)\\.ts$`, [...CARD, 'typings']],
  ['checkout', '^miniprogram/pages/checkout/journey/', [...CARD, 'card', 'typings']],
  ['wx', '^miniprogram/wx/', [...CARD, 'card', 'typings']],
  [
    'pages',
    '^miniprogram/(?!entrust/|pages/checkout/journey/|wx/)',
    [...CARD, 'card', 'checkout', 'wx', 'your values', 'typings'],
  ],
]

const PLACES = {
  ...Object.fromEntries(ROOMS),
  'ports of contracts': `${SHARED}/contracts/ports\\.ts$`,
  'ports of orders': `${SHARED}/orders/ports\\.ts$`,
  'ports of charges': `${SHARED}/charges/ports\\.ts$`,
  'ports of notify': `${SHARED}/notify/ports\\.ts$`,
  'ports of upkeep': `${SHARED}/upkeep/ports\\.ts$`,
  'ports of admin': `${SHARED}/admin/ports\\.ts$`,
  axios: 'node_modules/axios/',
  canonicalize: 'node_modules/canonicalize/',
  jose: 'node_modules/jose/',
  pg: 'node_modules/(@types/)?pg/',
  sdk: 'node_modules/wx-server-sdk/',
  standardwebhooks: 'node_modules/standardwebhooks/',
  valibot: 'node_modules/valibot/',
}

/** `node` is no path: the modules of Node are told by their kind. */
function direction([room, path, may]) {
  const places = [room, ...may].filter((name) => name !== 'node').map((name) => PLACES[name])
  return {
    name: `${room} may import ${may.length === 0 ? 'nothing' : `only ${may.join(', ')}`}`,
    from: { path },
    to: { pathNot: places, ...(may.includes('node') && { dependencyTypesNot: ['core'] }) },
  }
}

const more = [
  { name: 'no circles, not even of types', from: {}, to: { circular: true } },
  {
    name: 'every folder of the product has a room',
    from: { path: '^(cloudfunctions|miniprogram|typings)/', pathNot: ROOMS.map(([, path]) => path) },
    to: {},
  },
  { name: 'nothing imports a function folder; share through _shared', from: {}, to: { path: PLACES.functions } },
  {
    name: 'only transport.ts imports axios; its types bind nobody',
    from: { pathNot: `${SHARED}/wechatpay/transport\\.ts$` },
    to: { path: PLACES.axios, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'only database/document/sdk.ts loads wx-server-sdk',
    from: { pathNot: `${PLATFORM}/database/document/sdk\\.ts$` },
    to: { path: PLACES.sdk },
  },
  {
    name: 'of the functions only database/postgres/pgConnection.ts loads pg; its types bind nobody',
    from: { path: '^cloudfunctions/', pathNot: `${PLATFORM}/database/postgres/pgConnection\\.ts$` },
    to: { path: PLACES.pg, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'the stand-ins share no code with what they check',
    from: { path: '^sandbox/' },
    to: { path: '^(cloudfunctions|miniprogram|typings|scripts|test)/' },
  },
]

export default {
  forbidden: [...ROOMS.map(direction), ...more].map((rule) => ({ severity: 'error', ...rule })),
  options: { tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' } },
}

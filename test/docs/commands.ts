// What runs each command the documents name: a test or the workflow, and what in it does so; or why nothing can.

export type Run = { by: string; says: string } | { instead: string }

const by = (file: string, says: string): Run => ({ by: file, says })
const instead = (reason: string): Run => ({ instead: reason })

const HERE = 'test/docs/commands.test.ts'
const WORKFLOW = '.github/workflows/check.yml'
const ADMIN = 'test/flow/admin.test.ts'
const CLONE = 'test/flow/fromClone.test.ts'
const START = 'test/flow/start.test.ts'
const ACTIONS = 'test/cloudfunctions/_shared/admin'
const CONTROL = by(HERE, 'await fetch(url')
const CLOUD = instead('needs a real environment of CloudBase, and the third major version of its tool')

/** Values are left out, see commandsIn.ts. */
export const COMMANDS: Readonly<Record<string, Run>> = {
  // What a newcomer does.
  'npm start': by(START, 'stays up with its addresses printed'),
  'npm start -- --once': by(START, "start('--once')"),
  'npm start -- --fault signtest': by(START, "start('--once', '--fault', fault)"),
  'npm start -- --no-event-map': by(START, "start('--once', '--no-event-map')"),
  'npm start -- --mode service-provider': by(START, "['--mode', 'service-provider']"),
  'npm start -- --family combine-papay': by(START, "['--family', 'combine-papay']"),
  'npm run dev': by(START, "start('--keep-built')"),
  'npm start -- --help': by(START, "start('--help')"),
  'npm test': by(WORKFLOW, '.ci/run'),
  'npm config set registry https://registry.npmmirror.com': by(HERE, 'npm config set registry: one mirror'),

  // What a developer does.
  'npm run check': by(WORKFLOW, 'npm run check'),
  'npm run check:static': by(WORKFLOW, 'npm run check'),
  'npm run format:check': by(WORKFLOW, 'npm run check'),
  'npm run lint': by(WORKFLOW, 'npm run check'),
  'npm run types': by(WORKFLOW, 'npm run check'),
  'npm run format': instead('would change files under the other tests; format:check is the same without writing'),
  'npx jest --selectProjects unit --testPathPatterns notify/receive': by(HERE, "'--listTests'"),
  'npm run generate': by('test/cloudfunctions/_shared/platform/settings/catalogue.test.ts', 'generatedFiles(ROOT)'),
  'npm run prove': by('test/prove/crash/crash.test.ts', 'proves(crash)'),
  'npm run prove -- --only units': by('test/prove/units/units.test.ts', 'proves(units)'),
  'npm run prove -- --only histories': by('test/prove/histories/histories.test.ts', 'proves(histories)'),
  'npm run bench': by('test/scripts/bench.test.ts', 'measureAgainstPlugin('),
  'npm run check:wechat': instead("installs 300 MB of WeChat's own compiler from the network, the first time"),
  'npm run picture': instead(
    'takes the picture of README anew, which is then looked at; test/e2e takes its pictures the same way',
  ),
  'npm run sbom': by('test/architecture/packages.test.ts', "scripts['sbom']"),
  'npm run picture:states': instead(
    'takes minutes for pictures to look at; test/e2e/states.test.ts goes to the same states',
  ),
  'npm audit --omit=dev': instead('asks the registry, whose answer changes from one day to the next'),

  // What a merchant does.
  'npm run setup': by('test/scripts/setup/command.test.ts', 'npm run setup'),
  'npm run setup -- --check': by('test/scripts/setup/command.test.ts', '--check'),
  'npm run setup -- --from DIR': by('test/scripts/setup/command.test.ts', '--from'),
  'cp .env.example .env': by('test/cloudfunctions/_shared/platform/settings/load.test.ts', '.env.example'),
  'npm run doctor -- --offline': by('test/scripts/doctor/offline.test.ts', "doctor('--offline'"),
  'npm run doctor -- --online': by('test/scripts/doctor/online.test.ts', "'scripts/doctor.ts', '--online'"),
  'npm run doctor': by(CLONE, "npmRun('doctor', '--', ...keys"),
  'npm run deploy': by(CLONE, "npmRun('deploy', '--', '--yes'"),
  'npm run deploy -- --dry-run': by(CLONE, "npmRun('deploy', '--', '--dry-run')"),
  'npx tcb login': instead('asks a person, in a browser, for their account'),
  'npm run build': by(CLONE, "npmRun('build')"),
  'npm run consents': by(CLONE, "npmRun('consents')"),
  'npm run consents -- --check': by('test/scripts/consents/consents.test.ts', "run('consents', '--check')"),
  "node -e \"console.log(require('crypto').randomBytes(32).toString('hex'))\"": by(HERE, 'makesSecrets'),
  "node -e \"console.log('whsec_' + require('crypto').randomBytes(32).toString('base64'))\"": by(HERE, 'makesSecrets'),
  'npx @cloudbase/cli@2.12.10 fn deploy --all': by('test/sandbox/tencent/tcb.test.ts', "'fn', 'deploy'"),
  'psql -f': instead(
    'psql is not among what the tests need; sandbox/cloud/postgres/entrustDatabase.ts sends the same files',
  ),
  'curl -X POST': by('test/flow/notificationRefusals.test.ts', 'status: 401'),
  'curl -X POST <>': by('test/flow/notificationRefusals.test.ts', 'status: 401'),
  "curl -X POST -H 'Authorization: Bearer a.b.c' <>": by('test/flow/appDoor.test.ts', 'UNAUTHENTICATED'),
  'tcb db pg migration up': CLOUD,
  'tcb policy set': CLOUD,
  'tcb logs search -q \'"c0ffee"\'': CLOUD,

  // What a person in charge does.
  'npm run admin': by(ADMIN, 'admin(...show())'),
  'npm run -s': by(ADMIN, '--json'),
  'tcb fn invoke': by(ADMIN, 'has it done by the tool of CloudBase'),
  'tcb fn invoke contractAdmin': by(ADMIN, 'has it done by the tool of CloudBase'),
  'npm run admin -- show out_contract_code=': by(ADMIN, '...show()'),
  'npm run admin -- show out_contract_code= --local': by(ADMIN, "...show(), '--local'"),
  'npm run admin -- show out_trade_no=': by(`${ACTIONS}/show.test.ts`, 'out_trade_no'),
  'npm run admin -- find id=': by(ADMIN, "admin('find', `id="),
  'npm run admin -- list openid=': by(ADMIN, "admin('list', `openid="),
  'npm run admin -- export openid= --json': by(ADMIN, "admin('export', who, '--local', '--json')"),
  'npm run admin -- erase openid= close=': by(ADMIN, "admin('erase', who, 'close=true'"),
  'npm run admin -- exportAll --to store.jsonl --env <>': by(ADMIN, "admin('exportAll', '--to'"),
  'npm run admin -- import --from store.jsonl --env <>': by(ADMIN, "admin('import', '--from'"),
  'npm run admin -- confirmSigner out_contract_code= openid=': by(
    'test/flow/scenes.test.ts',
    "action: 'confirmSigner'",
  ),
  'npm run admin -- release out_contract_code=': by(`${ACTIONS}/release.test.ts`, 'release('),
  'npm run admin -- mayCharge out_contract_code=': by(`${ACTIONS}/mayCharge.test.ts`, 'mayCharge('),
  'npm run admin -- matchBill date=': by('test/flow/chargeContract.test.ts', "'matchBill', { date }"),
  'npm run admin -- probe': by('test/flow/probe.test.ts', 'await probe()'),
  'npm run admin -- probe echo=': by('test/flow/probe.test.ts', 'probe({ echo'),
  'npm run admin -- replay id=': by(`${ACTIONS}/replay.test.ts`, 'replay('),
  'npm run admin -- reread all=': by('test/flow/notificationsSetAside.test.ts', "admin('reread', { all: 'true' })"),
  'npm run admin -- reread id=': by('test/flow/notificationsSetAside.test.ts', "admin('reread', { id })"),

  // What a user would do, played by hand.
  [`curl -H 'content-type: application/json' -d '{"out_contract_code":"..."}' $CONTROL/sign`]: CONTROL,
  [`curl -H 'content-type: application/json' -d '{"out_contract_code":"..."}' $CONTROL/refuse`]: CONTROL,
  [`curl -H 'content-type: application/json' -d '{"out_contract_code":"..."}' $CONTROL/lapse`]: CONTROL,
  [`curl -H 'content-type: application/json' -d '{"out_contract_code":"..."}' $CONTROL/terminate`]: CONTROL,
  [`curl -H 'content-type: application/json' -d '{}' $CONTROL/orders`]: CONTROL,
  [`curl -H 'content-type: application/json' -d '{"prepay_id":"..."}' $CONTROL/payOrder`]: CONTROL,
}

// The phone in the browser: one server on loopback with the page, the mini-programs and the way to the stand-ins.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { baseUrl, closeServer, listen } from '../cloud/httpServer'
import type { LocalWechat } from '../localWechat'
import { whileActing } from './live/acting'
import { describeBuild } from './live/describeBuild'
import { LiveView } from './live/liveView'
import { watchLocal } from './live/watchLocal'
import { makeAssets } from './server/assets'
import { actingOf, isFromHere, sendJson } from './server/http'
import { Programs } from './server/programs'
import { describeFailure, makeRoutes } from './server/routes'
import type { Stage } from './stage'
import { AppliedSwitches } from './switches/applySwitches'
import { ALL_WELL, ROLES, type Greeting, type Role, type ServerSwitches } from './wire'

interface PhoneOptions {
  stage: Stage
  /** Folder with app.json of each mini-program. */
  roots: Readonly<Record<Role, string>>
  /** A free one unless told otherwise. */
  port?: number
  /** Whether a mini-program starts anew when its source changes; it does unless told otherwise. */
  followsSource?: boolean
}

export interface Phone {
  /** Address of the page, such as `http://127.0.0.1:40123/`. */
  url: string
  /** From now on what happens in the local WeChat is shown. Call it once. */
  watch(): void
  /** The functions were built anew, or could not be: a line tells it, and after the former the mini-program starts anew. */
  tellBuild(build: { changed: readonly string[] } | { problem: string }): void
  /** Turns off everything that goes wrong. */
  allWell(): Promise<void>
  /** Leaves the stage as it is. */
  close(): Promise<void>
}

/** WeChat Pay's signing mini-program, by the appid its documentation prints. */
const SIGNING_APPID = 'wxbd687630cd02ce1d'

/** @throws {Error} the page's own scripts do not compile, or the port is taken */
export async function startPhone({ stage, roots, port = 0, followsSource = true }: PhoneOptions): Promise<Phone> {
  const assets = await makeAssets()
  const nowMs = (): number => stage.local.wechatPay.clock.now()
  const view = new LiveView(nowMs)
  const programs = new Programs(roots)
  let switches = ALL_WELL
  let applied: AppliedSwitches | undefined
  let isWatching = false

  const greeting = (): Greeting => ({
    setup: stage.setup,
    appids: appidsOf(stage.local),
    switches,
    entries: [...view.entries],
    contracts: view.contracts,
    told: view.told,
    movedMs: stage.local.wechatPay.clock.movedMs(),
    problems: ROLES.flatMap((role) => programs.problems(role)),
  })
  const setSwitches = async (wanted: ServerSwitches): Promise<void> => {
    switches = wanted
    view.send({ kind: 'switches', switches })
    await applied?.apply(wanted)
  }
  const leaveStage = stage.onStart((local) => {
    applied?.close()
    switches = ALL_WELL
    applied = new AppliedSwitches(local, switches)
    view.clear()
    if (isWatching) watchLocal(local, view)
    view.send({ kind: 'reset', greeting: greeting() })
  })
  if (followsSource) programs.watch((role) => view.send({ kind: 'compiled', role, problems: programs.problems(role) }))

  const calls = { local: () => stage.local, switches: () => switches, view, nowMs, sleep }
  const routes = makeRoutes({ stage, view, programs, assets, calls, greeting, setSwitches, nowMs })
  const server = serve(routes)
  const url = `${baseUrl(await listen(server, port))}/`
  return {
    url,
    watch: () => {
      isWatching = true
      watchLocal(stage.local, view)
    },
    tellBuild: (build) => {
      view.add(describeBuild(build))
      if ('changed' in build && build.changed.length > 0)
        view.send({ kind: 'compiled', role: 'merchant', problems: programs.problems('merchant') })
    },
    allWell: () => setSwitches(ALL_WELL),
    close: async () => {
      leaveStage()
      applied?.close()
      programs.close()
      await closeServer(server)
    },
  }
}

const appidsOf = ({ keys, miniProgramAppid }: LocalWechat): Greeting['appids'] => ({
  merchant: miniProgramAppid,
  signing: SIGNING_APPID,
  app: keys.mobileAppid,
})

type Routes = ReturnType<typeof makeRoutes>

function serve(routes: Routes): Server {
  return createServer((request, response) => {
    void answer(routes, request, response).catch((error: unknown) => {
      const { status, message } = describeFailure(error)
      if (response.headersSent) response.destroy()
      else sendJson(response, status, { error: message })
    })
  })
}

async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isFromHere(request)) {
    sendJson(response, 403, { error: 'the phone answers to its own page on this machine only' })
    return
  }
  const { pathname } = new URL(request.url ?? '/', 'http://phone')
  const wanted = `${request.method ?? 'GET'} ${pathname}`
  const found = Object.keys(routes)
    .filter((prefix) => wanted.startsWith(prefix))
    .sort((one, other) => other.length - one.length)[0]
  if (found === undefined) sendJson(response, 404, { error: `nothing answers to ${wanted}` })
  else {
    const run = routes[found]
    await whileActing(actingOf(request), () => run?.(request, response, wanted.slice(found.length)))
  }
}

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })

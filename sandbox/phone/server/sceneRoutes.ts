// SERVER: the addresses behind paying, and behind the merchant's own app.
import * as v from 'valibot'
import { checkoutPage, makeOrder, openCashier, pay } from './checkout'
import { readJson, send, sendJson } from './http'
import { APP_FUNCTIONS, askCloud, logIn } from './merchantApp'
import { orTellRefusal } from './signing'
import { text, type Handler, type RouteDeps } from './routeTypes'

const whoSchema = v.strictObject({ openid: text })
const paymentSchema = v.strictObject({ payment: v.record(v.string(), v.unknown()) })
const paySchema = v.strictObject({ prepay_id: text, openid: text })
const offerSchema = v.strictObject({ out_contract_code: text, openid: text })
const appSchema = v.strictObject({
  name: v.picklist(APP_FUNCTIONS),
  token: text,
  body: v.record(v.string(), v.unknown()),
})

export function checkoutRoutes({ stage, programs, view, nowMs }: RouteDeps): Readonly<Record<string, Handler>> {
  return {
    'POST /checkout/order': async (request, response) => {
      const { openid } = v.parse(whoSchema, await readJson(request))
      const path = checkoutPage(programs.get('merchant').parts.app)
      sendJson(response, 200, { path, out_trade_no: await makeOrder(stage.local, openid, nowMs()) })
    },
    'POST /cashier/open': async (request, response) => {
      const { payment } = v.parse(paymentSchema, await readJson(request))
      sendJson(response, 200, await openCashier(stage.local, payment, nowMs()))
    },
    'POST /cashier/pay': async (request, response) => {
      sendJson(response, 200, await pay(stage.local, v.parse(paySchema, await readJson(request))))
    },
    'POST /cashier/sign': async (request, response) => {
      const offer = v.parse(offerSchema, await readJson(request))
      await orTellRefusal(view, stage.local.wechatPay.control.sign(offer))
      sendJson(response, 200, {})
    },
    'POST /cashier/refuse': async (request, response) => {
      const { out_contract_code } = v.parse(offerSchema, await readJson(request))
      await stage.local.wechatPay.control.refuse({ out_contract_code })
      sendJson(response, 200, {})
    },
  }
}

export function appRoutes({ assets, calls }: RouteDeps): Readonly<Record<string, Handler>> {
  return {
    'GET /app/': (_, response, rest) => {
      if (rest === '') send(response, 200, 'text/html; charset=utf-8', assets['app.html'] ?? '')
      else sendJson(response, 404, { error: `nothing is at /app/${rest}` })
    },
    'POST /app/login': async (request, response) => {
      sendJson(response, 200, { token: logIn(v.parse(whoSchema, await readJson(request)).openid, calls) })
    },
    'POST /app/ask': async (request, response) => {
      sendJson(response, 200, await askCloud(v.parse(appSchema, await readJson(request)), calls))
    },
  }
}

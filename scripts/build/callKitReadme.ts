/** README of the call kit. */
export function callKitReadme(): string {
  return `# call-kit

Signs calls of the server-only functions of wechatpay-entrust-kit. One file, CommonJS, no dependencies, Node 18.15 or newer: copy
\`call-kit.js\` (and \`call-kit.d.ts\`) beside the code of your own cloud function or server.

\`\`\`js
const cloud = require('wx-server-sdk')
const { signCall } = require('./call-kit')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
exports.main = async ({ out_contract_code }) => {
  const data = signCall({
    key: process.env.CALL_KEY, // the same secret as of the function that is called
    functionName: 'contractAdmin',
    action: 'show',
    input: { out_contract_code },
  })
  const { result } = await cloud.callFunction({ name: 'contractAdmin', data })
  return result // { ok: true, ... } or { ok: false, error: { code, message, requestId } }
}
\`\`\`

A signed call is good for 5 minutes and once: sign each call right before it is made, and a repeat anew. Whoever has the key may do
all that the function does: it belongs on servers, and never into a mini-program or a repository.

MIT licence; what is bundled with it is named in LICENSE.
`
}

// Runs bundled, in a plain node of its own: one measurement, named by the first argument, printed as JSON.
import { authorization, decryption, verification } from './crypto'
import { startPeer } from './peer'
import { plugin, request } from './request'

const MEASUREMENTS = { authorization, verification, decryption, plugin, request }

const [, , name = ''] = process.argv
if (name === 'peer') startPeer(process.env['PEER_KEY'] ?? '')
else {
  void MEASUREMENTS[name as keyof typeof MEASUREMENTS]().then((pair) => {
    process.stdout.write(JSON.stringify(pair), () => process.exit())
  })
}

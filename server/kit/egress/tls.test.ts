import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import { after, before, describe, it } from 'node:test'
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls'
import { createEgress, type Egress } from './egress.ts'
import { makeCertificate } from './testing/certificate.ts'

describe('over TLS', () => {
  const trusted = makeCertificate('gateway.test')
  const names: (string | false | null)[] = []
  let server: Server
  let port: number

  before(async () => {
    setDefaultCACertificates([...getCACertificates('bundled'), trusted.cert])
    server = createServer(trusted, (request, response) => {
      names.push((request.socket as TLSSocket & { servername: string | false }).servername)
      response.end(request.headers.host)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as { port: number }).port
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  it('connects to the address that was checked and keeps the name for certificate and host', async () => {
    const egress = make(['gateway.test'])
    const exchange = await get(egress, 'gateway.test')
    assert.equal(exchange.kind === 'answered' && exchange.body, `gateway.test:${port}`)
    assert.deepEqual(names, ['gateway.test'])
    await egress.close()
  })

  it('sends nothing to a server whose certificate is for another name, or that nobody vouches for', async () => {
    const egress = make(['other.test'])
    const wrongName = await get(egress, 'other.test')
    assert.deepEqual(
      [wrongName.kind, 'detail' in wrongName && wrongName.detail],
      ['not_sent', `other.test:${port}: ERR_TLS_CERT_ALTNAME_INVALID`],
    )
    await egress.close()

    server.setSecureContext(makeCertificate('gateway.test'))
    const fresh = make(['gateway.test'])
    const stranger = await get(fresh, 'gateway.test')
    assert.equal(stranger.kind === 'not_sent' && stranger.reason, 'tls')
    await fresh.close()
    assert.equal(names.length, 1)
  })

  function make(hosts: string[]): Egress {
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
    return createEgress({ allowHosts: hosts.map((host) => `${host}:${port}`), resolve })
  }

  function get(egress: Egress, host: string) {
    return egress.http({ method: 'GET', url: `https://${host}:${port}/`, headers: {} })
  }
})

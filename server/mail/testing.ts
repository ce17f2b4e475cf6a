import { SMTPServer } from 'smtp-server'

/** A real mail server on a free port that takes, refuses or vanishes in the middle, as the test says. */
export function openMailServer() {
  const mailServer = {
    /** What it does with the next mail. */
    next: 'takes' as 'takes' | 'refuses' | 'vanishes',
    /** What it got, whether or not it said so. */
    received: [] as { to: string; raw: string }[],
    listen: () =>
      new Promise<number>((done) =>
        smtp.listen(0, '127.0.0.1', () => done((smtp.server.address() as { port: number }).port)),
      ),
    close: () => new Promise<void>((done) => smtp.close(done)),
  }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, { envelope, id }, done) {
      let raw = ''
      stream.on('data', (chunk: Buffer) => {
        raw += chunk
      })
      stream.once('end', () => {
        if (mailServer.next === 'refuses') return done(Object.assign(new Error('try later'), { responseCode: 451 }))
        mailServer.received.push({ to: envelope.rcptTo[0]!.address, raw })
        if (mailServer.next === 'takes') return done()
        cutOff(smtp, id)
      })
    },
  })
  smtp.on('error', () => {})
  return mailServer
}

function cutOff(smtp: SMTPServer, id: string) {
  for (const connection of smtp.connections)
    if ((connection as unknown as { id: string }).id === id)
      (connection as unknown as { _socket: { destroy(): void } })._socket.destroy()
}

/** A mail as a program reads it. */
export interface ReadMail {
  headers: Record<string, string>
  /** Each part decoded. */
  text: string
  html: string
  raw: string
}

export function readMail(raw: string): ReadMail {
  const [head, ...rest] = raw.split('\r\n\r\n')
  const lines = head!.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const [, boundary] = /boundary="([^"]+)"/.exec(headers['content-type']!)!
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`)
  const part = (type: string) => decoded(parts.find((one) => one.includes(`Content-Type: ${type}`))!)
  return { headers, text: part('text/plain'), html: part('text/html'), raw }
}

function decoded(part: string): string {
  const at = part.indexOf('\r\n\r\n')
  const body = part.slice(at + 4)
  if (/Content-Transfer-Encoding: base64/i.test(part.slice(0, at))) return Buffer.from(body, 'base64').toString()
  if (!/quoted-printable/i.test(part.slice(0, at))) return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

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

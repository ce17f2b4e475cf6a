/** How far a workspace's chain went at a time. Kept elsewhere, it shows whether the log was cut or rewritten since. */
export interface Head {
  workspaceId: string
  seq: number
  /** In hexadecimal digits. */
  hash: string
  /** When it was chained, ISO 8601. */
  at: string
}

/** One line of the file and of the mail. */
export function writeHead({ workspaceId, seq, hash, at }: Head): string {
  return `${workspaceId} ${seq} ${hash} ${at}`
}

const LINE = /\b(ws_[0-9a-z]{26})\s+(\d{1,15})\s+([0-9a-f]{64})\s+(\d{4}-\d\d-\d\dT[\d:.]+Z)/g
const JSON_HEAD =
  /"workspace_id":\s*"(ws_[0-9a-z]{26})",\s*"seq":\s*(\d{1,15}),\s*"hash":\s*"([0-9a-f]{64})",\s*"at":\s*"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g

/** Out of a file of heads, a saved mail (whatever it did to the lines) or the body of a webhook. */
export function readHeads(text: string): Head[] {
  const plain = text.replaceAll(/=\r?\n/g, '')
  return [...plain.matchAll(LINE), ...plain.matchAll(JSON_HEAD)].map(([, workspaceId, seq, hash, at]) => ({
    workspaceId: workspaceId!,
    seq: Number(seq),
    hash: hash!,
    at: at!,
  }))
}

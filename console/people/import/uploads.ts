import { useSyncExternalStore } from 'react'
import { workspaceHeaders } from '../../chosen-workspace.ts'
import { type ApiProblem, noAnswer, problemIn, problemOf } from '../../problem.ts'
import type { Import } from './api.ts'

/** A file on its way: it goes on while somebody looks at other screens. */
export interface Upload {
  fileName: string
  bytes: number
  sent: number
  /** Why it did not arrive, or was not taken. */
  problem: ApiProblem | null
  stop: () => void
}

const uploads = new Map<string, Upload>()
const listeners = new Set<() => void>()

export function useUpload(importId: string): Upload | undefined {
  return useSyncExternalStore(listen, () => uploads.get(importId))
}

/** Null when it was not taken: {@link useUpload} then tells why. */
export async function sendFile(importId: string, file: File): Promise<Import | null> {
  const request = new XMLHttpRequest()
  const { name: fileName, size: bytes } = file
  const note = (more: Partial<Upload>) => {
    const before = uploads.get(importId)
    if (before) set(importId, { ...before, ...more })
  }
  const stop = () => {
    set(importId, undefined)
    request.abort()
  }
  set(importId, { fileName, bytes, sent: 0, problem: null, stop })
  request.upload.onprogress = ({ loaded }) => note({ sent: Math.min(loaded, bytes) })
  try {
    const taken = await put(request, `/v1/imports/${importId}/file`, file)
    set(importId, undefined)
    return taken
  } catch (error) {
    note({ problem: problemIn(error) })
    return null
  }
}

export function forgetUpload(importId: string): void {
  set(importId, undefined)
}

/** By the old way of asking: the new one does not tell how much of a file is sent. */
function put(request: XMLHttpRequest, path: string, file: File): Promise<Import> {
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(noAnswer())
    request.onabort = () => reject(noAnswer())
    request.onload = async () => {
      const { status, responseText } = request
      const json = async () => JSON.parse(responseText)
      if (status === 200) resolve(await json())
      else reject(await problemOf({ status, json }))
    }
    request.open('PUT', path)
    for (const [name, value] of Object.entries(workspaceHeaders())) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', 'text/csv')
    request.send(file)
  })
}

function set(importId: string, upload: Upload | undefined): void {
  if (upload) uploads.set(importId, upload)
  else uploads.delete(importId)
  const isUnderWay = [...uploads.values()].some(({ problem }) => problem === null)
  window.onbeforeunload = isUnderWay ? (event) => event.preventDefault() : null
  for (const listener of listeners) listener()
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

import type { MutateOptions, UseMutationResult } from '@tanstack/react-query'
import { useRef } from 'react'

/** A form tells nothing of clicks. */
const FROM_A_FORM = { detail: 0 }

/**
 * For what is confirmed or made: a double click is one press. The second is ignored while the request runs and, once it
 * succeeded, while the dialog goes; the button itself is disabled only at the next render, which comes too late.
 */
export function useOnce<D, V>({ mutate }: UseMutationResult<D, Error, V>, { stays = false } = {}) {
  const sent = useRef(false)
  return (variables: V, options: MutateOptions<D, Error, V> = {}) =>
    ({ detail }: { detail: number } = FROM_A_FORM) => {
      // The second click of a double click was not meant for what stands there by then.
      if (sent.current || detail > 1) return
      sent.current = true
      mutate(variables, {
        ...options,
        onSettled: (data, error, ...rest) => {
          if (error || stays) sent.current = false
          options.onSettled?.(data, error, ...rest)
        },
      })
    }
}

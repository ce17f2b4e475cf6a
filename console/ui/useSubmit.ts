import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { type Faults, type Form, focusFirstFault } from './form.ts'

interface Submission<V, Answer> {
  send: (values: V) => Promise<Answer>
  onSent?: (answer: Answer) => unknown
  /** What the server found, at the fields it is about; the rest the form says itself. */
  faultsIn?: (error: Error) => Faults<V>
}

/** A form that is sent as a whole: what is wrong is said at its field, before it is sent and after, and found there. */
export function useSubmit<V extends object, Answer>(form: Form<V>, submission: Submission<V, Answer>) {
  const element = useRef<HTMLFormElement>(null)
  const busy = useRef(false)
  const sending = useMutation<Answer, Error, V>({
    mutationFn: submission.send,
    onSuccess: (answer) => submission.onSent?.(answer),
    onError: (error) => {
      form.refuse(submission.faultsIn?.(error) ?? {})
      focusFirstFault(element.current)
    },
    onSettled: () => {
      busy.current = false
    },
  })
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    // A second press is ignored: the button itself is disabled only at the next render, which comes too late.
    if (busy.current) return
    if (!form.check()) return focusFirstFault(element.current)
    busy.current = true
    sending.mutate(form.values)
  }
  return { sending, frame: { ref: element, onSubmit, noValidate: true } }
}

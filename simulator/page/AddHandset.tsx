import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { addHandset } from './api.ts'

export function AddHandset({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [number, setNumber] = useState('')
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)

  const add = async (event: FormEvent) => {
    event.preventDefault()
    try {
      const handset = await addHandset(number, name)
      location.hash = encodeURIComponent(handset.number)
      setNumber('')
      setName('')
      setProblem(null)
      onClose()
    } catch (error) {
      setProblem((error as Error).message)
    }
  }

  return (
    <Modal opened={isOpen} onClose={onClose} title="Add a handset" size={420}>
      <form onSubmit={(event) => void add(event)}>
        <Stack>
          <TextInput
            label="Number"
            description="With + and country code. Any number will do: it only exists here."
            placeholder="+14155550142"
            inputMode="tel"
            data-autofocus
            required
            value={number}
            error={problem}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
          <TextInput
            label="Name (optional)"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled">
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, type Person } from '../api.ts'
import { useCan } from '../shell/session.ts'
import { shownNumber } from '../texts/shown-number.ts'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Phone } from '../ui/Phone.tsx'
import { Section } from '../ui/Section.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import classes from './PersonScreen.module.css'
import { useRefresh } from './queries.ts'
import { ReachChip } from './ReachChip.tsx'
import { planOf, sourceWords } from './words.ts'

type PersonPhone = Person['phones'][number]

export function PhonesSection({ person }: { person: Person }) {
  const { phones, shared_with } = person
  return (
    <Section
      title="Phone"
      purpose="The directory’s number goes before one of their own, and a confirmed one before any other."
    >
      {phones.length === 0 && <p className="quiet">Nobody gave a number yet.</p>}
      {phones.length > 0 && (
        <ul className={classes.phones}>
          {phones.map((phone, i) => (
            <PhoneRow key={phone.source} person={person} phone={phone} isFirst={i === 0} />
          ))}
        </ul>
      )}
      {shared_with.length > 0 && <Shared others={shared_with} />}
    </Section>
  )
}

function PhoneRow({ person, phone, isFirst }: { person: Person; phone: PersonPhone; isFirst: boolean }) {
  const mayReveal = useCan('numbers.reveal')
  const mayWrite = useCan('people.write')
  const reveal = async () => {
    const { phones } = await api.revealPhones(person.id)
    return shownNumber(phones.find(({ source }) => source === phone.source)?.number ?? phone.number)
  }
  const plan = planOf(phone)
  return (
    <li className={classes.phone} aria-label={phone.number}>
      <div>
        <Phone masked={phone.number} reveal={mayReveal ? reveal : undefined} />
        <div className={classes.about}>
          {[sourceWords[phone.source], isFirst ? plan : (phone.problem ?? plan)].filter(Boolean).join(' · ')}
        </div>
      </div>
      <div className={classes.state}>
        <PhoneState person={person} phone={phone} isFirst={isFirst} />
        {mayWrite && phone.source === 'admin' && <TakeAway person={person} />}
      </div>
    </li>
  )
}

/** What the person's own state says is said of the number that counts. */
function PhoneState({ person, phone, isFirst }: { person: Person; phone: PersonPhone; isFirst: boolean }) {
  if (isFirst) return <ReachChip reach={person.reach} plain />
  if (phone.problem) return <ReachChip reach="malformed" plain />
  if (!phone.verified) return <ReachChip reach="unverified" plain />
  return (
    <Chip tone="neutral" plain>
      Not used
    </Chip>
  )
}

function TakeAway({ person }: { person: Person }) {
  const refresh = useRefresh()
  const take = useMutation({
    mutationFn: () => api.changePerson(person.id, { phone: null }),
    onSuccess: async () => {
      await refresh()
      toast('The number is taken away.')
    },
    onError: (error) => toastFailure('The number is still there.', error),
  })
  const press = useOnce(take)
  return (
    <LinkButton danger disabled={take.isPending} onClick={press()}>
      Take away
    </LinkButton>
  )
}

/** The API names ten at most. */
function Shared({ others }: { others: Person['shared_with'] }) {
  const many =
    others.length >= 10
      ? '10 or more others have'
      : others.length === 1
        ? '1 other has'
        : `${others.length} others have`
  return (
    <p className={classes.shared}>
      {many} this number:{' '}
      {others.map(({ id, name }, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <Link to="/people/$id" params={{ id }}>
            {name}
          </Link>
        </span>
      ))}
      . STOP from that phone silences all of them.
    </p>
  )
}

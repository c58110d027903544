/** One endpoint: where it is, what its services are here, what is taken and told. It is tried before it is relied on. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { Endpoint, Trial } from '../../../../open311/open311.api.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Checkbox, TextField } from '../../../../ui/Fields.tsx'
import { Dialog } from '../../../../ui/Overlays.tsx'
import { Note } from '../../../../ui/Page.tsx'
import { ComboBox } from '../../../../ui/Select.tsx'
import { useWords } from '../../../../ui/words.tsx'
import { useSend } from '../../../call.ts'
import { useClassOptions } from '../../classes/calls.ts'
import { open311 } from './calls.ts'

const wishOf = (endpoint: Endpoint | undefined) => ({
  title: endpoint?.title ?? '',
  url: endpoint?.url ?? '',
  jurisdiction: endpoint?.jurisdiction ?? '',
  classes: endpoint?.classes ?? {},
  pulls: endpoint?.pulls ?? true,
  pushes: endpoint?.pushes ?? false,
})
type Wish = ReturnType<typeof wishOf>

/** The dialog. */
export function EndpointDialog({ endpoint, onClose }: { endpoint: Endpoint | undefined; onClose: () => void }) {
  const { t } = useWords()
  const [id] = useState(() => endpoint?.id ?? v7())
  const [it, setIt] = useState(() => wishOf(endpoint))
  const [key, setKey] = useState('')
  const [trial, setTrial] = useState<Trial | null>(null)
  const set = (change: Partial<Wish>) => setIt((old) => ({ ...old, ...change }))
  const test = useSend(open311.test, { quiet: true, onDone: setTrial })
  const put = useSend(open311.put, { quiet: true })
  const hasKey = key !== '' || endpoint?.hasKey === true
  const isReady = it.title.trim() !== '' && URL.canParse(it.url) && (!it.pushes || hasKey)
  const keep = (then: () => void) =>
    void put.sendNow({ params: { id }, body: { ...it, ...(key === '' ? {} : { apiKey: key }) } }).then(then, () => undefined)
  const error = put.error ?? test.error
  return (
    <Dialog
      place="side"
      title={t(endpoint ? 'sources.editEndpoint' : 'sources.addEndpoint')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button isDisabled={!isReady} isPending={test.isPending} onPress={() => keep(() => test.send({ params: { id } }))}>
            {t('sources.test')}
          </Button>
          <Button kind="primary" isDisabled={!isReady} isPending={put.isPending} onPress={() => keep(onClose)}>
            {t('cases.saveView')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <Address it={it} set={set} />
        <TextField
          label={t('sources.key')}
          type="password"
          value={key}
          onChange={setKey}
          maxLength={300}
          autoComplete="off"
          help={t(endpoint?.hasKey === true ? 'sources.keyKept' : 'sources.keyHelp')}
        />
        {trial && <Found trial={trial} classes={it.classes} onChange={(classes) => set({ classes })} />}
        {error && <Note tone="red">{error.message}</Note>}
      </div>
    </Dialog>
  )
}

function Address({ it, set }: { it: Wish; set: (change: Partial<Wish>) => void }) {
  const { t } = useWords()
  return (
    <>
      <TextField label={t('sources.endpointTitle')} value={it.title} onChange={(title) => set({ title })} maxLength={100} isRequired />
      <TextField
        label={t('sources.url')}
        type="url"
        value={it.url}
        onChange={(url) => set({ url: url.trim() })}
        maxLength={500}
        isRequired
        help={t('sources.urlHelp')}
      />
      <TextField
        label={t('sources.jurisdiction')}
        value={it.jurisdiction}
        onChange={(jurisdiction) => set({ jurisdiction })}
        maxLength={100}
      />
      <Checkbox isSelected={it.pulls} onChange={(pulls) => set({ pulls })}>
        {t('sources.pulls')}
      </Checkbox>
      <Checkbox isSelected={it.pushes} onChange={(pushes) => set({ pushes })}>
        {t('sources.pushes')}
      </Checkbox>
    </>
  )
}

interface FoundProps {
  readonly trial: Trial
  readonly classes: Readonly<Record<string, string>>
  readonly onChange: (classes: Record<string, string>) => void
}

/** What the test found: their services, each with the class that it is here. */
function Found({ trial, classes, onChange }: FoundProps) {
  const { t, tAny } = useWords()
  const own = useClassOptions()
  if (trial.problem !== null) return <Note tone="red">{tAny(`problem.${trial.problem}`)}</Note>
  const choose = (service: string, code: string | null) => {
    const { [service]: _old, ...rest } = classes
    onChange(code === null ? rest : { ...rest, [service]: code })
  }
  return (
    <section className="stack-s" aria-live="polite">
      <Note tone="green">{t('sources.answers', { services: trial.services.length, requests: trial.requests })}</Note>
      {own.length > 0 &&
        trial.services.map(({ code, name }) => (
          <ComboBox
            key={`${code} ${own.length}`}
            label={name === '' ? code : `${name} (${code})`}
            value={classes[code] ?? null}
            onChange={(chosen) => choose(code, chosen)}
            options={own}
          />
        ))}
    </section>
  )
}

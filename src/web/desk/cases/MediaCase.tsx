/** A problem that stood in a newspaper or a feed (媒体曝光): who published it, when, the link or a picture of the page. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { CaseId } from '../../../base/ids.ts'
import { Problem } from '../../../base/problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Card, Note } from '../../../ui/Page.tsx'
import { ComboBox } from '../../../ui/Select.tsx'
import { Faults } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { today } from '../../today.ts'
import { useClassOptions } from '../classes/calls.ts'
import { ProofPicker, useProofs } from '../parts/proof.tsx'
import { cases } from './calls.ts'

/** The form. */
export function MediaCase() {
  const { t } = useWords()
  const navigate = useNavigate()
  const own = useClassOptions()
  const proofs = useProofs()
  const [id] = useState(() => v7() as CaseId)
  const [it, setIt] = useState({ text: '', outlet: '', link: '', on: today(), type: '', address: '' })
  const set = (change: Partial<typeof it>) => setIt((old) => ({ ...old, ...change }))
  const report = useSend(cases.fromMedia, {
    quiet: true,
    done: t('cases.raised'),
    onDone: (made) => void navigate({ to: `/cases/${made.id}` }),
  })
  const link = it.link.trim()
  const badLink = link !== '' && !(URL.canParse(link) && /^https?:/.test(link))
  // Pages vanish: without a link a picture of the page is wanted.
  const hasProof = (link !== '' && !badLink) || proofs.ids.length > 0
  const isReady = it.text.trim() !== '' && it.outlet.trim() !== '' && it.on !== '' && !badLink && hasProof && !proofs.isSending
  const send = () =>
    report.send({
      body: {
        id,
        text: it.text.trim(),
        outlet: it.outlet.trim(),
        link: link === '' ? null : link,
        publishedOn: it.on,
        address: it.address.trim(),
        photos: proofs.ids as never,
        ...(it.type === '' ? {} : { class: it.type }),
      },
    })
  return (
    <Card title={t('cases.source.media')}>
      <div className="stack">
        <TextField
          label={t('cases.text')}
          value={it.text}
          onChange={(text) => set({ text })}
          rows={4}
          isRequired
          help={t('cases.textHelp')}
        />
        <div className="grid">
          <TextField label={t('media.outlet')} value={it.outlet} onChange={(outlet) => set({ outlet })} maxLength={100} isRequired />
          <DatePicker label={t('media.on')} value={it.on} onChange={(on) => set({ on })} max={today()} />
        </div>
        <TextField
          label={t('media.link')}
          type="url"
          value={it.link}
          onChange={(next) => set({ link: next })}
          maxLength={1000}
          error={badLink ? t('media.badLink') : undefined}
          help={t('media.linkHelp')}
        />
        <div className="grid">
          <TextField label={t('media.address')} value={it.address} onChange={(address) => set({ address })} maxLength={300} />
          <ComboBox
            key={own.length}
            label={t('cases.class')}
            value={it.type || null}
            onChange={(type) => set({ type: type ?? '' })}
            options={own}
          />
        </div>
        <ProofPicker label={t('media.page')} proofs={proofs} />
        {report.error && (
          <Note tone="red">
            {report.error.message}
            {report.error instanceof Problem && <Faults problem={report.error} />}
          </Note>
        )}
        <div className="row">
          <Button kind="primary" isDisabled={!isReady} isPending={report.isPending} onPress={send}>
            {t('cases.step.report')}
          </Button>
        </div>
      </div>
    </Card>
  )
}

/** What the public reads of a case that came from outside, and the way to answer there. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { CaseFile } from '../../../cases/cases.api.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Fields.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { useSend } from '../../call.ts'
import { useMay } from '../../me.ts'
import { participation } from './sources/calls.ts'

/** The answers, oldest first; nothing for a case that no resident told. */
export function PublicAnswers({ it }: { it: CaseFile }) {
  return it.source === 'resident' || it.source === 'open311' ? <Told it={it} /> : null
}

function Told({ it }: { it: CaseFile }) {
  const { t, moment } = useWords()
  const { queryKey, queryFn } = participation.getFace.ask({ params: { id: it.id } })
  // The public reads of every step: whoever took it, here or elsewhere, what stands here is asked anew.
  const asked = useQuery({ queryKey: [...queryKey, it.version], queryFn, placeholderData: (before) => before })
  const mayAnswer = useMay('cases.dispatch')
  return (
    <section className="stack-s">
      <h2 className="minor">{t('cases.publicFace')}</h2>
      <Answer of={asked} lines={2}>
        {({ face, answers }) => (
          <>
            <p>{t('cases.publicStage', { stage: t(`participation.stage.${face.stage}`) })}</p>
            <ul className="stack-s">
              {answers.map(({ at, text }) => (
                <li key={`${at} ${text}`}>
                  <span className="small quiet">{moment(at)}</span> {text}
                </li>
              ))}
            </ul>
          </>
        )}
      </Answer>
      {mayAnswer && <Write it={it} />}
    </section>
  )
}

function Write({ it }: { it: CaseFile }) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [id, setId] = useState(() => v7())
  const answer = useSend(participation.answer, {
    touches: ['cases'],
    done: t('cases.answered'),
    onDone: () => {
      setText('')
      setId(v7())
    },
  })
  return (
    <div className="stack-s">
      <TextField label={t('cases.answerPublic')} value={text} onChange={setText} rows={2} maxLength={2000} help={t('cases.answerHelp')} />
      <div className="row">
        <Button
          small
          isDisabled={text.trim().length < 2}
          isPending={answer.isPending}
          onPress={() => answer.send({ params: { id: it.id }, body: { id, text: text.trim() } })}
        >
          {t('cases.answerSend')}
        </Button>
      </div>
    </div>
  )
}
